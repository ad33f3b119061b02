"""The command line: `parser` says what there is, and each group of commands has a file."""
