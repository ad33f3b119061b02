"""Tests of what keeps a model's answer harmless."""
