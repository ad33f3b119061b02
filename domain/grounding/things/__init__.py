"""What prose calls by name, and what it says of it."""
