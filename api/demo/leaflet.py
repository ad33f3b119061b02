"""What the demo prints: what runs where, who its users are, and lines to paste into a shell."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from api.demo.people import Person
from api.demo.site import Site

# The variable, which the shell fills in.
_AUTHORIZATION = '"Authorization: Bearer $TOKEN"'


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What there is to tell.

    `people` have a token each. `command` is how a shell calls the gateway's command line. `model`
    is None where the built-in answerer serves alone. `pretty` says that the shell has a `python3`
    to lay JSON out with.
    """

    site: Site
    people: Sequence[tuple[Person, str]]
    command: str
    model: str | None
    pretty: bool
    colours: bool

    def text(self) -> str:
        """All of it; every line that starts at the margin can be pasted as it is."""
        sections: tuple[tuple[str, list[str]], ...] = (
            ("Support Gateway demo", self._places()),
            ("Open the page in a browser", [f"  {self.site.host_url}/"]),
            ("Look at the record as an auditor or an analyst", self._operators()),
            ("Try it: one line, as it stands", [self._first_line()]),
            ("Be somebody: paste one of these (good for 8 hours)", self._users()),
            ("Then talk", self._conversation()),
            ("See what is on record, in the same shell as before", self._record()),
            ("Ctrl-C ends the demo and leaves nothing behind", []),
        )
        return "\n".join(
            line for title, lines in sections for line in ("", self._bold(f"  {title}"), "", *lines)
        )

    def _places(self) -> list[str]:
        return [
            f"  gateway    {self.site.gateway_url}",
            f"  host app   {self.site.host_url}  made up: Pinewell, for projects and files",
            f"  answers    {self._who_answers()}",
            f"  log        {self.site.log}",
            f"  tickets    {self.site.tickets}",
        ]

    def _who_answers(self) -> str:
        if self.model is None:
            return "the built-in answerer (set ANTHROPIC_API_KEY for Claude)"
        return f"Claude (model {self.model}) answers; built-in stands in. Claude sees redacted data"

    def _operators(self) -> list[str]:
        return [
            f"  {self.site.operator_url}",
            f"  sign in with  {self.site.operator_token}",
        ]

    def _first_line(self) -> str:
        person, token = self.people[0]
        authorization = shlex.quote(f"Authorization: Bearer {token}")
        body = shlex.quote(f'{{"message": "{person.question}"}}')
        return self._curl("/api/cases", body, authorization=authorization)

    def _users(self) -> list[str]:
        lines: list[str] = []
        for person, token in self.people:
            name = self._bold(f"{person.user_id:<9}")
            lines += [
                f"  {name}  {person.full_name}, {person.plan} plan: {person.trouble}",
                " ".join(
                    (
                        f"export TOKEN={token}",
                        f"QUESTION={shlex.quote(person.question)}",
                        f"FOLLOW_UP={shlex.quote(person.follow_up)}",
                    )
                ),
            ]
        return lines

    def _conversation(self) -> list[str]:
        newest = f'curl -s "{self.site.gateway_url}/api/cases?limit=1" -H {_AUTHORIZATION}'
        case = "/api/cases/$CASE"
        ticket = f"{shlex.quote(str(self.site.tickets))}/$CASE.json"
        reason = """'{"reason": "A person should look at this"}'"""
        return [
            "  ask, and note the case's id",
            self._curl("/api/cases", r'"{\"message\": \"$QUESTION\"}"'),
            f"""CASE=$({newest} | grep -o 'cas_[^"]*' | head -n 1); echo $CASE""",
            "  ask on, and read it all again",
            self._curl(f"{case}/messages", r'"{\"content\": \"$FOLLOW_UP\"}"'),
            self._curl(case, None),
            "  say whether it helped",
            self._curl(f"{case}/feedback", """'{"feedback": "positive"}'"""),
            "  hand it to people, and see the ticket that they get",
            self._curl(f"{case}/escalate", reason),
            f"cat {ticket}; echo",
            "  close it",
            self._curl(f"{case}/close", """'{"resolution": "resolved", "rating": 9}'"""),
        ]

    def _record(self) -> list[str]:
        variables = self.site.environ.items()
        return [
            "export " + " ".join(f"{name}={shlex.quote(value)}" for name, value in variables),
            f"{self.command} audit events --case $CASE",
            f"{self.command} audit verify",
        ]

    def _curl(self, path: str, body: str | None, *, authorization: str = _AUTHORIZATION) -> str:
        line = f"curl -s {self.site.gateway_url}{path} -H {authorization}"
        if body is not None:
            line += f" -H 'Content-Type: application/json' -d {body}"
        return line + (" | python3 -m json.tool --no-ensure-ascii" if self.pretty else "; echo")

    def _bold(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self.colours else text
