"""A PostgreSQL whose disk is full: a real file system, small and filled to its last block."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.durability.conftest import TOKEN
from tests.api.durability.test_refusing_database import OPERATOR, Case, is_refused
from tests.gateway import Answer, Gateway
from tests.postgres import PostgresServer, embedded_postgres

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

SIZE_MB = 320
LEFT_BYTES = 2 << 20
"""What the gateway may still write: not enough for the next segment of the log, which has 16 MB."""

UNTIL_REFUSED = 2_000


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, in memory; only root may mount one, and not everywhere."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("only root can mount a file system")
    folder = Path(tempfile.mkdtemp(prefix="support-gateway-disk-"))
    try:
        options = f"size={SIZE_MB}m,mode=755"
        arguments = [mount, "-t", "tmpfs", "-o", options, "support-gateway", str(folder)]
        if subprocess.run(arguments, check=False).returncode:
            pytest.skip("no file system can be mounted here")
        yield folder
        subprocess.run([umount, "--lazy", folder], check=True)
    finally:
        folder.rmdir()


@pytest.fixture
def server(small_disk: Path) -> Iterator[PostgresServer]:
    """A server whose data lie there."""
    package = embedded_postgres()
    if package is None:
        pytest.skip("could not import 'embedded_postgres'")
    server = PostgresServer(package, base=small_disk)
    server.start()
    yield server
    server.close()


def fill(disk: Path, *, but: int) -> Path:
    """Fill a file system up to so many bytes; gives the file that does."""
    found = os.statvfs(disk)
    with (disk / "filling").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, found.f_bavail * found.f_frsize - but)
    return disk / "filling"


def open_case(gateway: Gateway, message: str) -> Answer:
    """Ask for a new case."""
    return gateway.post("/api/cases", {"message": message}, token=TOKEN)


def test_a_full_disk_refuses_writes_and_what_was_acknowledged_is_there_afterwards(
    new_gateway: Callable[..., Gateway], server: PostgresServer, small_disk: Path
):
    with new_gateway(url=server.url(server.create_database()), more=OPERATOR) as gateway:
        case = Case(gateway, gateway.open_case(TOKEN)["case"]["id"])
        filling = fill(small_disk, but=LEFT_BYTES)
        acknowledged = list[str]()
        # What is random is not made shorter by whoever stores it.
        while (opened := open_case(gateway, secrets.token_urlsafe(2_000))).status == 201:
            acknowledged.append(opened.json["case"]["id"])
            assert len(acknowledged) < UNTIL_REFUSED, "the disk never was full"
        assert is_refused(opened), opened.body
        # What is small may still find room in a page that is there.
        for answer in case.writes():
            assert answer.status in {200, 201} or is_refused(answer), answer.body
        filling.unlink()
        # A server that can write no log ends, and whoever made room starts it again.
        server.stop()
        server.start()
        case.works_again(messages=4)
        for case_id in acknowledged:
            assert gateway.get(f"/api/cases/{case_id}", token=TOKEN).status == 200
