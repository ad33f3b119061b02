"""Tests of what is looked up in a snapshot."""
