"""The Support Context Snapshot: what a user's state was when the case was opened."""
