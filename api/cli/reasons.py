"""Why a file or a database cannot be used, in a few words."""


def of_file(error: OSError | ValueError) -> str:
    """The trouble by its name and without the path; a ValueError is about the path itself."""
    reason = error.strerror if isinstance(error, OSError) else "its name is not valid"
    return reason or "it does not say why"


def of_database(error: Exception) -> str:
    """The first line of what the database said."""
    return next(iter(str(error).splitlines()), "it does not answer")
