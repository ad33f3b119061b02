"""E-mail addresses, also those that are spelt so that machines do not read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.spans import Span

# The local part as in RFC 5322 section 3.2.3 (dot-atom) and RFC 6531 (any letter);
# of its signs only those that addresses have in practice, so that no URL is taken along.
_EMAIL: Final = re.compile(
    r"(?<![\w.+%~!$*^-])(?:[\w.+%~!$*^-]|(?<=\w)'(?=\w))++@(?=[^\s@]{0,250}?\.)"
    r"((?:[\w-]{1,63}+\.){1,8}[^\W\d_](?:[\w-]{0,61}\w))"
)
# Words of a script without spaces, before an address in Latin letters.
_GLUED: Final = re.compile("[\u2e80-\ud7ff]+(?=[A-Za-z0-9][\\w.+-]*$)")
# RFC 5322 section 3.2.4: a quoted string as the local part.
_EMAIL_QUOTED: Final = re.compile(
    r'(?<![\w\\])"[\w.+ -]{1,64}"@(?:[\w-]{1,63}+\.){1,8}[^\W\d_](?:[\w-]{0,61}\w)'
)
# RFC 5322 section 3.6.4: a message's name, which is nobody's address.
_MESSAGE_ID_BEFORE: Final = re.compile(
    r"(?i)(?:message-?_?id|in-reply-to|references|content-id)\W{1,8}<?$"
)
# The handles of India's payment addresses.
_UPI: Final = re.compile(
    r"@(?:ok(?:axis|hdfcbank|icici|sbi)|ybl|ibl|axl|apl|upi|paytm|pt(?:axis|yes|sbi|hdfc)"
    r"|(?:axis|yes|ax)?bank|sbi|icici|hdfcbank|kotak|waicici|wasbi|waaxis|wahdfcbank|jupiteraxis|freecharge|fam)"
    r"(?![\w.-])"
)
_UPI_LOCAL: Final = re.compile(r"(?<![\w.+-])[\w.-]{2,60}+\Z")
_EMAIL_AT_ADDRESS: Final = re.compile(r"[\w.+-]++@\[(?:IPv6:)?[0-9A-Fa-f:.]{3,45}+\]")
# Spelt so that machines do not read it: "at" and "dot" in brackets or as words.
_DOT_IN_BRACKETS = r" ?[\[({<] ?(?:dot|\.|punkt|punto|point|ponto) ?[\])}>] ?"
_SPELT_DOT = rf"(?:{_DOT_IN_BRACKETS}| (?:dot|punkt|punto) )"
_AT = "at|@|ät|arroba|arobase|chiocciola|małpa"
_SPELT_OUT: Final = re.compile(
    rf"(?i)(?<![\w.+-])([\w.+-]{{1,64}}+(?:{_SPELT_DOT}[\w+-]{{1,40}}+){{0,3}})"
    rf"(?:( ?[\[({{<] ?(?:{_AT}) ?[\])}}>] ?)|( (?:{_AT}) )|@)"
    rf"([\w-]{{1,63}}+(?:(?:{_SPELT_DOT}|\.)[\w-]{{1,63}}+){{1,5}})"
)
_SPELT_DOT_INSIDE: Final = re.compile(rf"(?i){_SPELT_DOT}")
_MAY_BE_SPELT_OUT: Final = re.compile(
    rf"[ \[({{<](?: ?(?:{_AT}) ?[\])}}>]|(?:{_AT}) [\w-]{{1,63}}+"
    r"(?: ?[\[({<]| [dp]|\.[\w-])| ?(?:dot|\.|punkt|punto|point|ponto)[\])}> ])"
)
_PROVIDERS: Final = re.compile(
    r"(?i)(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|proton|protonmail"
    r"|pm|gmx|web|t-online|freenet|posteo|mailbox|fastmail|hey|zoho|tutanota|mail|yandex|qq|163|126"
    r"|naver|orange|wanadoo|laposte|free|libero|comcast|att|verizon|btinternet|bluewin|seznam|wp|o2)"
    r"\.(?:com|net|org|de|fr|it|es|me|ch|at|uk|co\.uk|co\.jp|com\.br|ru|eu|pl|cz|nl|be|in|ca|br)"
)
# A name as people make addresses of theirs, and a domain that has mail rather than a service.
_LOCAL_OF_PERSON: Final = re.compile(r"(?i)[a-z]{1,20}(?:[._+][a-z]{2,20}){1,2}|[a-z]{4,20}\d{1,4}")
_MAIL_DOMAIN: Final = re.compile(
    r"(?i)[a-z0-9-]{2,40}\.(?:(?:co|com|org|ac|net)\.)?"
    r"(?:com|net|org|edu|gov|info|io|co|me|eu|de|fr|it|es|pt|nl|be|ch|at|uk|ie|pl|cz|se|no|dk|fi|ru|ua"
    r"|in|jp|cn|kr|br|mx|ca|au|us|example|test)"
)
_WORDS_BEFORE_AT: Final = frozenset(
    """account accounts address addresses mail email inbox mailbox login logged log signed sign look
    looked met meet me us you it is are was be server hosted host registered support one down up
    available error errors failed failing stuck working works stopped found users user people
    arrived arrive delivered bounced reached read and or out not""".split()
)
# "Mail me: ben @ acme.example"; the sign alone may also stand before where somebody works.
_CALLED: Final = re.compile(
    r"(?i)(?:mail|address|adresse|courriel|correo|correio|direcci[oó]n|endereço|indirizzo|adres)\b"
    r"(?: ?[:=]| (?:me|us|to|is|ist|lautet|est|es|é|è|jest)\b)[ :]{1,3}\Z"
)
_LONGEST_CALL: Final = 40
_NOT_THE_SIGN_ALONE: Final = frozenset({"at", "ät", "@"})
_ENDINGS_OF_FILES: Final = re.compile(
    r"(?i).*\.(?:java|py|js|ts|tsx|jsx|go|rb|rs|php|cs|cpp|c|h|kt|swift|sql|sh|ya?ml|json|xml|html?"
    r"|css|md|txt|log|csv|pdf|docx?|xlsx?|png|jpe?g|gif|svg|zip|gz|com|org|net|io|de|dev|app|example)"
)
_FILE_ENDINGS: Final = frozenset("png jpg jpeg gif svg webp css js map ts html json".split())


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also those spelt "jane [at] example [dot] com"."""
    for match in _EMAIL.finditer(text):
        domain = match.group(1)
        if domain.rsplit(".", 1)[1].lower() in _FILE_ENDINGS and domain[0].isdigit():
            continue
        local = match.group()[: match.group().index("@")]
        if local == "git" and text[match.end() : match.end() + 1] == ":":
            continue
        if local.replace(".", "").isdigit() and not local.isdigit():
            continue
        if _MESSAGE_ID_BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        glued = _GLUED.match(local)
        start = match.start() + (glued.end() if glued else 0)
        yield Span(start, match.end(), "email")
    yield from _payment_addresses(text)
    if '"@' in text:
        for match in _EMAIL_QUOTED.finditer(text):
            yield Span(match.start(), match.end(), "email")
    if "@[" in text:
        for match in _EMAIL_AT_ADDRESS.finditer(text):
            yield Span(match.start(), match.end(), "email")
    if _MAY_BE_SPELT_OUT.search(text.lower()):
        position = 0
        while spelt := _SPELT_OUT.search(text, position):
            position = spelt.end()
            if _is_spelt_out(spelt):
                yield Span(spelt.start(), spelt.end(), "email")
            else:
                # In "me at jane (at) acme.com" it is the next.
                position = spelt.start(4)


def is_mailbox(local: str, domain: str, *, is_called: bool) -> bool:
    """Whether two texts are a person's address without its @; any name, if it `is_called` one."""
    if _DOMAIN.fullmatch(domain) is None:
        return False
    return is_called or _FIRST_AND_LAST.fullmatch(local) is not None


_DOMAIN: Final = re.compile(
    r"(?i)(?:[\w-]{1,63}\.){1,4}(?:[a-z]{2}|com|net|org|edu|gov|info|biz|example|test)"
)
_FIRST_AND_LAST: Final = re.compile(r"(?i)[a-z]{1,20}[._][a-z]{2,20}")


def _payment_addresses(text: str) -> Iterator[Span]:
    for match in _UPI.finditer(text):
        payer = _UPI_LOCAL.search(text, max(0, match.start() - 60), match.start())
        if payer:
            yield Span(payer.start(), match.end(), "email")


def _is_spelt_out(match: re.Match[str]) -> bool:
    """Whether it is an address; "at" as a bare word asks for more than one in brackets does."""
    local, domain = match.group(1), match.group(4)
    if match.group(2) is not None:
        return True
    spelt_dot = _SPELT_DOT_INSIDE.search(domain) is not None
    if match.group(3) is None:
        return spelt_dot
    if local.lower() in _WORDS_BEFORE_AT:
        return False
    names_sign = match.group(3).strip().lower() not in _NOT_THE_SIGN_ALONE
    if spelt_dot or names_sign or _PROVIDERS.fullmatch(domain):
        return True
    if _MAIL_DOMAIN.fullmatch(domain) is None or _ENDINGS_OF_FILES.fullmatch(local):
        return False
    if _LOCAL_OF_PERSON.fullmatch(local):
        return True
    before = match.string[max(0, match.start() - _LONGEST_CALL) : match.start()]
    return "@" in match.group(3) and _CALLED.search(before) is not None
