"""Snapshots: how they are frozen, where, and in what form."""
