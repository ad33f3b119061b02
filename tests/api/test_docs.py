"""The documentation page: whole, sound, and with nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest

from api.docs import POLICY
from api.docs.markup import as_json, code, inline, prose
from api.docs.page import page
from api.errors import STATUS
from api.openapi import gateway_document, host_document
from tests.gateway import Gateway

_VOID = {"meta", "link", "input", "br"}


class Outline(HTMLParser):
    """What stands in a page: elements that are open, ids, links, and what is loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.attributes |= found.keys()
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        elif "href" in found or "src" in found:
            self.loaded.append(found.get("src") or found["href"])
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def written() -> str:
    """The page."""
    return page(gateway_document(), host_document())


@pytest.fixture(scope="module")
def outline(written: str) -> Outline:
    """What stands in it."""
    return Outline(written)


def test_every_element_is_closed_and_every_link_leads_somewhere(outline: Outline):
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    within = {link.removeprefix("#") for link in outline.links if link.startswith("#")}
    assert within <= set(outline.ids)
    assert {link for link in outline.links if not link.startswith("#")} == {
        "/openapi.json",
        "/openapi-host.json",
        "/openapi.d.ts",
    }


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(written: str, outline: Outline):
    assert outline.loaded == ["/docs/style.css", "/docs/script.js"]
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert "style" not in outline.attributes
    assert re.findall(r"<script(?![^>]* src=)|<style", written) == []
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY


def test_all_that_the_documents_describe_stands_on_the_page(written: str, outline: Outline):
    ids = set(outline.ids)

    assert set(STATUS) <= ids
    assert set(gateway_document()["components"]["schemas"]) <= ids
    assert {f"host-{name}" for name in host_document()["components"]["schemas"]} <= ids
    for prefix, document in (("", gateway_document()), ("host-", host_document())):
        for methods in document["paths"].values():
            for operation in methods.values():
                assert prefix + operation["operationId"] in ids
                for parameter in operation.get("parameters", ()):
                    assert f"<code>{parameter['name']}</code>" in written


def test_every_operation_has_a_line_that_can_be_pasted(written: str):
    lines = re.findall(r"<code>curl &quot;(\$\w+)(/[^&]*)", written)

    operations = [
        path
        for document in (gateway_document(), host_document())
        for path, methods in document["paths"].items()
        for _ in methods
    ]
    assert sorted(path.partition("?")[0] for _, path in lines) == sorted(
        path.replace("{caseId}", "$CASE") for path in operations
    )


@pytest.mark.parametrize("made", [inline, prose, lambda text: code(text, text)])
def test_what_is_put_in_comes_out_as_text(made):
    wicked = "<script>alert('1')</script> & \"more\""

    outcome = made(wicked)

    assert "<script" not in outcome
    assert "&lt;script&gt;" in outcome
    assert "<script" not in as_json({wicked: wicked}, wicked)


def test_the_page_is_served_under_a_policy_of_its_own(gateway: Gateway):
    answer = gateway.get("/docs")

    assert answer.status == 200
    assert answer.header("content-type") == "text/html; charset=utf-8"
    assert answer.header("content-security-policy") == POLICY
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("x-frame-options") == "DENY"
    for path, media_type in (
        ("/docs/style.css", "text/css; charset=utf-8"),
        ("/docs/script.js", "text/javascript; charset=utf-8"),
        ("/openapi.d.ts", "text/plain; charset=utf-8"),
    ):
        served = gateway.get(path)
        assert (served.status, served.header("content-type")) == (200, media_type)
        assert served.body


@pytest.mark.parametrize("path", ["/docs/", "/docs/page.py", "/docs/..%2fapp.py", "/docs/none.css"])
def test_nothing_else_is_served_from_its_folder(gateway: Gateway, path: str):
    assert gateway.get(path).status == 404
