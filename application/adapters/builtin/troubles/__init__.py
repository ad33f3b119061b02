"""What is wrong for a user, found in the snapshot."""
