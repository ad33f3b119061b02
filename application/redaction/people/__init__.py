"""What tells who somebody is, by its own form or by the words around it."""
