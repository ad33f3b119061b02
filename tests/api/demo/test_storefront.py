"""What Pinewell gives a browser: a page with a strict policy, tokens, papers to read."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import aiohttp
import jwt
import pytest

from api.auth import OLDEST
from api.demo.history import broken, history_page
from api.demo.host import host_app
from api.demo.markup import element
from api.demo.people import PEOPLE
from api.demo.processes import bound, host_served
from api.demo.screens import SCREENS
from api.demo.site import TENANT, Site
from api.demo.storefront import middleware, routes
from domain.events import CaseEvent, Event, MessageAdded
from tests.gateway import free_port

NOW = datetime.now(UTC).replace(microsecond=0)
ADDRESSES = ("/", "/page/main.js", "/page/theme.css", "/page/icons.svg", "/demo/setting", "/status")


@dataclass(frozen=True, slots=True)
class Shop:
    """Pinewell with its page, as it runs; no gateway answers."""

    site: Site
    session: aiohttp.ClientSession

    async def get(
        self, path: str, headers: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers."""
        async with self.session.get(self.site.host_url + path, headers=headers) as response:
            return response.status, await response.text(), dict(response.headers)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    with bound(0, "--host-port") as listening:
        site = Site(free_port(), listening.getsockname()[1], tmp_path)
        app = host_app(
            service_token=site.service_token,
            now=lambda: NOW,
            routes=routes(site, model=None, now=lambda: NOW),
            middleware=middleware(site),
        )
        async with aiohttp.ClientSession() as session, host_served(app, listening):
            yield Shop(site, session)


@pytest.mark.parametrize("path", ADDRESSES)
async def test_everything_comes_with_a_policy_that_allows_no_words_to_become_code(
    shop: Shop, path: str
):
    status, _, headers = await shop.get(path)
    assert status == 200
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["img-src"] == "'self'"
    assert rules["connect-src"] == f"'self' {shop.site.gateway_url}"
    assert rules["require-trusted-types-for"] == "'script'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


async def test_a_token_is_the_users_and_lasts_as_long_as_was_asked(shop: Shop):
    async with shop.session.get(f"{shop.site.host_url}/demo/token?user=usr_sam&seconds=5") as got:
        document = await got.json()
    claims = jwt.decode(
        document["token"],
        shop.site.token_secret,
        options={"verify_exp": False},
        algorithms=["HS256"],
    )
    assert (claims["tenantId"], claims["userId"]) == (TENANT, "usr_sam")
    assert claims["exp"] - claims["iat"] == 5
    assert datetime.fromisoformat(document["expiresAt"]).timestamp() == claims["exp"]


@pytest.mark.parametrize("seconds", ["0", "-1", "1.5", "", "x", "\u0665", str(OLDEST + 1)])
async def test_a_token_lasts_a_whole_number_of_seconds(shop: Shop, seconds: str):
    status, _, _ = await shop.get(f"/demo/token?user=usr_sam&seconds={seconds}")
    assert status == 400


@pytest.mark.parametrize("user", ["", "?user=", "?user=usr_nobody"])
async def test_nobody_gets_a_token_for_nobody(shop: Shop, user: str):
    assert (await shop.get(f"/demo/token{user}"))[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8701", "127.0.0.1.evil.example"])
async def test_it_answers_to_its_own_names_only(shop: Shop, host: str):
    assert (await shop.get("/demo/token?user=usr_sam", {"Host": host}))[0] == 400


@pytest.mark.parametrize(
    "path",
    [
        "/page/../storefront.py",
        "/page/%2e%2e/storefront.py",
        "/page/",
        "/docs/nowhere",
        "/docs/",
        "/cases/cas_1/ticket",
        f"/cases/cas_{'0' * 32}/ticket",
        "/cases/%2e%2e/ticket",
        "/cases/..%2f..%2fsupport-gateway.toml/ticket",
        "/cases/cas_1/history",
    ],
)
async def test_there_is_nothing_where_nothing_is(shop: Shop, path: str):
    assert (await shop.get(path))[0] == 404


async def test_a_history_that_cannot_be_read_is_said_to_be_so(shop: Shop):
    status, text, _ = await shop.get(f"/cases/cas_{'0' * 32}/history")
    assert (status, "audit does not answer" in text) == (502, True)


@pytest.mark.parametrize("kind", get_args(CaseEvent))
def test_every_event_of_a_case_has_a_title_of_its_own(kind: type[Event]):
    name: str = kind.model_fields["type"].default
    said = {"role": "user"} if kind is MessageAdded else {}
    assert f"1. {name}" not in history_page("cas_1", [_event(name, said)], "")


def _event(name: str, data: dict[str, str]) -> dict[str, Any]:
    """An event as the audit gives it."""
    header = json.dumps({"previousHash": "0" * 64})
    return {
        "version": 1,
        "type": name,
        "recordedAt": "2026-02-20T10:00:00.000Z",
        "actor": {"kind": "user", "pseudonym": None},
        "data": data,
        "sealed": None,
        "hash": "0" * 64,
        "previousHash": "0" * 64,
        "hashInput": {
            "stream": "cas_1",
            "version": 1,
            "type": name,
            "header": header,
            "sealedBase64": "",
        },
    }


@pytest.mark.parametrize("path", ["uploads/limits", "doc_uploads_limits", "rb_export_timeout"])
async def test_a_help_page_is_found_by_its_path_and_by_its_id(shop: Shop, path: str):
    status, text, _ = await shop.get(f"/docs/{path}")
    assert status == 200
    assert "<h1>" in text


def test_everybody_has_a_screen_that_tells_their_trouble():
    assert set(SCREENS) == {person.user_id for person in PEOPLE}
    for person in PEOPLE:
        notice = SCREENS[person.user_id].notice
        assert (notice is None) == (not person.error_codes)
        assert notice is None or person.error_codes[0] in notice[1]
        for table in SCREENS[person.user_id].tables:
            assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_markup_escapes_what_is_not_its_own():
    made = element("p", "<b>&", element("i", "'"), class_='"><script>')
    assert made == '<p class="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;<i>&#x27;</i></p>'


def event(version: int, previous: str) -> dict[str, Any]:
    """An event as the audit shows it, chained to the one before."""
    header = json.dumps({"previousHash": previous, "eventId": f"evt_{version}"})
    sealed = b"\x00sealed"
    covered = f"cas_1\n{version}\ncase.message_added\n{header}\n".encode() + sealed
    return {
        "version": version,
        "hash": hashlib.sha256(covered).hexdigest(),
        "hashInput": {
            "stream": "cas_1",
            "version": version,
            "type": "case.message_added",
            "header": header,
            "sealedBase64": base64.b64encode(sealed).decode(),
        },
    }


def test_a_chain_that_was_tampered_with_is_found_out():
    first = event(1, "0" * 64)
    second = event(2, first["hash"])
    third = event(3, second["hash"])
    assert broken([first, second, third]) is None
    assert broken([first, third]) == 3
    assert broken([second, third]) == 2
    second["hashInput"]["version"] = 7
    assert broken([first, second, third]) == 2
