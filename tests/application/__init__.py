"""Mirrors application/."""
