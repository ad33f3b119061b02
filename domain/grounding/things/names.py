"""Codes, ids, versions and plan names in prose."""

import re

from domain.grounding.claims import Name, Page, Plan

_TOKEN = re.compile(r"(?<!\w)(?![A-Za-z][a-z]*+(?![\w-]))\w++(?:-\w++)*+", re.ASCII)
"""What may be a name: a plain word is none, and most are."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE = re.compile(r"[A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)++|[A-Z]{2,}+-?\d{2,}+|[A-Z]-?\d{3,}+")
_NO_CODE = re.compile(r"(?:SHA|AES|RSA|UTF|ISO|RFC|COVID|HTTP|CP|WIN|IPV|MP|TLS|UTC|GMT)-?\d++")
_DASHED_CODE = re.compile(r"(?!SHA|AES|RSA|ISO|UTF|TLS|EC)[A-Z]{2,}+(?:-[A-Z0-9]++){2,}")
_CLASS = re.compile(r"(?:[A-Z][a-z0-9]++){1,6}(?:Exception|Error)\d*+")
_CALLED_CODE = re.compile(
    r"(?<!\w)(?:[Ee]rror|[Rr]eason|[Ff]ailure) ?code(?: is| was|:)? [\"'(]{0,2}"
    r"(?P<code>(?!HTTP\b)[A-Z][A-Z0-9_-]{2,40})(?![\w-])"
)
# "Job 42 is still running", "invoice #77": an id in plain words. "Request 5 more seats" is none.
_NUMBERED = re.compile(
    r"(?<![\w-])(?:job|invoice|export|import|order|project|request|ticket|task|build|file|upload)"
    r" (?:#|no\.? |number |id:? )?(?P<id>\d[\w-]{0,40})"
    r"(?=[.,:](?!\d)|[;!?)\n]|\Z| (?:is|was|has|had|did|does|failed|finished|succeeded|stopped"
    r"|never|still|could|timed|ran|keeps)\b)",
    re.IGNORECASE,
)
_SNAKE = re.compile(
    r"(?!(?:open_docs|create_ticket|request_access)$)[a-z]{2,}+(?:_[a-z]{2,}+)++(?<!_ids)(?<!_id)"
    r"(?<!_type)(?<!_types)(?<!_status)(?<!_name)(?<!_key)(?<!_url)(?<!_path)(?<!_size)(?<!_code)"
)
_PREFIXED = re.compile(r"[A-Za-z]{1,16}[_-][A-Za-z0-9_-]*\d[A-Za-z0-9_-]*")
_ID_PREFIX = re.compile(
    r"(?:job|file|req|usr|ten|cas|scs|msg|evt|tkt|inv|prj|proj|ord|exp|doc|org|acc|sub|cus)_"
    r"(?!(?:ids?|type|status|name|queue|code|key|url|path|size|count|list|upload|limit|data)$)\w+"
)
_COMMIT = re.compile(r"(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7}")
_OPAQUE = re.compile(r"(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[0-9A-Za-z]{8,}")
_LIMIT_NAME = re.compile(r"[a-z]{2,24}(?:[A-Z][a-z0-9]{1,24}){1,6}")
_LIMIT_WORD = re.compile(r"max|min|limit|bytes|count|quota|size|rate|per|total", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
_ELLIPSIS = ("…", "...")

_VERSION = re.compile(
    r"(?<![\w./])(?:[vV]ersion v?(\d{1,5}(?:\.\d{1,5}){0,3})|v(\d{1,5}(?:\.\d{1,5}){1,3})"
    r"|(?!\d{1,3}(?:\.\d{3}){2,4}(?![\w.]))(\d{1,5}(?:\.\d{1,5}){2,3}))(?![\w%])"
)

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
    r"(?<![\w-])(?P<name>[A-Za-z]{2,20})"
    r" (?:customer|subscriber|user|member|account|edition|licen[cs]e|package)(?!\w)"
)
_PLAN_IS = re.compile(
    r"(?<!\w)(?:plan|Plan|tier|Tier|subscription|Tarif|Abo|forfait|abonnement|formule|piano|plano)"
    r"(?:\s?[:=(]| ist| is| est| es| called| named)"
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
_OWN_REACH = 40
_PLAN_NOUNS = frozenset(
    "plan tier subscription tarif abo abonnement paket forfait formule piano plano".split()
)
_UPGRADES = frozenset(
    start + end for start in ("upgrad", "downgrad") for end in ("e", "es", "ed", "ing")
)
_ONLY_KNOWN = frozenset({_PLAN_OF, _PLAN_ON, _PLAN_BEFORE, _PLAN_DOES})
"""What tells of a plan only where the name is that of one."""


def take(page: Page) -> None:
    """Take versions, codes and ids out of a page, and read its plan names."""
    _take_plans(page)
    spans: list[tuple[int, int]] = []
    for found in _VERSION.finditer(page.text):
        number = next(part for part in found.groups() if part)
        page.claims.append(Name(number, found.start()))
        spans.append(found.span())
    page.blank_spans(spans)
    spans = []
    for found in _CALLED_CODE.finditer(page.text):
        page.claims.append(Name(found["code"], found.start("code")))
        spans.append(found.span("code"))
    page.blank_spans(spans)
    spans = []
    for found in _NUMBERED.finditer(page.text):
        page.claims.append(Name(found["id"], found.start("id"), part=True))
        spans.append(found.span("id"))
    page.blank_spans(spans)
    spans = []
    for found in _TOKEN.finditer(page.text):
        for token, at in _tokens(found.group(), found.start()):
            end = at + len(token)
            page.claims.append(Name(token, at, page.text.startswith(_ELLIPSIS, end)))
            spans.append((at, end))
        if "-" in found.group():
            page.hyphenated.append((found.group().strip("_-"), found.start()))
    page.blank_spans(spans)


def _tokens(token: str, at: int) -> list[tuple[str, int]]:
    bare = token.strip("_-")
    at += len(token) - len(token.lstrip("_-"))
    if _is_name(bare):
        return [(bare, at)]
    if "-" not in bare:
        return []
    parts: list[tuple[str, int]] = []
    for part in bare.split("-"):
        if _is_name(part):
            parts.append((part, at))
        at += len(part) + 1
    return parts


def _is_name(token: str) -> bool:
    if token.isalpha() and token.islower():
        # A word, as most are: whatever is a name has a capital, a digit or an underscore.
        return False
    if _CODE.fullmatch(token):
        return not _NO_CODE.fullmatch(token)
    if _DASHED_CODE.fullmatch(token) or _CLASS.fullmatch(token) or _SNAKE.fullmatch(token):
        return True
    if _DIGITS.search(token) is None:
        return bool(
            _ID_PREFIX.fullmatch(token)
            or (_LIMIT_NAME.fullmatch(token) and _LIMIT_WORD.search(token))
        )
    if _UUID.fullmatch(token) or _ID_PREFIX.fullmatch(token):
        return True
    digits = len(_DIGITS.findall(token))
    if _PREFIXED.fullmatch(token):
        # `sha-256` and `top-10` are words; `job-88213` and `file_7` are ids.
        return "_" in token or (digits > 2 and not _NO_CODE.fullmatch(token.upper()))  # noqa: PLR2004
    if _COMMIT.fullmatch(token):
        return True
    return digits > 2 and not token.isdigit() and _OPAQUE.fullmatch(token) is not None  # noqa: PLR2004


def _take_plans(page: Page) -> None:
    patterns = [] if _PLAN_NOUNS.isdisjoint(page.words) else [_PLAN, _PLAN_IS, _PLAN_BEFORE]
    if not KNOWN_PLANS.isdisjoint(page.words):
        patterns += (_PLAN_OF, _PLAN_ON, _PLAN_DOES)
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
            page.claims.append(Plan(found.group().strip(), found.start(), name, own))
