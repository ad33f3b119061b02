"""Numbers by which states know their people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Final, NamedTuple, cast

from application.redaction.budget import Budget
from application.redaction.meaning.words import ALNUM, DATE
from application.redaction.spans import Span


class _Form(NamedTuple):
    """How a number is written, and which modules of `stdnum` can tell a right one."""

    written: str
    checks: tuple[str, ...] = ()


# Written so, and with a right check digit where there is one, a number speaks for itself.
_SPEAKING: Final = (
    _Form(r"\d{3}-\d{2}-\d{4}", ("us.ssn", "us.itin")),
    _Form(r"\d{3}\.\d{3}\.\d{3}-\d{2}", ("br.cpf",)),
    _Form(
        r"[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
        r" ?\d\d ?\d\d ?\d\d ?[A-Da-d]"
    ),
    _Form(r"\d{8}[ -]?[A-HJ-NP-TV-Za-hj-np-tv-z]", ("es.dni",)),
    _Form(r"[XYZxyz][ -]?\d{7}[ -]?[A-Za-z]", ("es.nie",)),
    _Form(
        r"\d{11}",
        (
            *("pl.pesel", "no.fodselsnummer", "tr.tckimlik", "ee.ik", "gr.amka", "br.cpf"),
            *("de.idnr", "be.nn"),
        ),
    ),
    _Form(r"\d{6} \d{5}", ("no.fodselsnummer",)),
    _Form(
        r"[A-Za-z]{6}[\dLMNP-Vlmnp-v]{2}[A-Za-z][\dLMNP-Vlmnp-v]{2}[A-Za-z][\dLMNP-Vlmnp-v]{3}[A-Za-z]",
        ("it.codicefiscale",),
    ),
    _Form(r"(?<!\d[ -])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![ -]\d)", ("in_.aadhaar",)),
    _Form(r"[A-Z]{3}P[A-Z]\d{4}[A-Z]", ("in_.pan",)),
    _Form(r"[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d", ("fr.nir",)),
    _Form(r"(?:\d\d)?\d{6}[-+]\d{4}", ("se.personnummer", "dk.cpr", "is_.kennitala")),
    _Form(r"\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y]", ("fi.hetu",)),
    _Form(r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", ("be.nn",)),
    _Form(r"756\.?\d{4}\.?\d{4}\.?\d{2}", ("ch.ssn",)),
    _Form(r"(?<!\d[ -])\d{3}[ -]\d{3}[ -]\d{3}(?![ -]\d)", ("ca.sin", "nl.bsn", "au.tfn")),
    _Form(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d", ("mx.curp",)),
    _Form(r"[A-Z][AEIOUX][A-Z]{2}[04-9]\d(?:0[1-9]|1[0-2])[0-3]\d[A-Z\d]{2}[\dA]", ("mx.rfc",)),
    _Form(r"\d{1,2}\.\d{3}\.\d{3}-[\dkK]", ("cl.rut",)),
    _Form(r"\d{17}[\dXx]", ("cn.ric",)),
    _Form(r"\d{6}-[1-8]\d{6}", ("kr.rrn",)),
    # No HRESULT, whose eight hexadecimal digits begin with 8.
    _Form(r"(?!8\d{6}[A-F](?!\w))\d{7}[A-Wa-w][A-IWa-iw]?", ("ie.pps",)),
    _Form(r"(?!1[5-9]\d{11})\d{13}", ("za.idnr", "ro.cnp", "si.emso")),  # no time since 1970 in ms
    _Form(r"\d-\d{4}-\d{5}-\d{2}-\d", ("th.pin",)),
    _Form(r"[STFGMstfgm]\d{7}[A-Za-z]"),
    _Form(r"\d{6}/\d{3,4}", ("cz.rc",)),
    _Form(r"\d{6}-\d{2}-\d{4}", ("my.nric",)),
    _Form(r"\d{2} \d{3} \d{3} \d{3}", ("de.idnr",)),
    _Form(r"\d{8} \d ?[A-Z]{2}\d", ("pt.cc",)),
    _Form(r"(?:20|2[34]|27)-\d{8}-\d", ("ar.cuit",)),
    _Form(r"784-(?:19|20)\d\d-\d{7}-\d"),  # the Emirates
    _Form(r"\d{5}-\d{7}-\d", ("pk.cnic",)),
    _Form(r"\d{3}-\d{7}-\d", ("do.cedula",)),
    _Form(r"[A-Z]{1,2}\d{6}\([\dA]\)"),  # Hong Kong
    _Form(r"\d{3}-\d{3}-\d{3} \d\d", ("ru.snils",)),
    _Form(r"\d{16}", ("id.nik",)),
    _Form(r"\d\d\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}"),  # Indonesia
    _Form(r"[A-Z]{2,5}9{0,3}\d[0156]\d{4}[A-Z9]{2}\d[A-Z]{2}"),  # a British driver
)
_EDGE_BEFORE = rf"(?<![A-Za-z0-9.+/#-])(?<!{ALNUM})"  # The first is for speed.
_EDGE_AFTER = rf"(?!{ALNUM}|[/+]|[.:-]\d|-\w)"
_SPEAKING_FORMS: Final = re.compile(
    _EDGE_BEFORE
    # Six digits at least, and no date; or letters and a digit, or what stands for one in Italy.
    + r"(?=\d(?:[ ./-]?\d){5}|[A-Za-z]{1,6}[ -]?\d"
    + r"|[A-Za-z]{6}[\dLMNP-Vlmnp-v]{2}[A-Za-z][\dLMNP-Vlmnp-v])"
    + r"(?!\d{4}-\d\d-\d\d(?!\d))"
    + "(?:"
    + "|".join(f"({form.written})" for form in _SPEAKING)
    + ")"
    + _EDGE_AFTER
)
# A word that says what the number after it is, and the number, however it is written.
_TOLD: Final = re.compile(
    r"(?i)(?:आधार|주민(?:등록)?번호|身[分份][證证]|マイナンバー|هوية|护照|護照|パスポート"
    r"|旅券番号|여권|תעודת זהות|מספר זהות|ת\.ז|個人番号|บัตรประชาชน"
    r"|(?<!\w)(?=[a-zč\u0431-\u044f\u0456\u03b1])(?:kimlik|ssn\b|social (?:security|insurance)"
    r"|national (?:id|insurance|identity|identification)|nino\b"
    r"|tax(?:payer)? ?(?:id|file|number|no|identification)|tin\b|cpf\b|cnpj\b|dni\b|nie\b|nif\b"
    r"|pesel\b|bsn\b|aadhaa?r\b|pan\b|codice fiscale|passport|reisepass|passeport"
    r"|pas(?:aporte|saport[eo]|poort|zport)\w{0,6}|rijbewijs|praw[oa] jazdy"
    r"|carta de condução|patente di guida"
    r"|driver'?s?[ -]licen[cs]e|driving licen[cs]e|personnummer|f[oø]dselsnummer"
    r"|cpr\b|hetu\b|cnp\b|cod numeric|egn\b|curp\b|rut\b|id[ -]?card|identity card"
    r"|identification number|(?:ic|sa id|my id) (?:number|no)\b"
    r"|steuer-?id\w{0,12}|idnr\b|steuernummer|sin\b|nhs\b|nip\b"
    r"|medicare|s[eé]curit[eé] sociale|segur(?:idad|o|ança) social"
    r"|(?:sozial|renten|kranken)versicherung\w{0,10}|(?:kranken)?versicherten\w{0,10}|kvnr\b"
    r"|(?:kv|egk|krankenkassen)-?(?:nummer|nr)\b|sofinummer"
    r"|versicherungs(?:nummer|nr\.?)|(?:sa|south african) id\b|num[eé]ro national\b"
    r"|insee\b|nir(?=\W{1,3}[12])|nric\b|hkid\b|tckn?\b|rrn(?=[ :=#.]{1,3}\d{6}-?\d{7}\b)"
    r"|ppsn?\b|tfn\b|ahv\b|rijksregister\w{0,12}"
    r"|burgerservicenummer|citizen id|ausweis\w{0,12}|personal id|снилс"
    r"|c[eé]dula|cui[lt]\b|nik\b|ktp\b|cccd|cmnd|ad[oó]sz[aá]m\w{0,3}|szem[eé]lyi\w{0,3}"
    r"|seria(?= [A-Z]{2} ?\d{6})|npwp"
    r"|dl (?:no|number)"
    r"|teudat zehut|č\. ?op\b|občansk\w{2,4}"
    r"|rg(?= ?:? ?\d{1,2}\.\d{3}\.)"
    r"|emirates id|iqama|voter id|sss\b|philhealth|sv-?(?:nr|nummer)\b"
    r"|taj(?: sz\w{1,8})?(?=[ :]{1,2}\d)|αμκα|αφμ"
    r"|иин\b|[иі]пн\b|рнокпп|егн\b|національн|niss\b|cnic\b|mykad|isikukood|asmens koda\w"
    r"|инн\b|паспорт|snils|oib\b|jmbg\b|amka\b|rodn[eé] ?[cč][ií]slo))[^\d\n]{0,24}?"
    r"(?<![A-Za-z0-9.])(\d\d ?\d{6} ?[A-Z] ?\d{3}"
    r"|\d[A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d\d"
    rf"|(?:(?-i:[A-Z]{{1,3}}[ -])|[A-Za-z]{{1,3}})?\d(?:[ ./\-]?\d){{4,17}}"
    # And no "is" of the sentence.
    rf"(?:-?[A-Za-z0-9]{{1,2}}|[ ](?-i:[A-Z0-9]{{1,2}}))?)(?!{ALNUM})"
)
# What any of these numbers holds, as is seen sooner than what they are called.
_FEWEST_DIGITS: Final = re.compile(r"\d(?:[ ./-]?\w){4}")
# The same for documents whose numbers mix letters and digits.
_TOLD_DOCUMENT: Final = re.compile(
    r"(?i)(?<!\w)(?:passport|visa(?=[a-z ]{0,20} n)(?: application| file| grant| case)?"
    r"|(?:reise)?pass-?(?:nummer|nr\.?)|паспорт(?: ?№)?"
    r"|reisepass|passeport|pas(?:aporte|saport[eo]|poort|zport)\w{0,6}"
    r"|(?:personal)?ausweis(?:nummer|nr)?|id[ -]?card|curp"
    r"|führerschein\w{0,8}|permis de conduire|carn[eé] de conducir|licen[cs]e (?:number|no)"
    r"|codice fiscale|dow[oó]d(?: osobisty)?|cart[aã]o (?:de )?cidad[aã]o)"
    r"(?:[ :.#(\"'-]{1,3}(?:no|nr|num|number|nummer|nummer lautet|is|ist|es|est|è|é)\b){0,3}"
    # Passports of nine characters may have a single digit.
    r"[ :=.#(\"'-]{1,4}(?-i:(?=(?:[A-Z]{0,6}\d){3}|(?=[A-Z]{0,8}\d)[A-Z0-9]{9}\b)"
    r"([A-Z0-9]{8,18}))(?!\w)"
)
_TOLD_PLATE: Final = re.compile(
    r"(?i)(?<!\w)(?:(?:licen[cs]e|number|registration|vehicle|car)[ -]plate(?: number| no\.?)?"
    r"|plate (?:number|no\.?)|(?<=['\u2019]s )plate|(?<=my )plate"
    r"|(?:car |vehicle )reg(?:istration)?(?: number| no\.?)?|reg (?:number|no\.?)"
    r"|(?:kfz-|auto)?kennzeichen|(?:plaque d['\u2019])?immatriculation|matr[ií]cula|targa|kenteken)"
    r"(?: ?(?:is|was|ist|lautet|est|es|è))?[ :=#(\"']{1,3}"
    r"(?-i:(?=(?:[A-Z\d][ -]?){5})(?=[A-Z -]{0,6}\d)(?=[\d -]{0,6}[A-Z])"
    r"((?:[A-Z\d]{1,4}[ -]?){1,2}[A-Z\d]{1,4}))(?![\w-])"
)
_TOLD_LAST_FOUR: Final = re.compile(
    r"(?i)(?<!\w)(?:last (?:four|4)(?: digits)?(?: (?:of|in|for))?(?: (?:my|the|her|his|your))?"
    r" (?:ssn|social(?: security(?: number)?)?|sin|tax id)"
    r"|(?:ssn|social(?: security(?: number)?)?)(?: number)?,? (?:last (?:four|4)(?: digits)?"
    r"|(?:that )?(?:ending|ends)(?: in| with)?))"
    r"(?: (?:is|are|was|in|with))?[ :=(\"']{1,3}(\d{4})(?![\w-])"
)
# What was told stands in the mark already.
_MARK: Final = re.compile(r"\[[a-z-]{2,16}(?:#\d{1,3})?\]")
_COST_OF_A_CHECK: Final = 800


def find_national_ids(text: str, budget: Budget) -> Iterator[Span]:
    """National identity, tax and insurance numbers of some thirty countries.

    The check digits of each are python-stdnum's business: it is kept up with the states' rules and
    cites them.
    """
    for match in _SPEAKING_FORMS.finditer(text):
        index = match.lastindex
        if index is None:
            continue
        checks = _SPEAKING[index - 1].checks
        budget.spend(_COST_OF_A_CHECK * len(checks) + 50)
        if _is_right(match.group(), checks):
            yield Span(match.start(), match.end(), "national-id")


_IN_ROUTE: Final = re.compile(r"(?<=/)\d(?=\d{0,8}[.-])[\d.-]{7,16}[\dkK](?![\w.-])")


def find_national_ids_in_routes(text: str, budget: Budget) -> Iterator[Span]:
    """Those among the steps of a path whose form has strokes or dots, which ids seldom have."""
    for match in _IN_ROUTE.finditer(text):
        for _ in find_national_ids(match.group(), budget):
            yield Span(match.start(), match.end(), "national-id")


def find_told_national_ids(text: str) -> Iterator[Span]:
    """Numbers that what stands before them calls an identity, tax or insurance number."""
    for match in _TOLD.finditer(text) if _FEWEST_DIGITS.search(text) else ():
        if _MARK.search(text, match.start(), match.start(1)) or DATE.match(text, match.start(1)):
            continue
        yield Span(match.start(1), match.end(1), "national-id")
    for pattern in (_TOLD_DOCUMENT, _TOLD_PLATE, _TOLD_LAST_FOUR):
        for match in pattern.finditer(text):
            yield Span(match.start(1), match.end(1), "national-id")


def _is_right(written: str, checks: tuple[str, ...]) -> bool:
    return not checks or any(_check(name)(written) for name in checks)


def _is_snils(written: str) -> bool:
    """Russia's insurance number, by the pension fund's rule; stdnum does not have it."""
    digits = [int(c) for c in written if c.isdigit()]
    weighed = sum(digit * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return weighed % 101 % 100 == 10 * digits[-2] + digits[-1]


@cache
def _check(name: str) -> Callable[[str], bool]:
    """The `is_valid` of one of stdnum's modules, imported when its form is first met."""
    if name == "ru.snils":
        return _is_snils
    return cast("Callable[[str], bool]", import_module(f"stdnum.{name}").is_valid)
