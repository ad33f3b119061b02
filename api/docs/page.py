"""The documentation as one page, made from the OpenAPI documents alone."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from api.docs.markup import as_json, code, inline, prose
from api.docs.operations import Documented
from api.docs.types import described

_SETTING_UP: Final = """\
GATEWAY=http://127.0.0.1:8000
TOKEN=$(support-gateway token --tenant ten_acme --user usr_1)
OPERATOR_TOKEN=op_…   # of `support-gateway operator-token`
CASE=cas_…            # the id that opening a case gave you
"""
_LINKS: Final = (
    ("/openapi.json", "OpenAPI 3.1 of the gateway"),
    ("/openapi-host.json", "OpenAPI 3.1 of your endpoints"),
    ("/openapi.d.ts", "TypeScript types"),
)


def page(gateway: Mapping[str, Any], host: Mapping[str, Any]) -> str:
    """The whole page."""
    ours = Documented(gateway, "", "$GATEWAY")
    theirs = Documented(host, "host-", "$APP")
    title = f"{gateway['info']['title']} {gateway['info']['version']}"
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}: API documentation</title>
<link rel="stylesheet" href="/docs/style.css">
<script src="/docs/script.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents">
<p class="title"><a href="#content">{escape(title)}</a></p>
<p id="finding" hidden><label for="find">Find</label> <input id="find" type="search"></p>
{_contents(ours)}
{_contents(theirs)}
<h2>Reference</h2>
<ul><li><a href="#errors">Errors</a></li><li><a href="#types">Types</a></li>
<li><a href="#host-types">Types of your endpoints</a></li></ul>
</nav>
<main id="content">
<h1>{escape(gateway["info"]["title"])}</h1>
{prose(gateway["info"]["description"])}
<ul class="links">{_links()}</ul>
<section aria-labelledby="trying"><h2 id="trying">Trying it</h2>
<p>The lines below can be pasted into a shell in which these are set:</p>
{code(_SETTING_UP, "shell variables")}</section>
{_sections(ours)}
<section aria-labelledby="host"><h2 id="host">{escape(host["info"]["title"])}</h2>
{prose(host["info"]["description"])}</section>
{_sections(theirs)}
<section aria-labelledby="errors"><h2 id="errors">Errors</h2>
<p>{inline(gateway["components"]["schemas"]["Error"]["description"])}
{inline(gateway["components"]["schemas"]["Problem"]["description"])}</p>
{_errors(gateway)}</section>
<section aria-labelledby="types"><h2 id="types">Types</h2>
{described(gateway["components"]["schemas"], ours.prefix)}</section>
<section aria-labelledby="host-types"><h2 id="host-types">Types of your endpoints</h2>
{described(host["components"]["schemas"], theirs.prefix)}</section>
</main>
</body>
</html>
"""


def _contents(documented: Documented) -> str:
    written: list[str] = []
    for tag in documented.document["tags"]:
        items = "".join(
            f'<li data-find="{escape(one["summary"])} {escape(path)}">'
            f'<a href="#{documented.anchor(one)}">{escape(one["summary"])}</a></li>'
            for path, _, one in documented.found()
            if tag["name"] in one["tags"]
        )
        written.append(f"<h2>{escape(tag['name'])}</h2><ul>{items}</ul>")
    return "\n".join(written)


def _sections(documented: Documented) -> str:
    return "\n".join(
        f"<section><h2>{escape(tag['name'])}</h2><p>{inline(tag['description'])}</p>"
        + "\n".join(_articles(documented, tag["name"]))
        + "</section>"
        for tag in documented.document["tags"]
    )


def _articles(documented: Documented, tag: str) -> Iterable[str]:
    for path, method, operation in documented.found():
        if tag in operation["tags"]:
            yield documented.article(path, method, operation)


def _errors(gateway: Mapping[str, Any]) -> str:
    examples = gateway["components"]["examples"]
    return "\n".join(
        f'<article id="{refused}" class="type" data-find="{refused}"><h3>{refused}</h3>'
        f"<p>{inline(example['summary'])}</p>"
        + as_json(example["value"], f"the refusal {refused}")
        + "</article>"
        for refused, example in examples.items()
        if not refused.endswith(".problem")
    )


def _links() -> str:
    return "".join(f'<li><a href="{path}">{what}</a></li>' for path, what in _LINKS)
