"""Secrets on command lines and in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.budget import Budget
from application.redaction.in_text.runs import WORDS, read_value
from application.redaction.meaning.keys import SECRET_KINDS, Kind, meaning_of
from application.redaction.meaning.values import is_harmless, is_random_key
from application.redaction.secrets.credentials import looks_random
from application.redaction.spans import Span

_FLAG: Final = re.compile(r"(?<![\w-])--?([A-Za-z][\w-]{2,40}+)[ \t]++(?![-=:|&<>])")
# A Dockerfile's ENV, csh's setenv, Windows' setx; Clojure's maps; a row of a table.
_SET: Final = re.compile(
    r"(?<!\S)(?:ENV|ARG|(?i:setenv)|setx|fastcgi_param)[ \t]{1,4}([A-Za-z][\w-]{2,60}+)"
    r"[ \t]{1,4}[\"']?([^\s\"'=]{3,400}+)"
)
_REGISTRY: Final = re.compile(
    r"(?i)[ ]/v[ ]\"?([a-z][\w-]{2,60}+)\"?(?:[ ]/t[ ]\w{3,20})?[ ]/d[ ]\"?([^\s\"]{3,400}+)"
)
_KEYWORD: Final = re.compile(r"(?<![\w:]):([A-Za-z][\w-]{2,60}+) \"([^\"\\]{3,400}+)\"")
# As in define('DB_PASSWORD', '...') and headers.set("X-Api-Key", "...").
_CALL: Final = re.compile(
    r"\([ ]?[\"']([A-Za-z][\w.-]{2,60}+)[\"'][ ]?,[ ]?[\"']([^\"'\\\s]{3,400}+)[\"']"
)
# As in setPassword("..."), but for what asks for a secret by its name: getSecret("prod/db").
_SETTER: Final = re.compile(
    r"(?<!\w)(?!get|has|find|fetch|read|load|list|describe|delete|remove|is|on)"
    r"([A-Za-z]\w{2,60}+)\([ ]?[\"']([^\"'\\\s]{3,400}+)[\"'][ ]?\)"
)
# As in auth=("user", "...") and new NetworkCredential("user", "...").
_LOGIN: Final = re.compile(
    r"(?i)(?:auth\w{0,12}|credentials?|login)[ ]?=?[ ]?[(\[][ ]?[\"'][^\"'\\\s]{1,80}+[\"'][ ]?,"
    r"[ ]?[\"']([^\"'\\\s]{5,400}+)[\"']"
)
_SIGNED: Final = re.compile(
    r"\bjwt\.(?:sign|verify|encode|decode)\([ ]?[\w.]{1,60}+,[ ]?[\"']([^\"'\\\s]{5,400}+)[\"']"
)
_ROW: Final = re.compile(
    r"(?<![^\s|])\|?[ \t]{0,9}([A-Za-z][\w.-]{2,40}+(?: [\w.-]{1,20}+){0,2})[ \t]{0,40}\|[ \t]{0,9}"
    r"`?([^\s|`]{3,400}+)`?[ \t]{0,40}(?=\||$)"
)
_BY_SIGN: Final = (
    ("ENV ", _SET),
    ("ARG ", _SET),
    ("set", _SET),
    ("Set", _SET),
    ("_param ", _SET),
    ("/d", _REGISTRY),
    (' "', _KEYWORD),
    ("(", _CALL),
    ("(", _SETTER),
    ("|", _ROW),
)
"""What a text must hold for a pattern to be worth a look."""
_CURL_USER: Final = re.compile(
    r"(?<!\S)(?:-u|--user|--proxy-user|-U)[ =]?[\"']?[^\s:\"'@/]{1,80}+:([^\s\"']++)"
)
# By their manuals: the switch after which each program takes a password.
_PROGRAMS: Final = {
    r"mysql\w{0,10}|mariadb|mongo\w{0,6}|sshpass|cqlsh|7z|twine"
    r"|(?:docker|podman|az|oc|registry) login": "-p",
    r"redis-cli": "-a",
    r"snmp\w{2,8}": "-c",
    r"sqlcmd|bcp|zip|unzip": "-P",
    r"ldap\w{3,8}": "-w",
    r"ssh-keygen": "-N",
    r"openssl \w{2,10}": "-k",
}
_PROGRAM: Final = re.compile(
    r"(?=[mscz7tdparoubluhneC-])(?:mysql|maria|mongo|sshpass|cqlsh|7z|twine|docker|podman|az |oc "
    r"|lftp|regist|redis-c|snmp|ssh-k|sqlcmd|smb|rpcc|net use|schtasks|echo |bcp|zip|unzip|ldap"
    r"|openssl|htpasswd|-pass|ConvertTo)"
)
"""What one of the programs begins with."""
_AFTER_SWITCH: Final = tuple(
    re.compile(
        rf"\b(?:{programs})\b(?:[ \t]++(?!{switch})[^\s]{{1,80}}+){{0,12}}"
        rf"[ \t]++{switch}[ \t]?[\"']?([^\s\"'-][^\s\"']*+)"
    )
    for programs, switch in _PROGRAMS.items()
)
# What configurations say in a line of its own: requirepass, rootpw, secret.
_DIRECTIVE: Final = re.compile(
    r"(?m)^[ \t]{0,20}([A-Za-z][\w-]{2,40}+)[ \t]{1,40}"
    r"(?![/~.]|[\w/-]+\.[a-z]{2,4})([^\s=:]{6,200}+)[ \t;]{0,4}$"
)
_IN_PLACE: Final = re.compile(
    r"\bnet use\b[^\n]{0,200}?[ \t]/user:[^\s]{1,100}+[ \t]+([^\s/]++)|"
    r"\bschtasks\b[^\n]{0,200}?[ \t]/rp[ \t]+\"?([^\s\"/]++)|"
    r"\becho[ ](?:-n[ ])?[\"']?([^\s\"'|]{3,200}+)[\"']?[ ]?\|[ ]?"
    r"(?:sudo -\w{0,4}S|(?:sudo )?passwd --stdin|[a-z]{3,8}[^\n|]{1,120}--password-stdin)|"
    r"\bhtpasswd[ \t]+-\w{0,6}b\w{0,6}[ \t]+[^\s]{1,200}+[ \t]+[^\s]{1,80}+[ \t]+([^\s]++)"
    r"|-pass(?:in|out)?[ \t]+pass:([^\s]++)"
    r"|\bConvertTo-SecureString (?:-String )?[\"']([^\"'$]{3,200}+)[\"']"
    r"|\b(?:smb|rpc)(?:client|get)\b[^\n]{0,200}?[ \t](?:-U|--user)[ =]?[^\s%]{1,60}+%([^\s]++)"
    r"|\blftp\b[^\n]{0,200}?[ \t]-u[ ]?[^\s,]{1,80}+,([^\s]++)"
    r"|\bsnmp-server community ([^\s]++)"
)
# RFC 4954 (SMTP), RFC 3501 (IMAP), RFC 959 (FTP), RFC 1939 (POP3), what FTP's clients keep in
# .netrc, and Redis' MONITOR.
_PROTOCOL: Final = re.compile(
    r"\bAUTH (?:LOGIN|PLAIN) (?=\S{0,200}[\d=])"
    r"([A-Za-z0-9+/=]{8,400}+(?: (?=\S{0,200}[\d=])[A-Za-z0-9+/=]{8,400}+)?)"
    r"|\bLOGIN \S{1,80} \"([^\"\n]{3,200}+)\""
    r"|\b[A-Za-z]{0,4}\d{1,8} LOGIN \S{1,80} (?=[A-Za-z]*[^A-Za-z\s])([^\s\"]{3,200}+)(?=\s*\Z)"
    r"|\bUSER \S{1,80}(?=\s)[^\n]{0,80}?\bPASS (\S{3,200}+)"
    r"|\bmachine \S{1,100} login \S{1,80} password (\S{3,200}+)"
    r"|\"AUTH\" (?:\"[^\"\n]{1,80}\" )?\"([^\"\n]{3,200}+)\""
)
_COMMANDS_OF_PROTOCOLS: Final = ("AUTH ", "LOGIN ", "PASS ", '"AUTH"', "machine ")
_IDENTIFIED_BY: Final = re.compile(
    r"(?i)(?:identified by|with(?: encrypted)? password|password)\s{1,3}(?:password )?'([^']++)'"
)
# The same after other words, as in nginx' headers and a key of IPsec's: in quotes, or random.
_AT_END: Final = re.compile(
    r"(?m)(?<![\w.-])([A-Za-z][\w-]{2,40}+)[ \t]{1,40}([\"']?)([^\s\"'=:]{6,200}+)\2[ \t;]{0,4}$"
)


def find_command_secrets(text: str, budget: Budget) -> Iterator[Span]:
    """Secrets on command lines and in SQL: after a telling flag, `-u user:`, mysql's `-p`."""
    for match in _FLAG.finditer(text):
        meaning = meaning_of(match.group(1))
        if meaning.kind in SECRET_KINDS:
            start, end, quoted = read_value(text, match.end(), WORDS, budget)
            if end > start and not is_harmless(text[start:end], meaning.kind):
                end = end if quoted else WORDS.ends(text, start, end)
                yield Span(start, end, meaning.rule)
    for sign, pattern in _BY_SIGN:
        for match in pattern.finditer(text) if sign in text else ():
            meaning = meaning_of(match.group(1).strip())
            if meaning.kind in SECRET_KINDS and not is_harmless(match.group(2), meaning.kind):
                yield Span(match.start(2), match.end(2), meaning.rule)
    named = (*_AFTER_SWITCH, _IN_PLACE) if _PROGRAM.search(text) else ()
    spoken = (_PROTOCOL,) if any(word in text for word in _COMMANDS_OF_PROTOCOLS) else ()
    signed = (_SIGNED,) if "jwt." in text else ()
    for pattern in (_CURL_USER, *named, _LOGIN, *signed, *spoken, _IDENTIFIED_BY):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            if not is_harmless(match.group(group), Kind.PASSWORD):
                yield Span(match.start(group), match.end(group), "secret:password")


def find_lines_of_files(text: str) -> Iterator[Span]:
    """Secrets that a line of a configuration gives after a telling word."""
    for match in _DIRECTIVE.finditer(text):
        meaning = meaning_of(match.group(1))
        if meaning.kind in SECRET_KINDS and looks_random(match.group(2), _SHORTEST):
            yield Span(match.start(2), match.end(2), meaning.rule)
    for match in _AT_END.finditer(text):
        meaning, value = meaning_of(match.group(1)), match.group(3)
        if meaning.kind not in SECRET_KINDS or is_harmless(value, meaning.kind):
            continue
        if looks_random(value, _SHORTEST) if match.group(2) else is_random_key(value):
            yield Span(match.start(3), match.end(3), meaning.rule)


_SHORTEST: Final = 6


def switch_before_password(program: str) -> str | None:
    """The switch after which the program of this name takes a password."""
    name = program.rsplit("/", 1)[-1]
    for programs, switch in _PROGRAMS.items():
        if re.fullmatch(programs, name):
            return switch
    return None
