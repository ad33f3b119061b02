"""What the host application tells of itself, and what of it answers a question."""
