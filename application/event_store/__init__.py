"""The append-only store of events: its envelope, its two engines, and the one transact loop."""
