"""Where a link may lead, and what is taken for one."""

from __future__ import annotations

import pytest

from application.containment.links import is_allowed
from domain.answer import Answer
from tests.application.containment.containing import (
    HOSTS,
    contained,
)


@pytest.mark.parametrize(
    "link",
    [
        "https://docs.acme.example",
        "https://docs.acme.example/",
        "https://docs.acme.example:443/x",
        "https://DOCS.acme.example/a%20b?c=d&e=f#g",
        "/",
        "/settings",
        "/a/b//c?d=/e#f",
        "/@user/files?q=report.md",
    ],
)
def test_a_link_may_lead_there(link: str):
    assert is_allowed(link, HOSTS)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "settings",
        "//evil.example",
        "/login?next=//evil.example",
        "/login?next=https%3A%2F%2Fevil.example",
        "/%2Fevil.example",
        "/%5Cevil.example",
        "/.//evil.example",
        "/a/..//evil.example",
        "/%2e%2e/..//evil.example",
        "/a%0D%0ASet-Cookie:b",
        "https://docs.acme.example/?u=https://evil.example",
        "https://docs.acme.example/?u=evil.example/login",
        "https://docs.acme.example/?u=evil.com",
        "https://docs.acme.example/#@evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        " /settings",
        "/settings\n",
        "/sett ings",
        "/a\x00",
        "/%zz",
        "http://docs.acme.example/",
        "https:docs.acme.example/",
        "https:/docs.acme.example/",
        "https:///docs.acme.example/",
        "https://docs.acme.example:8443/",
        "https://docs.acme.example.",
        "https://docs.acme.example.evil.example/",
        "https://xdocs.acme.example/",
        "https://a.docs.acme.example/",
        "https://user@docs.acme.example/",
        "https://docs.acme.example@evil.example/",
        "https://docs.acme.example\\@evil.example/",
        "https://docs.acme.example%2f@evil.example/",
        "https://evil.example/https://docs.acme.example/",
        "https://d\u043ecs.acme.example/",
        "https://docs\u3002acme\u3002example/",
        "https://docs.acme.example/\u202e",
        "https://docs.acme.example/<script>",
        "https://docs.acme.example/'",
        "https://docs.acme.example/" + "x" * 1_000,
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://docs.acme.example/",
    ],
)
def test_no_link_leads_there(link: str):
    assert not is_allowed(link, HOSTS)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Go to evil.com/login now.", "Go to evil[.]com/login now."),
        ("Open https:evil.example/x.", "Open evil[.]example/x."),
        ("Go to acme-refunds.live now.", "Go to acme-refunds[.]live now."),
        ("Pay at **acme.store**.", "Pay at **acme[.]store**."),
        (
            "See acme.evil.example, or evil.example:8080.",
            "See acme[.]evil[.]example, or evil[.]example:8080.",
        ),
        ("Go to evil.test or open evil.invalid.", "Go to evil[.]test or open evil[.]invalid."),
        ("The page xn--cme-5cd.bank helps.", "The page xn--cme-5cd[.]bank helps."),
        ("Open https://evil.example//evil.example.", "Open evil[.]example/."),
        (
            "Go to `evil.example`, or open **`evil.com`**.",
            "Go to `evil[.]example`, or open **`evil[.]com`**.",
        ),
        ("Open slack://evil.example/x.", "Open evil[.]example/x."),
        ("On \\\\evil.example\\share.", "On evil[.]example."),
        ("\uff48\uff54\uff54\uff50\uff53\uff1a\uff0f\uff0fevil.example/x", "evil[.]example/x"),
    ],
)
def test_what_some_widgets_would_link_is_disarmed(said: str, left: str):
    assert contained(Answer(content=said, confidence=0.5)).content == left


@pytest.mark.parametrize(
    "said",
    [
        "See docs.acme.example/limits for more.",
        "On docs.acme.example: copy `.env.example` and settings.example.json; run user.test.",
        "It is in s3://exports/2026/report.csv, made by Node.js.",
        "The member data.store and user.info; open config.page.ts, then setup.info.json.",
        "Open `main.py` and `setup.sh`, point `acme.com` to it, go to `docs.acme.example`.",
        "Rows in report.csv/rows: 12.5/20 MB at 10:30.",
    ],
)
def test_what_only_looks_like_a_link_stays(said: str):
    assert contained(Answer(content=said, confidence=0.5)).content == said
