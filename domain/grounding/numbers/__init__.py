"""Numbers of prose and of a snapshot, and when one bears out the other."""
