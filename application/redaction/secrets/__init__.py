"""Secrets, by their own form or by the words around them."""
