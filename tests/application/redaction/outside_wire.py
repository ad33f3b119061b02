"""Secrets as they travel: headers, cookies, URLs, connection strings, PEM, blobs, arguments.

Shapes from RFC 6265, 6750, 7468, 7515, 7617, 9110, 4880, from the databases' documentation of
their connection strings, and from command lines' manuals.
"""

from __future__ import annotations

import base64
import json
import random
import textwrap
from collections.abc import Callable

from tests.application.redaction.corpus import BASE62, BASE64URL, DIGITS, HEX, LOWER, pick
from tests.application.redaction.outside import Form, Make, Piece

_STRONG = BASE62 + "!$%^*-_"


def _b64(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _jwt(rng: random.Random) -> str:
    head = rng.choice(({"alg": "HS256", "typ": "JWT"}, {"typ": "JWT", "alg": "RS256", "kid": "k1"}))
    body = {"sub": pick(rng, DIGITS, 9), "iat": 1771581600, "exp": 1771585200}
    return f"{_b64(head)}.{_b64(body)}.{pick(rng, BASE64URL, 43)}"


def _password(rng: random.Random) -> str:
    return rng.choice("KLMNP") + pick(rng, _STRONG, rng.randint(9, 14)) + rng.choice("379")


def _word(rng: random.Random) -> str:
    """A password as people choose them."""
    return (
        rng.choice(("sunshine", "Winter", "dragonfly", "Monkey", "trustno"))
        + pick(rng, DIGITS, 3)
        + "!"
    )


def _opaque(rng: random.Random) -> str:
    return pick(rng, BASE62, 32)


def _hex(rng: random.Random) -> str:
    return pick(rng, HEX, 32)


_VALUES: dict[str, Callable[[random.Random], str]] = {
    "JWT": _jwt,
    "PASSWORD": _password,
    "WORD": _word,
    "OPAQUE": _opaque,
    "HEX": _hex,
    "SHORT": lambda rng: pick(rng, LOWER + DIGITS, 12),
    "B64": lambda rng: pick(rng, BASE62 + "+/", 63) + "=",
    "URL": lambda rng: pick(rng, BASE64URL, 43),
    "BASIC": lambda rng: base64.b64encode(f"svc_sync:{_password(rng)}".encode()).decode(),
    "JSID": lambda rng: pick(rng, "0123456789ABCDEF", 32),
    "OTP": lambda rng: pick(rng, DIGITS, 6),
    "UUID": lambda rng: "-".join(pick(rng, HEX, n) for n in (8, 4, 4, 4, 12)),
}


def _of(template: str) -> Make:
    """`<JWT>` and the like in the template are what has to go."""
    names = [
        part.split(">")[0] for part in template.split("<")[1:] if part.split(">")[0] in _VALUES
    ]

    def make(rng: random.Random) -> Piece:
        text = template
        secrets: list[str] = []
        for name in names:
            secrets.append(_VALUES[name](rng))
            text = text.replace(f"<{name}>", secrets[-1], 1)
        return Piece(text, tuple(secrets))

    return make


_LINES: dict[str, tuple[str, ...]] = {
    "bearer and JWT": (
        "<JWT>",
        "Authorization: Bearer <JWT>",
        "authorization: bearer <OPAQUE>",
        "Bearer <URL>",
        "Authorization=Bearer <OPAQUE>",
        "Proxy-Authorization: Basic <BASIC>",
        "Authorization: Basic <BASIC>",
        "Basic <BASIC>",
        "Authorization: Token <HEX>",
        "Authorization: ApiKey <B64>",
        "X-Api-Key: <OPAQUE>",
        "x-amz-security-token: <B64>",
        'Authorization: Digest username="svc", realm="x", nonce="91ab", response="<HEX>"',
        "X-Auth-Token: <URL>",
        "X-CSRF-Token: <URL>",
        "Sec-WebSocket-Protocol: access_token, <JWT>",
        "Authorization: AWS4-HMAC-SHA256 Credential=AK/20260220/s3/x, Signature=<HEX><HEX>",
        "jwt expired: <JWT>",
        "invalid token '<OPAQUE>'",
        "token=<OPAQUE> rejected",
        "id_token_hint=<JWT>",
        "WWW-Authenticate challenge answered with Bearer <OPAQUE>",
        "X-Hub-Signature-256: sha256=<HEX><HEX>",
        "Stripe-Signature: t=1771581600,v1=<HEX><HEX>",
        "Cookie and Authorization: Negotiate <B64>",
    ),
    "cookies and sessions": (
        "Cookie: session=<OPAQUE>",
        "Cookie: theme=dark; sessionid=<SHORT>; lang=de",
        "Set-Cookie: sid=<URL>; Path=/; HttpOnly; Secure; SameSite=Lax",
        "Cookie: JSESSIONID=<JSID>",
        "PHPSESSID=<SHORT>; path=/",
        "Set-Cookie: connect.sid=s%3A<OPAQUE>.<URL>; Path=/",
        "ASP.NET_SessionId=<SHORT>",
        "Cookie: _ga=GA1.2.3.4; __Host-auth=<URL>",
        "set-cookie: __Secure-next-auth.session-token=<JWT>; Max-Age=3600",
        "document.cookie = 'remember_me=<OPAQUE>'",
        "curl -b 'sid=<OPAQUE>' https://api.acme.example/v1/me",
        "Cookie: laravel_session=<B64>; XSRF-TOKEN=<B64>",
        "_rails_session=<URL>",
        "csrftoken=<OPAQUE>",
        "Cookie: AWSALB=<B64>; cf_clearance=<URL>",
        "sessionToken: <OPAQUE>",
        "session_id=<HEX>",
        "Cookie:auth=<SHORT>",
    ),
    "secrets in URLs": (
        "https://api.acme.example/v1/files?access_token=<OPAQUE>&page=2",
        "GET /callback?code=<OPAQUE>&state=<URL>",
        "https://app.acme.example/#access_token=<JWT>&token_type=bearer",
        "https://svc:<PASSWORD>@git.acme.example/team/repo.git",
        "/reset-password?token=<URL>",
        "https://acme.example/invite/accept?invite_token=<SHORT>",
        "wss://ws.acme.example/live?auth=<OPAQUE>",
        "https://maps.example.com/api?key=<OPAQUE>&q=Berlin",
        "https://files.example.com/a.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=<HEX><HEX>",
        "https://files.example.com/a.pdf?Expires=1771585200&Signature=<URL>&Key-Pair-Id=K2J",
        "/oauth/token?client_id=web&client_secret=<OPAQUE>",
        "https://acme.example/login?user=ann&password=<PASSWORD>",
        "ftp://deploy:<WORD>@ftp.acme.example/in",
        "https://acme.example/verify?otp=<OTP>",
        "/api/export?apikey=<HEX>",
        "https://acme.example/magic?t=1&signature=<HEX><HEX>",
        "/v1/me?api%5Fkey=<OPAQUE>",
        "https://acme.example/cb?session=<HEX>&lang=en",
        "https://token:<HEX>@api.acme.example/hook",
        "https://<OPAQUE>@github.com/acme/web.git",
        "https://acme.example/sso?SAMLResponse=<B64>",
        "/webhook?hmac=<HEX><HEX>&shop=a",
        "/api/me?jwt=<JWT>",
        "https://acme.example/unsubscribe?email_token=<URL>",
        "redis://:<PASSWORD>@cache:6379/0 timed out",
    ),
    "connection strings": (
        "postgres://app:<PASSWORD>@db.acme.example:5432/main",
        "postgresql+asyncpg://app:<PASSWORD>@db/main?sslmode=require",
        "mysql://root:<WORD>@10.0.0.7:3306/shop",
        "mongodb+srv://app:<PASSWORD>@cluster0.mongodb.net/x?retryWrites=true",
        "redis://default:<OPAQUE>@cache.acme.example:6380/0",
        "rediss://:<OPAQUE>@cache.acme.example:6380",
        "amqp://guest:<WORD>@rabbit:5672/vhost",
        "amqps://svc:<PASSWORD>@mq.acme.example/prod",
        "Server=db01;Database=main;User Id=sa;Password=<PASSWORD>;Encrypt=true",
        "host=db port=5432 user=app password=<PASSWORD> dbname=main",
        "jdbc:postgresql://db:5432/main?user=app&password=<SHORT>",
        "jdbc:sqlserver://db:1433;databaseName=x;user=sa;password=<PASSWORD>",
        "jdbc:oracle:thin:scott/<WORD>@//db:1521/orcl",
        "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=<B64>",
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=<B64>;EndpointSuffix=core.windows.net",
        "smtp://mailer:<PASSWORD>@smtp.acme.example:587",
        "ldap://cn=admin:<WORD>@ldap.acme.example",
        'sasl.jaas.config=PlainLoginModule required username="svc" password="<PASSWORD>";',
        "clickhouse://default:<PASSWORD>@ch:9000/x",
        "Driver={ODBC Driver 18};Server=db;Uid=app;Pwd=<PASSWORD>;",
        "mssql://sa:<WORD>@db/x",
        "nats://svc:<OPAQUE>@nats:4222",
        "AccountEndpoint=https://a.documents.azure.com:443/;AccountKey=<B64>;",
        "snowflake://app:<SHORT>@acme/db",
        "elasticsearch=https://elastic:<PASSWORD>@es:9200",
        "sqlite+pysqlcipher://:<WORD>@/x.db",
        "sftp://ops:<PASSWORD>@drop.acme.example:22/out",
    ),
    "command lines": (
        "curl -u svc:<PASSWORD> https://api.acme.example",
        "curl -H 'X-Api-Key: <OPAQUE>' https://api.acme.example",
        'curl --header "Authorization: Bearer <OPAQUE>" https://x.example',
        "mysql -uroot -p<WORD> shop",
        "mysqldump --password=<WORD> shop",
        'psql "password=<SHORT> user=app"',
        "export API_TOKEN=<OPAQUE>",
        "PGPASSWORD=<PASSWORD> psql -h db",
        "docker login -u ci -p <OPAQUE> registry.acme.example",
        "redis-cli -a <OPAQUE> ping",
        "sshpass -p <WORD> ssh ops@box",
        "deploy --token <OPAQUE> --region eu",
        "deploy --api-key=<HEX> --dry-run",
        "aws configure set aws_secret_access_key <B64>",
        "openssl enc -k <WORD> -in a",
        "htpasswd -b .ht ann <WORD>",
        "set SECRET_KEY=<OPAQUE>",
        "$env:CLIENT_SECRET = '<OPAQUE>'",
        "npm config set //registry.example/:_authToken=<UUID>",
        "az login --service-principal -p <PASSWORD>",
        "wget --http-password=<WORD> https://x.example/a",
        "ansible-playbook -e db_password=<SHORT> site.yml",
        "helm upgrade x --set auth.password=<SHORT>",
        "kubectl create secret generic s --from-literal=token=<OPAQUE>",
        "vault login <OPAQUE>",
        "git clone https://oauth2:<OPAQUE>@gitlab.com/a/b.git",
    ),
    "blobs": (
        "<B64>",
        "<HEX><HEX>",
        "payload <B64><B64>",
        "key material <HEX><HEX><HEX>",
        "signature <URL>",
        "digest mismatch: <B64>",
        "<URL><URL>",
    ),
}


def _pem(rng: random.Random, label: str, lines: int) -> str:
    body = "\n".join(textwrap.wrap("MIIE" + pick(rng, BASE62 + "+/", 64 * lines), 64))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----"


def _key(label: str, change: Callable[[str], str]) -> Make:
    def make(rng: random.Random) -> Piece:
        text = change(_pem(rng, label, 8))
        body = (
            max(text.replace("\\n", "\n").replace("\\r", "").split("\n")[1:-1], key=len)
            if "\n" in text.replace("\\n", "\n")
            else text[60:160]
        )
        return Piece(text, (body,))

    return make


_CHANGES: dict[str, Callable[[str], str]] = {
    "whole": lambda pem: pem,
    "cut off": lambda pem: pem[: len(pem) - 150],
    "escaped line ends": lambda pem: pem.replace("\n", "\\n"),
    "escaped CRLF": lambda pem: pem.replace("\n", "\\r\\n"),
    "one line": lambda pem: pem.replace("\n", " "),
    "indented": lambda pem: pem.replace("\n", "\n    "),
    "tail only": lambda pem: pem[100:],
}
_LABELS = (
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
    "DSA PRIVATE KEY",
)

WIRE = (
    *(
        Form(group, template, _of(template))
        for group, templates in _LINES.items()
        for template in templates
    ),
    *(
        Form("private keys", f"{label}, {name}", _key(label, change))
        for label in _LABELS
        for name, change in _CHANGES.items()
    ),
)
