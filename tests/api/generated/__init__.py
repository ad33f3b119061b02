"""Requests and whole lives of cases that nobody wrote down, made up from what was promised."""
