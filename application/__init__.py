"""What the gateway does when asked."""
