"""Secrets in URLs: user information, telling parameters, one-time links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

from application.redaction.marks import starts_with_mark
from application.redaction.meaning.keys import PERSONAL_KINDS, SECRET_KINDS, Kind, meaning_of
from application.redaction.meaning.values import is_harmless, looks_the_part
from application.redaction.secrets.credentials import looks_random
from application.redaction.spans import Span

_STORES = (
    r"postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse"
    r"|cassandra|couchdb|neo4j|bolt|kafka|nats|mqtts?|memcached|elasticsearch|cockroachdb|influxdb"
    r"|snowflake|redshift|trino|presto|vertica|db2|hive|ldaps?|smtps?|imaps?|ftps?|sftp"
)
_STORE: Final = re.compile(
    rf"(?i)(?<![a-z0-9+_])(?=[a-z])(?:{_STORES})(?:\+[a-z0-9_]{{1,20}})?(?=://)"
)
# RFC 3986 section 3.2.1. A password may hold "@" and, for a data store, "/" though it should not.
_STORE_USERINFO: Final = re.compile(r"((?:[^\s@\"'<>,]{0,200}+@)++)")
_USERINFO: Final = re.compile(
    r"((?:[^\s/?#\"'<>@]{1,300}+@)++|[^\s/?#\"'<>@:]{0,100}+:(?=[^\s/?\"'<>@]{0,200}\#)(?!\d{1,5}\#)"
    r"[^\s/?\"'<>@]{1,200}+@)"
)
# "admin:secret1@10.0.0.1" and "admin:secret1@tcp(db:3306)", with no scheme before it.
_BEFORE_IP: Final = re.compile(
    r"(?<![\w/@.-])([\w.-]{1,40}+:(?=[^\s@:/]{0,60}[\d!#$%*])[^\s@:/\"']{4,60}+)@(?=\d{1,3}(?:\.\d{1,3}){3}(?!\w)|(?:tcp|udp|unix)\()"
)
# Oracle's, in its drivers' URLs and after the names of its programs.
_ORACLE: Final = re.compile(
    r"(?i)(?:jdbc:oracle:\w{1,8}:"
    r"|\b(?:sqlplus|sqlldr|rman|(?:imp|exp)(?:dp)?) (?:-\w{1,2} )?(?:userid=)?)"
    r"[\"']?([^\s/@\"']{1,60}+/[^\s@\"']{1,100}+)[\"']?@"
)


def find_userinfo(text: str) -> Iterator[Span]:
    """User names and passwords before the host of a URL."""
    position = 0
    stores = {match.end() for match in _STORE.finditer(text)} if "://" in text else set[int]()
    while (position := text.find("://", position)) >= 0:
        is_store = position in stores
        position += 3
        match = _STORE_USERINFO.match(text, position) if is_store else None
        if match is None or not _has_password(match.group(1)):
            match = _USERINFO.match(text, position)
        if match and not starts_with_mark(match.group(1)):
            rule = "secret:connection-string" if is_store else "secret:url"
            yield Span(match.start(1), match.end(1) - 1, rule)
            position = match.end()
    for match in _BEFORE_IP.finditer(text) if "@" in text else ():
        yield Span(match.start(1), match.end(1), "secret:url")
    for match in _ORACLE.finditer(text) if "@" in text else ():
        yield Span(match.start(1), match.end(1), "secret:connection-string")


def _has_password(userinfo: str) -> bool:
    return ":" in userinfo and not starts_with_mark(userinfo)


_PARAMETER: Final = re.compile(
    r"(?:[?&#]|(;))([\w.\-\[\]~%]{1,60}+)=((?(1)[^;&\s\"'<>#\\]|[^&\s\"'<>#\\])++)"
)
_TELLING_IN_URLS: Final = frozenset(
    """key code sig se sv skoid sas hash h hmac ticket state nonce invite invitation magic
    verify verification reset confirm confirmation unsubscribe t k s tk tok st sessionstate
    assertion samlresponse
    samlrequest expiressignature policy xamzsignature xamzcredential xamzsecuritytoken
    xgoogsignature xgoogcredential awsaccesskeyid googleaccessid keypairid oobcode prt otp
    logintoken login hdnts hdnea wstoken rtoken wskey appid subscription-key
    """.split()
)
# A hash asked of these tells which one it is.
_PARTS_OF_PAGES: Final = (".js", ".mjs", ".css", ".map", ".wasm", ".woff", ".woff2")
_SHORTEST: Final = 8


def find_url_parameters(text: str) -> Iterator[Span]:
    """Values of query and fragment parameters whose name tells, or may tell, of a secret."""
    for match in _PARAMETER.finditer(text):
        name, value = match.group(2), match.group(3)
        if starts_with_mark(value):
            continue
        compact = re.sub(r"[\W_]", "", name).lower()
        meaning = meaning_of(name)
        rule = "secret:url"
        if meaning.kind in SECRET_KINDS:
            goes = not is_harmless(value, meaning.kind)
        elif meaning.kind in PERSONAL_KINDS:
            goes, rule = looks_the_part(unquote_plus(value), meaning.kind), meaning.rule
        else:
            goes = compact in _TELLING_IN_URLS and _is_secret_looking(value, _SHORTEST)
            if meaning.kind is Kind.DIGEST and text.endswith(_PARTS_OF_PAGES, 0, match.start()):
                goes = False
        if goes:
            yield Span(match.start(3), match.end(3), rule)


def _is_secret_looking(value: str, shortest: int) -> bool:
    return (
        looks_random(value, shortest)
        and not is_harmless(value, Kind.SUBJECT)
        and _CODE_OR_ID.fullmatch(value) is None
    )


_CODE_OR_ID: Final = re.compile(
    r"[A-Z]{1,12}[_-]?\d{1,6}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]{2,12}_[A-Za-z0-9]{4,31}|v?\d+(?:\.\d+)*"
    r"|\d{4}-\d\d-\d\d.*"
)


_ONE_TIME_LINK: Final = re.compile(
    r"(?i)/(?:(?:accept|account|e?mail|user|team|org|join)[-_])?(?:reset(?:[-_]?password)?|password[-_]?reset|verify(?:[-_]?email)?|confirm\w{0,10}|activate|invit\w{1,7}|magic(?:[-_]?(?:link|login))?"
    r"|unsubscribe|token|tokens|auth|login|recover\w{0,5}|secret|share|s|feeds?|ics|ical|calendar|private|callback|one[-_]?time|hooks?|(?:incoming)?webhooks?(?:/incoming)?)/"
    r"([A-Za-z0-9._~=-]{16,}+)"
)
# Hooks that take whatever is sent to them: by the documentation of Zapier, Make, IFTTT, Teams,
# Airtable and Slack.
_HOOK: Final = re.compile(
    r"(?i)(?:hooks\.zapier\.com/hooks/catch|hook\.(?:[a-z0-9]{2,4}\.)?make\.com|hook\.integromat\.com"
    r"|maker\.ifttt\.com/(?:trigger|use)|[\w-]{1,60}\.webhook\.office\.com/webhookb2|outlook\.office(?:365)?\.com/webhook"
    r"|webhook\.site|hooks\.airtable\.com/workflows|hooks\.slack\.com/\w{3,12})/([\w@/.-]{6,400}+)"
)
# The last step to where a stream is sent is its key.
_STREAM: Final = re.compile(
    r"\brtmp[a-z]{0,2}://[^\s/\"'<>]{1,100}(?:/[\w.-]{1,60}){0,3}/([\w-]{8,200}+)"
)
_WORDS_AND_NUMBERS: Final = re.compile(r"[a-z]+(?:[-_.][a-z0-9]{1,8})*|\d+")


def find_one_time_links(text: str) -> Iterator[Span]:
    """The random segment of a path after a word such as reset, verify or invite."""
    for match in _ONE_TIME_LINK.finditer(text):
        value = match.group(1)
        if _is_secret_looking(value, 16) and _WORDS_AND_NUMBERS.fullmatch(value) is None:
            yield Span(match.start(1), match.end(1), "secret:url")
    for match in _STREAM.finditer(text) if "rtmp" in text else ():
        if _is_secret_looking(match.group(1), _SHORTEST):
            yield Span(match.start(1), match.end(1), "secret:url")
    for match in _HOOK.finditer(text) if "hook" in text or "ifttt" in text else ():
        yield Span(match.start(1), match.end(1), "secret:url")
