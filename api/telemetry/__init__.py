"""What is told of a running gateway: its logs, its metrics, its spans, and what monitoring asks."""
