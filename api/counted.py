"""A number with its noun."""


def counted(number: int, noun: str) -> str:
    """`1 case`, `2 cases`; for nouns that add an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
