"""`projections`: how far views have come, whether they show the record, making them again."""

import argparse
from collections.abc import Awaitable, Callable

from api.cli.record import record_of
from api.cli.terminal import Stopped, Terminal
from api.counted import counted
from api.stores import followed_views, with_store
from application.config import Settings
from application.event_store.case_store import CaseStore
from projections.all_views import FOLLOWED_VIEWS
from projections.check import differences
from projections.check import repair as repair_case
from projections.rebuild import Rebuilt, Superseded, rebuild
from projections.views import FollowedView, Views, dead_letters, generations, head

Write = Callable[[str], None]

_BAR = 30
_CLEAR = "\r\x1b[K"


def status(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print each followed view's position, what it is behind, and what it could not take."""

    async def work(_: CaseStore, views: Views) -> int:
        last = await head(views)
        known = {one.view: one for one in await generations(views) if one.live}
        letters = await dead_letters(views)
        for view in FOLLOWED_VIEWS:
            tracked = known.get(view.name)
            if tracked is None:
                terminal.say(f"{view.name}: not begun, {counted(last, 'event')} behind")
                continue
            dead = sum(letter.view == view.name for letter in letters)
            line = f"{view.name}: at {tracked.position} of {last}, {last - tracked.position} behind"
            line += f", {counted(dead, 'dead letter')}"
            if tracked.definition != view.definition:
                line += f", of definition {tracked.definition}: needs a rebuild"
            terminal.say(line)
        for letter in letters:
            place = f"{letter.position} {letter.stream} {letter.version} {letter.type}"
            terminal.say(f"  {letter.view} could not take {place}: {letter.error}")
        return 1 if letters else 0

    with record_of(terminal) as settings:
        return _with_views(settings, work)


def check(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Compare every view with a fold of the events; 1 if any differs."""

    async def work(store: CaseStore, views: Views) -> int:
        wrong = 0
        for view in FOLLOWED_VIEWS:
            rebuilt = await _rebuilt(store, views, view, terminal, switch=False)
            wrong += rebuilt.different
        return 1 if wrong else 0

    with record_of(terminal) as settings:
        inline = check_inline(settings, terminal.say)
        return max(inline, _with_views(settings, work))


def repair(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write anew what widgets read of cases, where it is not what was recorded."""
    with record_of(terminal) as settings:
        return repair_inline(settings, terminal.say)


def rebuild_views(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make views again from the first event, and say what was different."""
    chosen = [view for view in FOLLOWED_VIEWS if arguments.view in {None, view.name}]
    if not chosen:
        names = ", ".join(view.name for view in FOLLOWED_VIEWS)
        raise Stopped(f"support-gateway: there is no view {arguments.view!r}; there are {names}")

    async def work(store: CaseStore, views: Views) -> int:
        for view in chosen:
            await _rebuilt(store, views, view, terminal, switch=True)
        return 0

    with record_of(terminal) as settings:
        return _with_views(settings, work)


def check_inline(settings: Settings, write: Write) -> int:
    """Compare what widgets read of every case with a fold of its events; 1 if any differs."""

    async def work(store: CaseStore) -> int:
        cases = wrong = 0
        async for case_id, found in differences(store):
            cases += 1
            for difference in found:
                wrong += 1
                write(f"{case_id} {difference.where}: {difference.what}")
        verdict = "every view is what was recorded"
        if wrong:
            verdict = f"{counted(wrong, 'difference')}; projections repair writes views anew"
        write(f"{counted(cases, 'case')}: {verdict}")
        return 1 if wrong else 0

    return with_store(settings, work)


def repair_inline(settings: Settings, write: Write) -> int:
    """Write that anew where it is not what was recorded; 1 if any cannot be."""

    async def work(store: CaseStore) -> int:
        repaired = left = 0
        async for case_id, found in differences(store):
            remain = await repair_case(store, case_id) if found else []
            repaired += bool(found) and not remain
            left += bool(remain)
            for difference in remain:
                write(f"{case_id} {difference.where}: {difference.what}")
        verdict = f"; {counted(left, 'case')} cannot be: see audit verify" if left else ""
        write(f"{counted(repaired, 'case')} written anew{verdict}")
        return 1 if left else 0

    return with_store(settings, work)


async def _rebuilt(
    store: CaseStore, views: Views, view: FollowedView, terminal: Terminal, *, switch: bool
) -> Rebuilt:
    def progress(done: int, among: int) -> None:
        if terminal.stderr.isatty():
            filled = _BAR * done // max(among, 1)
            bar = "#" * filled + "." * (_BAR - filled)
            terminal.stderr.write(f"{_CLEAR}{view.name} [{bar}] {done} of {among}".encode())
            terminal.stderr.flush()

    try:
        rebuilt = await rebuild(store, views, view, switch=switch, progress=progress)
    except Superseded:
        raise Stopped(f"support-gateway: {view.name} was rebuilt by someone else") from None
    finally:
        if terminal.stderr.isatty():
            terminal.stderr.write(_CLEAR.encode())
            terminal.stderr.flush()
    for one in rebuilt.differences:
        terminal.say(f"{one.table} {one.key}: {one.kind}")
    more = rebuilt.different - len(rebuilt.differences)
    if more > 0:
        terminal.say(f"and {more} more in {view.name}")
    verdict = counted(rebuilt.different, "difference") if rebuilt.different else "as recorded"
    dead = f", {counted(rebuilt.dead_letters, 'dead letter')}" if rebuilt.dead_letters else ""
    done = ", switched" if rebuilt.switched else ""
    made = f"{counted(rebuilt.rows, 'row')} of {counted(rebuilt.events, 'event')}"
    terminal.say(f"{view.name}: {made}, {verdict}{dead}{done}")
    return rebuilt


def _with_views(settings: Settings, work: Callable[[CaseStore, Views], Awaitable[int]]) -> int:
    async def viewed(store: CaseStore) -> int:
        views = followed_views(settings)
        try:
            return await work(store, views)
        finally:
            await views.close()

    return with_store(settings, viewed)
