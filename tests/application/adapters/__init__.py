"""Mirrors application/adapters/."""
