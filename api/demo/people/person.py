"""A user of the demo's product: who it is, what is the matter, and the diary that tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from api.demo.diary import Diary


@dataclass(frozen=True, slots=True)
class Person:
    """A demo user. `error_codes` are the troubles, worst first; `question` is a good first one.

    `tell` writes what is this user's own into the diary.
    """

    user_id: str
    full_name: str
    email: str
    country: str
    roles: tuple[str, ...]
    plan: str
    trouble: str
    question: str
    follow_up: str
    error_codes: tuple[str, ...]
    tell: Callable[[Diary], None]

    def diary(self, now: datetime) -> Diary:
        """This user's last week, as it stands at `now`, oldest first."""
        diary = Diary(now, Random(self.user_id))
        self.tell(diary)
        diary.events.sort(key=lambda row: row.ts)
        diary.clicks.sort(key=lambda row: row.ts)
        diary.requests.sort(key=lambda row: row.ts)
        diary.errors.sort(key=lambda row: row.ts)
        diary.jobs.sort(key=lambda row: row.updated_at)
        return diary
