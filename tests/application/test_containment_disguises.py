"""What a renderer, or a clever reader, would make of an answer that looks harmless as it stands."""

from __future__ import annotations

import base64

import pytest

from application.containment import Uncontainable, contain
from application.containment.leaks import gives_back
from application.containment.links import is_allowed
from application.prompt import INSTRUCTIONS
from domain.answer import Answer, SuggestedAction

HOSTS = frozenset({"docs.acme.example", "acme.com"})
PASSAGE = INSTRUCTIONS[:400]
WORDS = PASSAGE.split()


def said(content: str) -> str:
    answer = Answer(content=content, confidence=0.5)
    return contain(answer, link_hosts=HOSTS, instructions=INSTRUCTIONS).content


@pytest.mark.parametrize(
    "link",
    [
        "/&#47;evil.example",
        "/&#x2f;evil.example",
        "/&sol;evil.example",
        "/&bsol;evil.example",
        "/&amp;#47;evil.example/?a=//x",
        "/a?next=&#47;&#47;evil.example",
        "https://docs.acme.example/&#x2f;?u=&#x2F;&#x2F;evil.example",
    ],
)
def test_a_link_leads_nowhere_else_once_its_entities_are_read(link: str):
    assert not is_allowed(link, HOSTS)
    assert said(f"Go [there]({link}).") == "Go there."


@pytest.mark.parametrize("link", ["/a?b=1&amp;c=2", "/a?b=1&copy=2", "/a?b=1&c=2;d"])
def test_an_ampersand_in_a_link_is_no_harm(link: str):
    assert said(f"Go [there]({link}).") == f"Go [there]({link})."


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("Log in at evil.com now.", "Log in at evil[.]com now."),
        ("Log in at LOGIN.EVIL.COM.", "Log in at LOGIN[.]EVIL[.]COM."),
        ("(evil.org), evil.net:8080, evil.ru?x=1", "(evil[.]org), evil[.]net:8080, evil[.]ru?x=1"),
        ("See evil.xn--p1ai.", "See evil[.]xn--p1ai."),
        ("See evil.xn--p1ai/x.", "See evil[.]xn--p1ai/x."),
        ("See \u0435\u0443.\u0440\u0444 now.", "See \u0435\u0443[.]\u0440\u0444 now."),
        ("See \u0435\u0443.\u0440\u0444/x now.", "See \u0435\u0443[.]\u0440\u0444/x now."),
    ],
)
def test_a_host_that_stands_alone_is_disarmed(content: str, left: str):
    assert said(content) == left


@pytest.mark.parametrize(
    "content",
    [
        "See acme.com, docs.acme.example and www of others.",
        "It is an ASP.NET application, as com.acme.Export and java.net.Socket show.",
        "Send report.csv, main.py, README.md or a.b; it took 1.5 s.",
        "The host `db.evil.com` did not answer.",
        "Use {name} and {a: 1} in it.",
    ],
)
def test_what_is_no_host_elsewhere_stays(content: str):
    assert said(content) == content


@pytest.mark.parametrize(
    "content",
    [
        "[x](/ok){onclick=alert(1)}",
        "[x](/ok){: onmouseover = 'alert(1)' }",
        "**x**{.a href=/b}",
        "`x`{style=a}",
    ],
)
def test_no_list_of_attributes_is_left(content: str):
    assert "{" not in said(content)


@pytest.mark.parametrize("name", ["onAuxClick", "oncopy", "dangerouslySetInnerHTML", "formAction"])
def test_a_custom_action_has_no_member_that_a_page_would_run(name: str):
    action = SuggestedAction(type="custom", label="Go", payload={name: "alert", "online": "yes"})
    answer = Answer(content="Hello.", actions=(action,), confidence=0.5)
    [kept] = contain(answer, link_hosts=HOSTS, instructions=INSTRUCTIONS).actions
    assert kept.payload == {"online": "yes"}


DISGUISED = [
    " ".join(f"{number}. {word}" for number, word in enumerate(WORDS, start=1)),
    "\n".join(f"| {number} | {word} |" for number, word in enumerate(WORDS)),
    "\n".join(f'{{"w": "{word}"}}' for word in WORDS),
    " banana ".join(WORDS),
    " ".join(word[::-1] for word in WORDS),
    "\n".join(reversed([" ".join(WORDS[at : at + 4]) for at in range(0, len(WORDS), 4)])),
    " ".join(str(ord(letter)) for letter in PASSAGE),
    ",".join(f"{ord(letter):03o}" for letter in PASSAGE),
    " ".join(f"{ord(letter):08b}" for letter in PASSAGE),
    base64.b32encode(PASSAGE.encode()).decode(),
    "I say: " + base64.b32encode(PASSAGE.encode()).decode().lower().upper(),
    PASSAGE.translate(str.maketrans("oieast", "013457")),
    PASSAGE.translate(str.maketrans("oleast", "013457")),
    "".join(letter * 2 for letter in PASSAGE),
    PASSAGE.lower().translate(str.maketrans("aetonr", "\u1d00\u1d07\u1d1b\u1d0f\u0274\u0280")),
]


@pytest.mark.parametrize("content", DISGUISED)
def test_instructions_are_known_again_in_one_more_disguise(content: str):
    assert gives_back(content, INSTRUCTIONS)


def test_instructions_in_such_a_disguise_are_not_shown():
    with pytest.raises(Uncontainable, match="instructions"):
        said(DISGUISED[0])


@pytest.mark.parametrize(
    "content",
    [
        " ".join(f"{number}. {word}" for number, word in enumerate(WORDS[::2], start=1)),
        " ".join(str(number) for number in range(20, 200)),
        "01" * 400,
        "ABCDEFGH" * 40,
        "The user of the product has a problem: find out what is wrong, and say what to do.",
        "aa1bb 2 3a4b0c1d " * 40,
    ],
)
def test_what_only_looks_like_a_disguise_may_be_said(content: str):
    assert not gives_back(content, INSTRUCTIONS)
