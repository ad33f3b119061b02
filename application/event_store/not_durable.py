"""Why either engine refuses to keep the record in a database."""


class NotDurable(Exception):
    """The database would acknowledge what it may still lose, or is too old; its words say which."""
