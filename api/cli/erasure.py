"""`erase`, `hold` and `release`: what is kept no longer, and what must be kept."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

from api.cli.record import record_of
from api.cli.scrubbing import NotScrubbed, scrub
from api.cli.terminal import Stopped, Terminal
from api.counted import counted
from api.stores import with_store
from api.wiring import retention
from application.config import Settings
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor
from application.retention import Erased, Retention
from domain.errors import CaseNotFound, Unavailable

Result = TypeVar("Result")


def erase(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Erase one case, those of a person, or those past their tenant's `retention_days`.

    Gives 1 if a case that was asked for is still there.
    """
    wishes = (arguments.case is not None, arguments.person is not None, arguments.expired)
    if sum(wishes) > 1 or not (any(wishes) or arguments.scrub):
        raise Stopped("support-gateway erase: say one of CASE, --person and --expired")
    with record_of(terminal) as settings:
        code, now = 0, datetime.fromtimestamp(terminal.now(), UTC)
        if any(wishes):
            done = _with_retention(settings, lambda keep: _erase(keep, settings, now, arguments))
            if arguments.person is not None and done == Erased():
                terminal.say(_nobody(settings, *arguments.person))
            code = _say(done, terminal, expired=arguments.expired)
        if arguments.scrub:
            code = max(code, _scrub(settings, terminal))
        return code


def hold(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Keep a case, whoever wants it erased and however old it gets."""
    with record_of(terminal) as settings:
        reason: str | None = arguments.reason
        new = _with_retention(settings, lambda keep: keep.place_hold(arguments.case, reason))
        terminal.say(f"{arguments.case}: {'held' if new else 'was held already'}")
        return 0


def release(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Keep a case no longer than any other."""
    with record_of(terminal) as settings:
        was_held = _with_retention(settings, lambda keep: keep.release_hold(arguments.case))
        terminal.say(f"{arguments.case}: {'released' if was_held else 'was not held'}")
        return 0


async def _erase(
    keeping: Retention, settings: Settings, now: datetime, arguments: argparse.Namespace
) -> Erased:
    if arguments.case is not None:
        return await keeping.erase(arguments.case, "request")
    if arguments.person is not None:
        tenant_id, user_id = arguments.person
        return await keeping.erase_person(tenant_id, user_id)
    return await keeping.erase_expired(settings.retention_ages, now)


def _nobody(settings: Settings, tenant_id: str, user_id: str) -> str:
    """A misspelt id must not pass for a person who is forgotten."""
    unknown = "" if tenant_id in settings.tenants else ", which is none of the configured tenants"
    return f"no case of {user_id} is left to erase at {tenant_id}{unknown}"


def _say(done: Erased, terminal: Terminal, *, expired: bool) -> int:
    for case_id in done.erased:
        terminal.say(f"{case_id}: erased")
    for case_id in done.orphaned:
        terminal.say(f"{case_id}: its ticket file is not where it should be; find and delete it")
    for case_id in done.held:
        terminal.say(f"{case_id}: kept, it is held")
    for case_id in done.failed:
        terminal.complain(f"{case_id}: kept, its ticket file could not be erased")
    terminal.say(f"{counted(len(done.erased), 'case')} erased")
    return 1 if done.failed or (done.held and not expired) else 0


def _scrub(settings: Settings, terminal: Terminal) -> int:
    try:
        for line in scrub(settings):
            terminal.say(line)
    except NotScrubbed as why:
        terminal.complain(f"not scrubbed: {why}")
        return 1
    return 0


def _with_retention(settings: Settings, work: Callable[[Retention], Awaitable[Result]]) -> Result:
    async def keep(store: CaseStore) -> Result:
        keeping = retention(store, lambda: settings.tenants, actor=Actor("operator"))
        try:
            return await work(keeping)
        except CaseNotFound:
            raise Stopped("support-gateway: there is no such case, or it is erased") from None
        except Unavailable:
            raise Stopped("support-gateway: the database does not answer") from None

    return with_store(settings, keep)
