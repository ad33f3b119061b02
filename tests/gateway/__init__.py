"""A real gateway for the tests: a process of its own that is spoken to over HTTP.

`with Gateway(folder, database_url=…, config=…) as gateway:` starts one on a free port of 127.0.0.1
and waits until it is healthy. Leaving ends it by SIGTERM, and sees that it ended cleanly. `forked`
spares it the imports; `loops` and `tenants` hold what goes with it.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

from api.cli.parser import parse
from api.cli.terminal import Terminal
from tests.gateway.forked import Forked
from tests.gateway.loops import looping, running
from tests.gateway.tenants import claims, signed, tenant
from tests.gateway.wire import Answer, read_answer, read_raw
from tests.ports import free_port
from tests.waiting import eventually

__all__ = ["Answer", "Gateway", "claims", "free_port", "looping", "running", "signed", "tenant"]

Process: TypeAlias = "subprocess.Popen[bytes] | Forked"

ROOT = Path(__file__).parent.parent.parent

_START_SECONDS = 30.0
_STOP_SECONDS = 60.0
_POLL_SECONDS = 0.02
_ANSWER_SECONDS = 60.0


class Gateway:
    """One gateway process, its configuration and its database.

    `config` is the text of `support-gateway.toml`; `environ` is set beside what a gateway needs.
    `workers` above 1 starts so many processes on one port. They are started by `command`, as is
    a gateway that is its own `program`; others are forked.
    """

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str,
        config: str,
        environ: Mapping[str, str] | None = None,
        workers: int = 1,
        program: bool = False,
    ) -> None:
        """The folder holds configuration, logs and tickets; the process works in it."""
        self.folder = folder
        self.port = free_port()
        self._workers = workers
        self._program = program or workers > 1
        (folder / "support-gateway.toml").write_text(config)
        self.environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SUPPORT_GATEWAY_DATABASE_URL": database_url,
            "SUPPORT_GATEWAY_CONFIG": str(folder / "support-gateway.toml"),
            "SUPPORT_GATEWAY_RATE_LIMITS": "0,0,0",
            **(environ or {}),
        }
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_file(self) -> Path:
        """All that the process wrote to its standard output and standard error."""
        return self.folder / f"gateway-{self.port}.log"

    def log_lines(self) -> list[str]:
        """The lines of the log so far, without one that is still being written."""
        return self.log_file.read_text().rpartition("\n")[0].splitlines()

    @property
    def pid(self) -> int:
        """The process that runs."""
        return self._running().pid

    def command(self) -> list[str]:
        """How a gateway is started as a program."""
        return [sys.executable, "-m", "api", *self._arguments()]

    def _arguments(self) -> list[str]:
        workers = ["--workers", str(self._workers)] if self._workers > 1 else []
        return ["serve", "--port", str(self.port), *workers]

    def start(self) -> None:
        """Start the process; returns when it is healthy."""
        self._process = self._started_program() if self._program else self._forked()
        eventually(
            self._healthy,
            within=_START_SECONDS,
            every=_POLL_SECONDS,
            otherwise=lambda: f"it never came up:\n{self.log_file.read_text()}",
        )

    def _forked(self) -> Process:
        return Forked(
            self._arguments(), folder=self.folder, environ=self.environ, log=self.log_file
        )

    def _started_program(self) -> Process:
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _healthy(self) -> bool:
        code = self._running().poll()
        assert code is None, f"the gateway ended with {code}:\n{self.log_file.read_text()}"
        try:
            return self.get("/api/health").status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End the process by SIGTERM and see that it did all that belongs to an end."""
        process = self._running()
        process.send_signal(signal.SIGTERM)
        code = process.wait(_STOP_SECONDS)
        self._process = None
        # uvicorn ends itself by the signal that it was sent, once all is done.
        assert code in {0, -signal.SIGTERM}, f"it ended with {code}:\n{self.log_file.read_text()}"
        closing = self.log_file.read_text().splitlines()[-3:]
        ended = [
            line for line in closing if "Finished server process" in line or "Stopping" in line
        ]
        assert ended, f"it did not end cleanly: {closing}"

    def kill(self) -> None:
        """End the process by SIGKILL: it has no time for anything."""
        process = self._running()
        process.kill()
        process.wait(_STOP_SECONDS)
        self._process = None

    def terminate(self) -> Process:
        """Send SIGTERM and do not wait; gives the process."""
        process = self._running()
        process.send_signal(signal.SIGTERM)
        self._process = None
        return process

    def _running(self) -> Process:
        assert self._process is not None, "the gateway is not running"
        return self._process

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            if self._process is not None:
                self.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process is None:
            return
        if kind is None:
            self.stop()
        else:
            self.kill()

    # Talking to it

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: bytes | Iterable[bytes] | None = None,
        headers: Iterable[tuple[str, str]] = (),
    ) -> Answer:
        """Send one request over a connection of its own, each header as often as it is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_SECONDS)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            if token is not None:
                connection.putheader("Authorization", f"Bearer {token}")
            for name, value in headers:
                connection.putheader(name, value.encode("latin-1"))
            if isinstance(body, bytes):
                connection.putheader("Content-Length", str(len(body)))
            elif body is not None:
                connection.putheader("Transfer-Encoding", "chunked")
            connection.endheaders(
                body, encode_chunked=not isinstance(body, bytes) and body is not None
            )
            return read_answer(connection.getresponse())
        finally:
            connection.close()

    def get(
        self, path: str, *, token: str | None = None, headers: Iterable[tuple[str, str]] = ()
    ) -> Answer:
        """GET."""
        return self.request("GET", path, token=token, headers=headers)

    def post(
        self,
        path: str,
        document: Any,
        *,
        token: str | None = None,
        headers: Iterable[tuple[str, str]] = (),
        key: str | None = None,
    ) -> Answer:
        """POST a document as JSON, or bytes as they are; `key` is the Idempotency-Key."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        sent = [("Content-Type", "application/json"), *headers]
        if key is not None:
            sent.append(("Idempotency-Key", key))
        return self.request("POST", path, token=token, body=body, headers=sent)

    def raw(self, *pieces: bytes, half_close: bool = False) -> bytes:
        """Send bytes as they are, and read one response; nothing if the gateway hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_ANSWER_SECONDS) as wire:
            for piece in pieces:
                wire.sendall(piece)
            if half_close:
                wire.shutdown(socket.SHUT_WR)
            return read_raw(wire)

    def listens(self) -> bool:
        """Whether somebody still listens on the port."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=_ANSWER_SECONDS):
                return True
        except ConnectionError:
            return False

    def open_case(self, token: str, message: str = "Why did my upload fail?", **more: Any) -> Any:
        """Open a case; gives the body of the 201."""
        answer = self.post("/api/cases", {"message": message, **more}, token=token)
        assert answer.status == 201, answer.body
        return answer.json

    def case(self, token: str, case_id: str) -> Any:
        """Read a case; gives the body of the 200."""
        answer = self.get(f"/api/cases/{case_id}", token=token)
        assert answer.status == 200, answer.body
        return answer.json

    # Looking into it

    def events(self, case_id: str | None = None) -> list[dict[str, Any]]:
        """What `support-gateway audit events` prints."""
        printed = self._command("audit", "events", *(("--case", case_id) if case_id else ()))
        return [json.loads(line) for line in printed.splitlines()]

    def snapshot(self, case_id: str) -> dict[str, Any]:
        """The snapshot of a case, as it is recorded."""
        (text,) = (
            event["sealed"]["text"]
            for event in self.events(case_id)
            if event["type"] == "snapshot.frozen"
        )
        document: dict[str, Any] = json.loads(text)
        return document

    def check_record(self) -> None:
        """See that every chain holds and that every view is what was recorded."""
        self._command("audit", "verify")
        self._command("projections", "check")

    def _command(self, *arguments: str) -> bytes:
        """Run a command that succeeds, without the start of another process."""
        printed, complaints = BytesIO(), BytesIO()
        terminal = Terminal(
            environ=self.environ,
            stdin=BytesIO(),
            stdout=printed,
            stderr=complaints,
            now=lambda: int(time.time()),
            random=os.urandom,
        )
        command, parsed = parse(arguments)
        code = command(parsed, terminal)
        assert code == 0, printed.getvalue()[-2_000:] + complaints.getvalue()[-2_000:]
        return printed.getvalue()

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `support-gateway` with the gateway's own configuration."""
        return subprocess.run(
            [sys.executable, "-m", "api", *arguments],
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
