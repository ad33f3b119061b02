"""Numbered SQL files, each applied once and in order, however many processes start at once."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Dialect = Literal["sqlite", "postgres"]


class MigrationChanged(Exception):
    """A migration that was applied is not what it was: this is another program's database."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema. `sha256` is of its text."""

    number: int
    name: str
    sql: str
    sha256: str


def migrations(dialect: Dialect) -> tuple[Migration, ...]:
    """All steps in order."""
    found: list[Migration] = []
    for entry in (files(__name__) / dialect).iterdir():
        if entry.name.endswith(".sql"):
            sql = entry.read_text(encoding="utf-8")
            sha256 = hashlib.sha256(sql.encode()).hexdigest()
            found.append(Migration(int(entry.name[:4]), entry.name, sql, sha256))
    return tuple(sorted(found, key=lambda migration: migration.number))


def outstanding(dialect: Dialect, applied: dict[int, str]) -> tuple[Migration, ...]:
    """The steps not yet taken, given the digests of those taken by number.

    Raises `MigrationChanged`.
    """
    steps = migrations(dialect)
    known = {step.number: step.sha256 for step in steps}
    for number, sha256 in applied.items():
        if known.get(number) != sha256:
            raise MigrationChanged(number)
    return tuple(step for step in steps if step.number not in applied)
