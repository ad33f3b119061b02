"""How the outside reaches the gateway."""
