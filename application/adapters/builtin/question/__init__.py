"""What a question says, and what it wants."""
