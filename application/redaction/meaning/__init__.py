"""What names of fields mean, and whether values look like what they are called."""
