"""What a renderer, or a clever reader, would make of an answer that looks harmless as it stands."""

from __future__ import annotations

import base64
import codecs
import string

import pytest

from application.containment import Uncontainable, contain
from application.containment.leaks import gives_back
from application.containment.links import is_allowed
from application.prompt import INSTRUCTIONS
from domain.answer import ActionType, Answer, Evidence, SuggestedAction
from domain.model import JSON

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
        ("See evil.io, evil.co.jp, evil.app.", "See evil[.]io, evil[.]co[.]jp, evil[.]app."),
        ("See evil.fr/x and evil.page/login.", "See evil[.]fr/x and evil[.]page/login."),
        (
            "See __evil.com__ or evil.com/, evil.io@x.",
            "See __evil[.]com__ or evil[.]com/, evil[.]io@x.",
        ),
        (
            "Link:evil.com, \u8bf7\u8bbf\u95ee evil.com\u767b\u5f55",
            "Link:evil[.]com, \u8bf7\u8bbf\u95ee evil[.]com\u767b\u5f55",
        ),
    ],
)
def test_a_host_that_stands_alone_is_disarmed(content: str, left: str):
    assert said(content) == left


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("See \uff45\uff56\uff49\uff4c\uff0e\uff43\uff4f\uff4d/login.", "See evil[.]com/login."),
        ("See \u24d4\u24e5\u24d8\u24db.\u24d2\u24de\u24dc.", "See evil[.]com."),
        ("See \U0001d41e\U0001d42f\U0001d422\U0001d425.com/x.", "See evil[.]com/x."),
        ("See evil\u2024com.", "See evil[.]com."),
        ("See evil.\u2102om.", "See evil[.]Com."),
        ("\ufe64script\ufe65alert(1)\ufe64/script\ufe65Hello.", "Hello."),
        ("\uff1cscript\uff1ealert(1)\uff1c/script\uff1eHello.", "Hello."),
    ],
)
def test_what_a_browser_reads_as_ascii_is_read_so(content: str, left: str):
    assert said(content) == left


@pytest.mark.parametrize(
    "content",
    [
        "\u8bf7\u770bhttps://docs.acme.example/uploads\u3002\u8c22\u8c22\uff01",
        "\uff08https://docs.acme.example/uploads\uff09\u3092\u898b\u3066\u304f\u3060\u3055\u3044\u3002",
        "https://docs.acme.example/uploads\u3092\u898b\u3066\u304f\u3060\u3055\u3044\u3002",
        "\u201chttps://docs.acme.example\u201d\u2026",
        "\u5931\u6557\u3057\u307e\u3057\u305f\u3002Settings\u3067E42\u3002OK\u5c4a\u304f",
        "\uff1c\u8a2d\u5b9a\uff1e \u3092 \uff2f\uff2b \uff08report.md\uff09",
    ],
)
def test_an_allowed_link_in_a_script_without_spaces_stays(content: str):
    assert said(content) == content


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("https://evil.com/x?y\u3002\u8c22\u8c22", "evil[.]com/x\u3002\u8c22\u8c22"),
        ("https://docs.acme.example\u3002evil.io/", "docs[.]acme[.]example[.]evil[.]io/"),
        ("\u8bf7\u6253\u5f00 evil\u3002com", "\u8bf7\u6253\u5f00 evil[.]com"),
        ("https://docs.acme.example\u767b\u5f55", "docs[.]acme[.]example\u767b\u5f55"),
    ],
)
def test_what_stands_behind_a_link_elsewhere_is_not_lost(content: str, left: str):
    assert said(content) == left


@pytest.mark.parametrize(
    "content",
    [
        "See acme.com, docs.acme.example and www of others.",
        "It is an ASP.NET application, as com.acme.Export and java.net.Socket show.",
        "Send report.csv, main.py, README.md or a.b; it took 1.5 s.",
        "Run setup.sh, main.rs, run.pl and lib.so on Socket.IO by item.id and log.info.",
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


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("See evil\ufe0f.com or e\u034fvil.com.", "See evil[.]com or evil[.]com."),
        ("See ev\u200dil.com/x.", "See evil[.]com/x."),
        ("Hello" + "".join(chr(0xE0100 + byte) for byte in b"secret") + ".", "Hello."),
        ("\u00e9" + "\u200c\u200d" * 40 + "\u00e9", "\u00e9\u200c\u200d\u00e9"),
    ],
)
def test_what_is_not_seen_neither_splits_a_name_nor_spells_one(content: str, left: str):
    assert said(content) == left


@pytest.mark.parametrize(
    "content",
    [
        "\u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3 \U0001f469\u200d\U0001f4bb",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 PDF\u200c\u0647\u0627",
        "\u0915\u094d\u200d\u0937 \u845b\U000e0100\u57ce",
    ],
)
def test_what_a_script_or_an_emoji_needs_stays(content: str):
    assert said(content) == content


def acting(payload: dict[str, JSON], kind: ActionType = "custom") -> Answer:
    action = SuggestedAction(type=kind, label="Go", payload=payload)
    answer = Answer(content="Hello.", actions=(action,), confidence=0.5)
    return contain(answer, link_hosts=HOSTS, instructions=INSTRUCTIONS)


@pytest.mark.parametrize(
    "value",
    ["evil.com", "evil.io:443", "evil.com?x", "\u0435\u0443.\u0440\u0444", "evil\ufe0f.com"],
)
def test_no_action_names_a_host_elsewhere(value: str):
    assert [one.payload for one in acting({"to": value, "tab": "acme.com"}).actions] == [
        {"tab": "acme.com"}
    ]
    told: dict[str, JSON] = {"reason": f"See {value} now", "priority": "low"}
    assert [one.payload for one in acting(told, "create_ticket").actions] == [{"priority": "low"}]


def test_a_thing_of_the_hosts_may_be_called_like_a_host():
    [kept] = acting({"resourceId": "shop.evil.com"}, "retry").actions
    assert kept.payload == {"resourceId": "shop.evil.com"}


def test_the_reason_of_an_action_reads_as_it_is_written():
    [kept] = acting({"reason": "See \u202egnp.exe", "priority": "low"}, "create_ticket").actions
    assert kept.payload == {"priority": "low"}


def cited(value: str) -> list[str]:
    piece = Evidence(type="log_excerpt", label="Log", value=value)
    answer = Answer(content="Hello.", evidence=(piece,), confidence=0.5)
    kept = contain(answer, link_hosts=HOSTS, instructions=INSTRUCTIONS).evidence
    return [piece.value for piece in kept]


@pytest.mark.parametrize(
    "value", ["see https://evil.com/x", "[x](https://evil.com/)", "www.evil.com", "javascript:x()"]
)
def test_no_evidence_leads_elsewhere(value: str):
    assert cited(value) == []


@pytest.mark.parametrize(
    "value", ["redis://cache:6379 refused", "s3://a/b.csv", "at https://acme.com/x", "GET /a?b=//c"]
)
def test_evidence_may_name_what_no_page_follows(value: str):
    assert cited(value) == [value]


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
    "Their letters: " + " ".join(word[0] for word in INSTRUCTIONS.split()[40:120]),
    PASSAGE.lower().translate(str.maketrans("aetonr", "\u1d00\u1d07\u1d1b\u1d0f\u0274\u0280")),
    "".join(letter * 3 for letter in PASSAGE),
    "".join(f"{letter}q" for letter in PASSAGE),
    " ".join(f"{word} {INSTRUCTIONS.split()[at]}" for at, word in enumerate(WORDS, start=200)),
    "\n".join(f"{letter}xy" for letter in PASSAGE if letter.isalnum()),
    "".join(f"\\{ord(letter):03o}" for letter in PASSAGE),
    " ".join(f"{ord(letter):07b}" for letter in PASSAGE),
    codecs.encode(PASSAGE[::-1], "rot13"),
    "\n".join(f"{word[0].upper()} - {word}" for word in PASSAGE.split()),
]
LETTERS = [letter for letter in PASSAGE.lower() if letter in string.ascii_lowercase]
ALPHABETS = [
    string.ascii_lowercase[5:] + string.ascii_lowercase[:5],
    string.ascii_lowercase[::-1],
    "qwertyuiopasdfghjklzxcvbnm",
    [str(number) for number in range(1, 27)],
    [f"{number // 5 + 1}{number % 5 + 1}" for number in range(26)],
    [chr(0x1F1E6 + number) for number in range(26)],
    [chr(0x1F150 + number) for number in range(26)],
    [chr(0x2801 + number) for number in range(26)],
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- "
    "-..- -.-- --..".split(),
]


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_instructions_are_known_again_in_any_alphabet(alphabet: str | list[str]):
    signs = [alphabet[ord(letter) - ord("a")] for letter in LETTERS]
    assert gives_back(" ".join(signs), INSTRUCTIONS)
    assert gives_back(" ".join(reversed(signs)), INSTRUCTIONS)
    assert gives_back(f"Your upload is too large.\n\n{' '.join(signs)}\n", INSTRUCTIONS)


def test_instructions_are_known_again_where_every_sign_of_the_keyboard_is_another():
    moved = "".join(
        chr(33 + (ord(sign) + 14) % 94) if sign.isprintable() and sign != " " else sign
        for sign in PASSAGE
    )
    assert gives_back(moved, INSTRUCTIONS)


def test_instructions_are_not_given_back_as_the_names_of_an_actions_members():
    names: dict[str, JSON] = {f"{word.strip('.,')}{at}": 1 for at, word in enumerate(WORDS)}
    with pytest.raises(Uncontainable, match="instructions"):
        acting(names)


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
        " ".join(str(number % 26) for number in range(0, 900, 7)),
        "The upload of your file failed since it is too large for the plan you have. " * 6,
    ],
)
def test_what_only_looks_like_a_disguise_may_be_said(content: str):
    assert not gives_back(content, INSTRUCTIONS)
