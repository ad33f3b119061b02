"""What roles the user has, and prose that gives the user another."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import clause_before
from domain.grounding.facts import Citable, member, rows
from domain.grounding.leaves import leaves
from domain.grounding.page import Page

_CALLED: Final = {
    "admin": "admin admins administrator administrateur administrador administradora amministratore"
    " administratrice beheerder",
    "owner": "owner inhaber inhaberin eigentümer propriétaire propietario propietaria proprietário"
    " proprietária proprietario eigenaar",
    "editor": "editor bearbeiter bearbeiterin redakteur éditeur redactor bewerker",
    "viewer": "viewer betrachter lecteur lectrice lector leitor lettore lezer",
    "guest": "guest gast invité invitado convidado ospite",
    "maintainer": "maintainer",
    "manager": "manager",
    "moderator": "moderator",
    "operator": "operator",
    "publisher": "publisher",
    "contributor": "contributor",
    "collaborator": "collaborator",
    "analyst": "analyst",
    "auditor": "auditor",
    "approver": "approver",
    "accountant": "accountant buchhalter comptable contable contabile",
    "supervisor": "supervisor",
    "technician": "technician techniker technicien técnico tecnico",
}
_ROLE_OF: Final = {word: role for role, words in _CALLED.items() for word in words.split()}
_ROLE: Final = "(?P<role>" + "|".join(_ROLE_OF) + ")(?![\\w-])"
_NAMED: Final = re.compile(
    r"\b(?:your|ihre|deine|votre|ton|su|tu|sua|il tuo|la tua|uw|je)"
    r"(?: (?:own|current|account|workspace|user|assigned|only))?"
    r" (?:roles?|rolle|rôle|rol|papel|função|ruolo)(?: (?:here|in this \w+))?"
    r"(?: (?:is|ist|est|es|é|è)|:)?(?: (?:currently|only|just|still))?"
    r" [\"'(]{0,2}(?P<name>[^\W\d][\w-]{2,30})(?: (?P<more>[^\W\d][\w-]{2,30}))?",
    re.IGNORECASE,
)
"""What calls something the user's role: the next word is it, if it is a role's name."""
_IS: Final = re.compile(
    r"(?:\byou(?:['\u2019]re| are)(?: (?:signed in as|logged in as|currently|already|also|listed as"
    r"|only|just|now|still))?|\b(?:sie sind|du bist|vous êtes|tu es|usted es|eres|você é|lei è|sei"
    r"|je bent|u bent))(?: (?:an?|the|ein|eine|une?|um|uma|il|een|[a-z]+ing))? [\"']?(?:[\w-]+ )?"
    + _ROLE,
    re.IGNORECASE,
)
_AS: Final = re.compile(
    r"\bas (?:an?|the) [\"']?(?:[\w-]+ )?"
    + _ROLE
    + r"(?: of (?:the|this|your|that) [\w-]+)?,? you(?! would| could| might|['\u2019]d)",
    re.IGNORECASE,
)
_HAS: Final = re.compile(
    r"\byou(?:['\u2019]ve got| have)(?: the| an?| full)?(?: role)? [\"']?(?:[\w-]+[ _])??"
    + _ROLE
    + r"[\"']?(?= (?:role|rights|permissions?|access|privileges)\b|[.,;\n]|\Z)",
    re.IGNORECASE,
)
_HINTS: Final = frozenset(_ROLE_OF) | set("role roles rolle rôle rol papel função ruolo".split())
"""Words of which every way of giving a role has one."""
_SUPPOSED: Final = re.compile(
    r"(?<!\w)(?:if|unless|whether|when|once|until|sure|check|assuming|that|wenn|ob|falls"
    r"|dass|si|que|se|als|zodra|dat|where)(?!\w)",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"(?<!\w)(?:no|not|kein\w*|nicht|pas|non|niet|geen)(?!\w)|\?$", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W_]+")
_CAPITAL: Final = re.compile(r"(?=[A-Z])")


class UserRoles:
    """Tells whether the user has the roles that prose gives the user."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _roles(self) -> frozenset[str]:
        """The user's roles, and those that a thing of the product gives somebody by name."""
        named = [
            role for role in rows(self._document.body, "identity", "roles") if isinstance(role, str)
        ]
        user = member(self._document.body, "identity", "userId")
        entities = member(self._document.body, "productState", "entities")
        for leaf in leaves(entities, "/productState/entities", "entities"):
            if isinstance(leaf.value, str):
                # `{"role": "owner"}` is said of whoever asks, `{"ownerId": "usr_1"}` of one user.
                if "role" in leaf.inside.lower():
                    named.append(leaf.value)
                elif leaf.value == user:
                    named.append(_CAPITAL.sub(" ", leaf.inside))
        words: list[str] = [word for name in named for word in _WORD.findall(name.lower())]
        return frozenset(_ROLE_OF.get(word, word) for word in words)

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """What gives the user a role that the user does not have, as in "you are an admin"."""
        if _HINTS.isdisjoint(page.words) or not self._roles:
            return []
        prose = page.prose
        found: list[str] = []
        for pattern in (_IS, _AS, _HAS):
            found += [
                said.group()
                for said in pattern.finditer(prose)
                if self._is_wrong(said, said["role"])
            ]
        for said in _NAMED.finditer(prose):
            name, more = said["name"].lower(), (said["more"] or "").lower()
            if name not in _ROLE_OF and more in _ROLE_OF:
                # "Your role is fleet manager".
                name = more
            if (name in _ROLE_OF or "_" in name) and self._is_wrong(said, name):
                found.append(said.group())
        return found

    def _is_wrong(self, said: re.Match[str], name: str) -> bool:
        words = {_ROLE_OF.get(word, word) for word in _WORD.findall(name.lower())}
        if words <= self._roles or _NOT.search(said.group()):
            return False
        return _SUPPOSED.search(clause_before(said.string, said.start())) is None
