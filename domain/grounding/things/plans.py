"""Plans that prose names, and the words that may be a plan's name."""

import re
from collections.abc import Iterable, Iterator

from domain.cached import cached_property
from domain.grounding.claims import Plan
from domain.grounding.clauses import clause_before
from domain.grounding.facts import Citable, member
from domain.grounding.page import Page

KNOWN_PLANS = frozenset(
    "free trial starter basic hobby personal standard plus pro professional premium growth team "
    "teams business scale ultimate unlimited enterprise developer bronze silver gold platinum "
    "essential essentials advanced lite".split()
)
_NO_PLAN = frozenset(
    "a an the your our my this that these those which what each every any other another current "
    "own new higher bigger larger lower paid different existing active same better subscription "
    "monthly annual yearly pricing data billing service support backup payment action recovery "
    "if and or on in to for with whichever whatever no all its their his her upgrade change "
    "check see use project test work "
    "ihr ihre ihrem ihren ihres dein deine deinem deinen mein meinem unser unserem der dem den des "
    "das ein einem einen eines dieser diesem diesen jeder jedem welcher im zum "
    "su tu el un le la les votre ton notre ce il tuo o seu uw".split()
)
_PLAN = re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z][\w+-]{0,30})['\")\]]{0,2}[ -]"
    r"(?:plan|tier|subscription|Plan|Tier|PLAN|Tarif|Abo|[Aa]bonnement|Paket)(?!\w)"
)
_PLAN_OF = re.compile(
    r"(?<![\w-])(?P<name>(?!team )[A-Za-z]{2,20})"
    r" (?:customer|subscriber|user|member|account|edition|licen[cs]e|package)(?!\w)"
)
_PLAN_IS = re.compile(
    r"(?<!\w)(?:plan|Plan|tier|Tier|subscription|Tarif|Abo|forfait|abonnement|formule|piano|plano)"
    r"(?:\s?(?::(?! \w+ [a-z])|[=(])| ist| is| est| es| called| named)"
    r"[ \"'(]{0,3}(?P<name>[A-Za-z][A-Za-z0-9+-]{0,30})(?!\w)"
)
_PLAN_BEFORE = re.compile(
    r"(?<!\w)(?:plan|Plan|tier|Tier|Tarif|Abo|forfait|abonnement|formule|piano|plano)"
    r" [\"'(]{0,2}(?P<name>[A-Z][A-Za-z0-9+-]{1,30})(?!\w)"
)
_PLAN_ON = re.compile(
    r"(?:\b[Yy]ou(?:['\u2019]re| are| were)(?: currently| now| still)?"
    r" (?:on|using|upgraded to|downgraded to|subscribed to)"
    r"|\b[Yy]ou (?:have|subscribed to|use)|\b[Aa]ccount is(?: on)?|\b[Yy]ou['\u2019]ve got)"
    r"(?: the| our)? [\"'(]{0,2}(?P<name>[A-Z][\w+-]{2,20})[\"')]{0,2}"
    r"(?=[.,;:!?)\n]|\Z| (?:and|so|but|which|now|package|edition|version|licen[cs]e)\b)"
)
_PLAN_DOES = re.compile(
    r"(?<![\w'-])(?P<name>(?!Free|Team|Basic|Trial|Developer|Standard)[A-Z][a-z]{2,15})"
    r" (?:includes|allows|offers|costs|raises|gives you|comes with"
    r"|would (?:give|allow|cost|raise))(?!\w)"
    r"|(?<!\w)(?:[Uu]pgrad|[Dd]owngrad|[Ss]witch|[Mm]ov)(?:e|es|ed|ing)? (?:you )?to (?:our |the )?"
    r"(?P<goal>[A-Z][a-z]{2,15})(?!\w)"
)
_PLAN_AFTER_ON = re.compile(
    r"(?<!\w)[Oo]n [\"'(]{0,2}(?P<name>[A-Z][a-z]{2,15})"
    r"(?=[\"')]{0,2}(?:[.,;:!?\n]|\Z| (?:and|or|but|you|(?:it|that)(?:['\u2019]s| is))(?!\w)))"
)
_PLAN_UP = re.compile(
    r"(?<!\w)(?:[Uu]p|[Dd]own)grad(?:e|es|ed|ing) (?:you )?to [\"'(]{0,2}"
    r"(?P<name>[A-Z][a-z]{2,15})(?=[\"')]{0,2}(?:[.,;:!?]|\Z| (?:which|for|and|or|to|if)(?!\w)))"
)
"""What is upgraded to is a plan, whatever it is called."""
_OWN = re.compile(
    r"(?:\byour (?:current |own )?|\byou(?:['\u2019]re| are)(?: currently| now| still)?"
    r"(?: on| using)?(?: the| a| an| our)? ?|\bas an? |\baccount is on (?:the |an? )?"
    r"|\b(?:sie sind|du bist)(?: derzeit| aktuell)? (?:im|in|auf)(?: dem)? "
    r"|\b(?:ihr|dein)(?:e[mnr]?)? "
    r"|\b(?:sie|du|u|je) (?:haben|hast|hebt|nutzen|nutzt) (?:den |das |het )?"
    r"|\b(?:votre|ton|su|tu|seu|suo|tuo|uw|je) "
    r"|\bvous (?:êtes (?:sur|chez|abonné\w* (?:à|au))|avez) (?:le |la |l['\u2019])?"
    r"|\b(?:usted |tú )?(?:tiene|tienes|está en|estás en) (?:el |un )?"
    r"|\b(?:você )?(?:tem o|está no|usa o) |\b(?:lei )?(?:ha|hai) il )[\"'(]{0,2}$",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"(?<!\w)(?:if|once|when|until|unless|whether|after|as soon as|wenn|sobald|falls|si|dès que"
    r"|quand|cuando|quando|als|zodra|se)(?!\w)",
    re.IGNORECASE,
)
"""What tells that a plan is not the user's yet."""
_OWN_REACH = 40
"""How far before a plan's name it may be called the user's, in characters."""
_PLAN_NOUNS = frozenset(
    "plan tier subscription tarif abo abonnement paket forfait formule piano plano".split()
)
_UPGRADES = frozenset(
    start + end for start in ("upgrad", "downgrad") for end in ("e", "es", "ed", "ing")
)
_ONLY_KNOWN = frozenset({_PLAN_OF, _PLAN_ON, _PLAN_BEFORE, _PLAN_DOES, _PLAN_AFTER_ON})
"""What tells of a plan only where the name is that of one."""
_TALK = re.compile(r"plan|tier|subscription|upgrade|licen[cs]e", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(r"(?<!\w)[A-Z][^\W_]+")
_PARTING = re.compile(r"[_-]")
_COMPOUND = re.compile(r"[^\W_]+(?:[+-][^\W_]+)+")


def take(page: Page) -> None:
    """Read the plan names of a page."""
    patterns = [] if _PLAN_NOUNS.isdisjoint(page.words) else [_PLAN, _PLAN_IS, _PLAN_BEFORE]
    if not KNOWN_PLANS.isdisjoint(page.words):
        patterns += (_PLAN_OF, _PLAN_ON, _PLAN_AFTER_ON, _PLAN_DOES)
    if not _UPGRADES.isdisjoint(page.words):
        patterns.append(_PLAN_UP)
    for pattern in patterns:
        for found in pattern.finditer(page.text):
            name = next(name for name in found.groups() if name)
            if pattern in _ONLY_KNOWN and name.lower() not in KNOWN_PLANS:
                continue
            if name.lower() in _NO_PLAN or not (
                name.lower() in KNOWN_PLANS or name[0].isupper() or pattern is _PLAN_IS
            ):
                continue
            if pattern is _PLAN_IS and name.islower() and name not in KNOWN_PLANS:
                continue
            before = page.text[max(0, found.start() - _OWN_REACH) : found.start()]
            own = pattern is _PLAN_ON or _OWN.search(before) is not None
            own = own and not SUPPOSED.search(clause_before(page.text, found.start(), _OWN_REACH))
            page.claims.append(Plan(found.group().strip(), found.start(), name, own))


def spoken(plan: str) -> str:
    """A plan's name as it is said: `gold_pass` is "gold pass"."""
    return _PARTING.sub(" ", plan.lower())


_ALLOWS = r" (?:allows|includes|offers|supports|permits|comes with|gives you|keeps|costs)(?!\w)"
_ENDS = r"[,;:)\n]|\.(?:\s|\Z)|\Z| (?:is|are|it|you|that|and|only)(?!\w)"
"""What stands behind a plan's name in small letters, and not behind the same word: it is the plan
that allows something, or that one is on.
"""


def written(plans: Iterable[str]) -> str:
    """How prose may write the plans, as a pattern: one word alone has a capital, is called a
    plan, or stands where only a plan would.
    """
    ways: list[str] = []
    for plan in sorted(plans, key=len, reverse=True):
        first, *more = map(re.escape, spoken(plan).split(" "))
        if more:
            ways.append(f"(?i:{'[ _-]'.join((first, *more))})")
        else:
            ways += (
                f"[{plan[0].upper()}{plan[0]}]{re.escape(plan[1:])}(?= plan)",
                first.title(),
                first.upper(),
                rf"(?<!the )(?<!your )(?<!our )(?<!this )(?<!a ){first}(?={_ALLOWS})",
                rf"(?<=[Oo]n ){first}(?={_ENDS})",
            )
    return "|".join(ways)


class Plans:
    """Tells of a name whether it may be a plan's, or the user's own."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def named(self) -> re.Pattern[str]:
        """How documents write the plans that most products have, and the user's own."""
        plan = member(self._document.body, "identity", "plan")
        own = {plan.lower()} if isinstance(plan, str) and plan.isalpha() else set[str]()
        names = sorted(map(str.title, KNOWN_PLANS | own), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])")

    @cached_property
    def texts(self) -> list[str]:
        """The documents that tell plans apart: those that name several."""
        texts = (text for text in self._document.taught if text[:1] not in "{[")
        return [text for text in texts if len(set(self.named.findall(text))) > 1]

    @cached_property
    def told_apart(self) -> frozenset[str]:
        """The plans that documents tell apart."""
        return frozenset(name.lower() for text in self.texts for name in self.named.findall(text))

    def has(self, claim: Plan, said: str) -> bool:
        """Whether the snapshot or what was said has the plan, as the user's if it is called so."""
        wanted = claim.name.lower()
        plan = member(self._document.body, "identity", "plan")
        if isinstance(plan, str) and wanted in {plan.lower(), *_WORD.findall(plan.lower())}:
            return True
        if claim.own and plan:
            # Who asks may be wrong about it, or lie.
            return False
        return wanted in _talk((said,)) or (
            not claim.own and (wanted in self._known or self._is_told(claim.text.lower()))
        )

    def _is_told(self, words: str) -> bool:
        """Whether documents name the plan in the same words, as in "20 GB on Scale"."""
        return any(words in text.lower() for text in self._document.taught)

    @cached_property
    def _known(self) -> frozenset[str]:
        """The words of talk about plans, and of rules' names."""
        knowledge = self._document.knowledge
        leaves = (*self._document.leaves(), *knowledge)
        texts = (t for leaf in leaves if isinstance(t := leaf.value, str) and t[:1] != "{")
        rules = (word for leaf in knowledge for word in _WORD.findall(leaf.inside.lower()))
        beside = (word.lower() for text in self.texts for word in _CAPITALISED.findall(text))
        return frozenset((*_talk(texts), *rules, *beside))


def _talk(texts: Iterable[str]) -> Iterator[str]:
    """The words of the texts that talk about plans, in lower case."""
    for text in texts:
        if _TALK.search(text):
            yield from _WORD.findall(text.lower())
            yield from _COMPOUND.findall(text.lower())
