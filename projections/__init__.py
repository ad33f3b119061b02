"""What the gateway shows: pure folds of the events into the documents that are read."""
