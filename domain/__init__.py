"""What a support case is, and what may happen to it."""
