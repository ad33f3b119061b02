"""Addresses of machines: IPv4, IPv6, MAC, and the names of internal hosts."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from application.redaction.meaning.words import ALNUM
from application.redaction.spans import Span

_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4: Final = re.compile(rf"(?<!\.)(?<!{ALNUM})(?:{_BYTE}\.){{3}}{_BYTE}(?!{ALNUM}|\.\d|-\w)")
_IPV4_IN_NAME: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:ip|ec2)-(?:{_BYTE}-){{3}}{_BYTE}(?![\w-])(?:\.[a-z][\w-]{{0,40}}){{0,6}}"
)
_IPV6: Final = re.compile(
    r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,8}+(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{1,4})?(?:%\w{1,16})?(?![\w:])"
)
_BYTES: Final = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){7}")
_SERIAL_BEFORE: Final = re.compile(r"(?i)\bserial(?: ?(?:number|no\.?))?[ :=#\"']{1,4}\Z")
_MAC: Final = re.compile(
    r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])"
)
_VERSION_BEFORE: Final = re.compile(
    r"(?i)(?:(?:vers(?:i[oó]n|ão|ie|jon)|wersj\w|verze)"
    r"(?: (?:(?:of|de|da|do|der|van) )?(?:(?:the|our|your|la|el) )?"
    r"(?:app|application|aplicaci[oó]n|aplicação|aplikacji|programu|client|desktop|agent))?"
    r"|\bdesktop|(?<!ser)ver|\brev(?:ision)?|\bapp|release(?:\snotes)?|hotfix|build|firmware"
    r"|upgrad(?:ed?|ing) (?:to|from)|updat(?:ed?|ing) to|sdk|driver"
    r"|\bv|\b(?:plug-?in|browser|chrome|firefox|safari)"
    r"|\b(?:since|after|seit(?: dem)?|nach(?: dem)?) (?:the )?(?:last |latest )?"
    r"(?:up(?:date|grade)|patch)(?: auf)?"
    r"|(?:mise à jour|actualizaci[oó]n|aggiornamento|atualização)(?: (?:vers|en|a|para|alla))?"
    r"|kernel|de escritorio|[a-z]\w*/|[=<>~^!]=)[\s:=\"'v.(]{0,4}$"
    r"|\w-(?:agent|app|cli|client|daemon|desktop|driver|plugin|runtime|sdk) v?$"
    r"|\b(?:package|plugin|module|library|gem|installing) [\w.@/-]{1,24} ?\(?v?$"
)
# "foo-1.2.3.4.jar", "agent 7.51.0.1 installed".
_VERSION_AFTER: Final = re.compile(
    r"(?i)\.(?:jar|tgz|tar|zip|whl|gz|deb|rpm|exe|dmg|msi|nupkg|gem|apk|ipa|pkg)\b"
    r"|\)? (?:installed|restored|released|update|upgrade|release|hotfix|patch"
    r"|is (?:too (?:old|new)|outdated))\b| \(build "
    r"| of (?:the|our|your) (?:\w{2,12} )?(?:app|client|agent|plugin|desktop|installer)\b"
)
# "update 3.2.1.0 -> 3.3.0.0", where the same of private addresses may be a record's.
_CHANGING: Final = re.compile(r"(?i)\b(?:(?:up|down)grad|updat)(?:e|ing) $")
# "broken since 4.2.0.1", where a private address may have joined.
_SINCE: Final = re.compile(r"(?i)\b(?:since|running|seit) $")
_TO_ANOTHER: Final = re.compile(r" (?:to|->|=>|\u2192) \d")
_SCHEME_BEFORE: Final = "//"
_NOBODYS: Final = frozenset({"127.0.0.1", "0.0.0.0"})  # noqa: S104 - nothing is bound here
"""Addresses that every machine has (RFC 6890), and so tell of none."""
_NETWORK: Final = ".0.0.0"
"""How a network of sixteen million addresses ends, and many a version: Chrome 132.0.0.0."""
_OF_NETWORKS: Final = frozenset("10 100 127 169 172 192".split())
"""With what private addresses begin."""

# RFC 6762 (.local), RFC 8375 (home.arpa), ICANN's .internal, Kubernetes' cluster.local and svc,
# RFC 6762 appendix G (.intranet, .private, .corp, .home, .lan).
_INTERNAL_ENDINGS = (
    r"internal|intern|local|lan|corp|intranet|intra|private|priv|localdomain|home\.arpa|svc|consul|home|ad"
    r"|cluster\.local|privatelink\.[a-z.]{3,40}"
)
_INTERNAL_LABELS = r"internal|intern|corp|intranet|intra|lan|private|priv|int"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})"
# The endpoints of AWS's, Azure's and MongoDB's managed stores, by their documentation.
_MANAGED: Final = re.compile(
    r"(?i).+\.(?:rds|cache|redshift|docdb|neptune|efs|es|elb|compute(?:-\d)?)(?:\.[a-z0-9-]+)*"
    r"\.amazonaws\.com|.+\.(?:database|redis\.cache|documents|servicebus|mysql\.database"
    r"|postgres\.database)\.(?:windows|azure)\.(?:net|com)|.+\.mongodb\.net"
)
_HOST: Final = re.compile(
    rf"(?<![\w.$-])(?:{_LABEL}\.){{1,10}}[A-Za-z][A-Za-z-]{{1,62}}(?![\w-]|\.\w|\()"
)
# "http://jenkins01:8080", "https://orders-api/v1", "http://payments:8080": one name. What has no
# port may be a bucket, or in an app's own scheme a page.
_NAME_IN_URL: Final = re.compile(
    r"(?:://|@)(?!localhost)([A-Za-z][\w-]{1,62})(?:(:\d{2,5}(?![\w@.]))|(?=[/?]))"
)
_LEADS_TO_HOST: Final = re.compile(
    r"(?i)(?:https?|wss?|grpcs?|amqps?|mqtts?|rediss?|postgres(?:ql)?|mysql|mongodb|ldaps?|nats|ssh"
    r"|sftp|tcp)\Z"
)
_LONGEST_SCHEME: Final = 12
_NUMBERED: Final = re.compile(r"[\w-]*[-\d]")
# The registered ports of stores, brokers and proxies, but for round numbers; and a name before one.
_PORT_OF_SERVICE: Final = re.compile(
    r":(?:1433|1521|1883|2181|2379|3306|4222|5432|5672|6379|6432|7687|808[01]|8443|8500|8883|9042"
    r"|909[023]|9[23]00|11211|15672|26379|27017|50051)(?![\w.-]|:\w)"
)
_MACHINE_BEFORE_PORT: Final = re.compile(
    r"(?<![\w./:@#$-])(?=[a-z0-9-]{0,62}[-\d])[a-z][a-z0-9-]{2,62}\Z"
)
_LONGEST_BEFORE_PORT: Final = 72
# "\\files01\share" and "smb://files01/share"; "Data Source=SQL01;" of ADO.NET.
_SERVER: Final = re.compile(
    r"(?i)(?:(?<![\w:\\])\\{2,4}|\b(?:(?:smb|cifs|nfs|afp)://|data source=(?:tcp:)?))"
    r"((?=[\w-]{0,62}[-\d])[a-z][\w-]{2,62})(?=\\|/\w|[;,])"
)
# What resolvers say of a name that they do not know.
_UNRESOLVED: Final = re.compile(
    r"(?:ENOTFOUND |EAI_AGAIN |UnknownHostException: |resolve host(?:name)?:? [\"']?"
    r"|service not known: |(?:to|from|on) host [\"']?"
    r"|\b(?:[Hh]ost|[Ss]erver|[Mm]achine)(?: at)? [\"']"
    r"|'@'|(lookup ))"
    r"((?=[\w-]{0,62}[-\d])[A-Za-z][\w-]{2,62})(?![\w.-])"
    r"(?(1)(?=: no such host|: i/o timeout|: [Tt]emporary failure| on \S{1,60}:53(?!\d)))"
)
# What clients of any protocol, and shells, say where they are going.
_PORT_IN_WORDS: Final = re.compile(r",? port \d{2,5}(?!\d)")
_BEFORE_PORT: Final = re.compile(
    r" (?:to|from|at|host) ((?=[\w-]{0,62}[-\d])[A-Za-z][\w-]{2,62})\Z"
)
_IN_PROMPT: Final = re.compile(r"(?<=\w)@((?=[\w-]{0,62}\d)[a-z][\w-]{2,62})(?=:[~/])")
# What Windows calls a machine to which nobody gave a name.
_UNNAMED: Final = re.compile(
    r"(?<![\w-])(?=[A-Z]+-[A-Z]*\d)(?:DESKTOP-[A-Z0-9]{7}|LAPTOP-[A-Z0-9]{8}|WIN-[A-Z0-9]{11})(?![\w-])"
)
_INTERNAL: Final = re.compile(rf"(?i).*\.(?:{_INTERNAL_ENDINGS})")
_INTERNAL_INSIDE: Final = re.compile(
    rf"(?i)(?:.+\.)?(?:{_INTERNAL_LABELS})\.[a-z0-9.-]+\.[a-z]{{2,12}}"
)
_PACKAGE: Final = re.compile(r"(?i)(?:com|org|io|net|java|javax|app|de|uk|dev|sun|node|src)\..*")
_FILES: Final = frozenset(
    "config settings window env application docker-compose vite this self module".split()
)
_MACHINE: Final = re.compile(r"(?=[\w-]*[-\d])[A-Za-z][\w-]{2,62}")
_EXAMPLES: Final = frozenset("localhost unknown none".split())


def find_ip_addresses(text: str) -> Iterator[Span]:
    """IPv4 addresses, unless what stands around says a version; and those in EC2 host names.

    What begins as a version did before it is the next of the same thing: "from 5.1.9.4 to 5.2.0.1".
    """
    versions: set[str] = set()
    for match in _IPV4.finditer(text):
        if match.group() in _NOBODYS or match.group().endswith(_NETWORK):
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        major = match.group().partition(".")[0]
        if not before.endswith(_SCHEME_BEFORE) and (
            major in versions
            or (
                major not in _OF_NETWORKS
                and (
                    _SINCE.search(before)
                    or (_CHANGING.search(before) and _TO_ANOTHER.match(text, match.end()))
                )
            )
            or _VERSION_BEFORE.search(before)
            or _VERSION_AFTER.match(text, match.end())
        ):
            versions |= {major} - _OF_NETWORKS
            continue
        yield Span(match.start(), match.end(), "ip")
    for match in _IPV4_IN_NAME.finditer(text):
        yield Span(match.start(), match.end(), "internal-host")


def find_colon_addresses(text: str) -> Iterator[Span]:
    """IPv6 addresses (RFC 4291, judged by the standard library) and MAC addresses."""
    for match in _IPV6.finditer(text):
        address = match.group()
        # The sign after it: "dial tcp 2001:db8::1: refused".
        address = address if address.endswith("::") else address.removesuffix(":")
        written = address.split("%")[0]
        # A serial number or a fingerprint, by whole bytes.
        if _BYTES.fullmatch(written):
            continue
        if not any(c.isdigit() for c in written) or written.strip(":").isdigit():
            continue
        try:
            ipaddress.IPv6Address(written)
        except ValueError:
            continue
        yield Span(match.start(), match.start() + len(address), "ip")
    for match in _MAC.finditer(text):
        if _SERIAL_BEFORE.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        yield Span(match.start(), match.end(), "mac")


def find_internal_hosts(text: str) -> Iterator[Span]:
    """Host names that only an internal network resolves."""
    for match in _HOST.finditer(text):
        is_machine = text.endswith(_OPENS_HOST, 0, match.start()) or _PORT.match(text, match.end())
        if is_internal_host(match.group(), is_machine=bool(is_machine)):
            yield Span(match.start(), match.end(), "internal-host")
    for pattern in (_SERVER, _UNRESOLVED, _IN_PROMPT, _UNNAMED):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            yield Span(match.start(group), match.end(group), "internal-host")
    for match in _NAME_IN_URL.finditer(text):
        if _is_machine_in_url(text, match):
            yield Span(match.start(1), match.end(1), "internal-host")
    for ports, before_port in (
        (_PORT_OF_SERVICE, _MACHINE_BEFORE_PORT),
        (_PORT_IN_WORDS, _BEFORE_PORT),
    ):
        for port in ports.finditer(text):
            start = max(0, port.start() - _LONGEST_BEFORE_PORT)
            name = before_port.search(text[start : port.start()])
            if name:
                first = start + name.start(name.lastindex or 0)
                yield Span(first, port.start(), "internal-host")


def _is_machine_in_url(text: str, match: re.Match[str]) -> bool:
    is_numbered = _NUMBERED.match(match[1]) is not None and len(match[1]) > len("db")
    if is_numbered and match[2]:
        return True
    before = text[max(0, match.start() - _LONGEST_SCHEME) : match.start()]
    leads_to_host = text[match.start()] == ":" and _LEADS_TO_HOST.search(before) is not None
    return leads_to_host and (is_numbered or match[2] is not None)


_OPENS_HOST: Final = ("://", "@")
_PORT: Final = re.compile(r":\d{2,5}(?![\w.]|:\w)")


def is_internal_host(name: str, *, is_machine: bool = False) -> bool:
    """Whether a host name ends, or has a label, as internal ones do. Unless it `is_machine` for
    certain, it may be a package's.
    """
    if _MANAGED.fullmatch(name):
        return True
    if _INTERNAL.fullmatch(name):
        is_file = name.split(".", 1)[0].lower() in _FILES
        return not is_file and (is_machine or not _PACKAGE.fullmatch(name))
    return _INTERNAL_INSIDE.fullmatch(name) is not None and not _PACKAGE.fullmatch(name)


def is_machine_name(value: str) -> bool:
    """Whether the value of a field for hosts names a single machine, such as db-prod-01."""
    name = value.rsplit(":", 1)[0]
    if name.lower() in _EXAMPLES:
        return False
    return _MACHINE.fullmatch(name) is not None or is_internal_host(name)
