"""An operator at the pages, with a browser that keeps a cookie and runs no script."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from tests.api.operators.conftest import token_of
from tests.gateway import Answer, Gateway

SIGN_IN = "/operator/sign-in"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
COOKIE = "support_gateway_operator"

_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


def post(
    gateway: Gateway, path: str, fields: dict[str, str], headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    """Send a form."""
    return gateway.request("POST", path, body=urlencode(fields).encode(), headers=[FORM, *headers])


def cookie_of(answer: Answer) -> str:
    """The cookie that an answer sets, as a browser sends it back."""
    header = answer.header("set-cookie")
    assert header is not None
    return header.partition(";")[0]


def words(answer: Answer) -> str:
    """What a page says, without its elements."""
    return " ".join(unescape(_TAGS.sub(" ", answer.body.decode())).split())


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody who has signed in, or not."""

    gateway: Gateway
    cookie: str | None

    def get(self, path: str) -> Answer:
        """GET a page, without following where it leads."""
        headers = [] if self.cookie is None else [("Cookie", self.cookie)]
        return self.gateway.get(path, headers=headers)

    def page(self, path: str) -> Answer:
        """A page that is there."""
        answer = self.get(path)
        assert answer.status == 200, answer.body
        assert answer.header("content-type") == "text/html; charset=utf-8"
        return answer

    def reads(self, path: str) -> str:
        """What a page that is there says."""
        return words(self.page(path))


_signed_in: dict[tuple[str, str], str] = {}


def browser(gateway: Gateway, operator: str = "acme-auditor") -> Browser:
    """A browser in which an operator has signed in, once for all tests of a gateway."""
    key = (gateway.url, operator)
    if key not in _signed_in:
        answer = post(gateway, SIGN_IN, {"token": token_of(operator)})
        assert (answer.status, answer.header("location")) == (303, "/operator"), answer.body
        _signed_in[key] = cookie_of(answer)
    return Browser(gateway, _signed_in[key])
