"""HTTP/1.1 as it comes over a connection, before it is a request, and as it goes out."""
