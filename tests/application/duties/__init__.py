"""What is owed, and who pays it."""
