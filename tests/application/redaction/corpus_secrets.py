"""Formats of credentials."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from typing import Final

from tests.application.redaction.corpus import (
    BASE62,
    BASE64URL,
    DIGITS,
    HEX,
    LOWER,
    UPPER,
    Format,
    Make,
    pick,
)


def _key(prefix: str, alphabet: str, length: int, suffix: str = "") -> Make:
    return lambda rng: prefix + pick(rng, alphabet, length) + suffix


def _vendor(name: str, prefix: str, alphabet: str, length: int, suffix: str = "") -> Format:
    return Format("vendor keys", name, _key(prefix, alphabet, length, suffix))


_VENDORS: Final = (
    _vendor("aws", "AK" + "IA", UPPER + "234567", 16),
    _vendor("aws temporary", "AS" + "IA", UPPER + "234567", 16),
    _vendor("github", "gh" + "p_", BASE62, 36),
    _vendor("github server", "gh" + "s_", BASE62, 36),
    _vendor("github fine", "github" + "_pat_11", BASE62, 20, "_" + "a7B" * 19),
    _vendor("gitlab", "gl" + "pat-", BASE64URL, 20),
    _vendor("slack bot", "xo" + "xb-1234567890-", BASE62, 24),
    _vendor("slack app", "xa" + "pp-1-A0123-456-", HEX, 64),
    _vendor("stripe", "sk" + "_live_", BASE62, 24),
    _vendor("stripe restricted", "rk" + "_test_", BASE62, 24),
    _vendor("stripe webhook", "wh" + "sec_", BASE62, 32),
    _vendor("google api", "AI" + "za", BASE64URL, 35),
    _vendor("google oauth", "GOC" + "SPX-", BASE64URL, 28),
    _vendor("google token", "ya" + "29.", BASE64URL, 120),
    _vendor("anthropic", "sk-" + "ant-api03-", BASE64URL, 93, "AA"),
    _vendor("openai", "sk-" + "proj-", BASE64URL, 74),
    _vendor("openai old", "sk-", BASE62, 48),
    _vendor("openrouter", "sk-" + "or-v1-", HEX, 64),
    _vendor("sendgrid", "S" + "G.", BASE64URL, 22, "." + "Ab3_" * 10 + "xyz"),
    _vendor("twilio", "S" + "K", HEX, 32),
    _vendor("npm", "np" + "m_", BASE62, 36),
    _vendor("pypi", "pypi-" + "AgEIcHlwaS5vcmc", BASE64URL, 120),
    _vendor("azure", "7Xq8" + "Q~", BASE62, 34),
    _vendor("mailgun", "ke" + "y-", HEX, 32),
    _vendor("shopify", "shp" + "at_", HEX, 32),
    _vendor("digitalocean", "dop" + "_v1_", HEX, 64),
    _vendor("vault", "hv" + "s.", BASE64URL, 90),
    _vendor("telegram", "712345678" + "9:AA", BASE64URL, 33),
    _vendor("discord", "M", BASE62, 25, ".GabCd3." + "x9Z_" * 9),
    _vendor("linear", "lin" + "_api_", BASE62, 40),
    _vendor("notion", "nt" + "n_", BASE62, 46),
    _vendor("databricks", "da" + "pi", HEX, 32),
    _vendor("atlassian", "ATA" + "TT3xFfGF0", BASE64URL, 160),
    _vendor("huggingface", "h" + "f_", BASE62, 34),
    _vendor("figma", "fi" + "gd_", BASE64URL, 40),
    _vendor("new relic", "NR" + "AK-", UPPER + DIGITS, 27),
    _vendor("grafana", "gls" + "a_", BASE62, 32, "_0a1b2c3d"),
    _vendor("postman", "PM" + "AK-", HEX, 24, "-" + "0a1b2c3d4e" * 3 + "0a1b"),
    _vendor("doppler", "dp" + ".pt.", BASE62, 43),
    _vendor("supabase", "sb" + "p_", HEX, 40),
    # Formats for which there is no rule of their own.
    _vendor("resend", "re" + "_", BASE62, 8, "_" + "aB3" * 8),
    _vendor("clerk", "sk" + "_test_", BASE62, 42),
    _vendor("exotic a", "acme" + "_live_", BASE62, 32),
    _vendor("exotic b", "zzq" + "_secret_", LOWER + DIGITS, 40),
    _vendor("exotic c", "tok" + "-", BASE62, 44),
    _vendor("buildkite", "bk" + "ua_", HEX, 40),
    _vendor("prefect", "pn" + "u_", LOWER + DIGITS, 36),
    _vendor("readme", "rd" + "me_", LOWER + DIGITS, 70),
    _vendor("easypost", "EZ" + "AK", HEX, 54),
    _vendor("firecrawl", "fc" + "-", HEX, 32),
)


def _jwt(rng: random.Random) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = json.dumps({"sub": pick(rng, DIGITS, 9), "iat": 1771581600, "n": pick(rng, LOWER, 8)})
    middle = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    return f"{head}.{middle}.{pick(rng, BASE64URL, 43)}"


def _document(make: Callable[[random.Random], tuple[object, str]]) -> Make:
    def made(rng: random.Random) -> str:
        document, passage = make(rng)
        return json.dumps({"document": document, "passage": passage}, ensure_ascii=False)

    return made


def _whole(group: str, name: str, make: Callable[[random.Random], tuple[object, str]]) -> Format:
    return Format(group, name, _document(make), is_document=True)


def _around(group: str, name: str, template: str, value: Make) -> Format:
    """The value inside a text; `@@` is where."""

    def make(rng: random.Random) -> tuple[object, str]:
        secret = value(rng)
        return {"ts": "2026-02-20T10:00:00.000Z", "line": template.replace("@@", secret)}, secret

    return _whole(group, name, make)


def _basic(rng: random.Random) -> str:
    return base64.b64encode(f"{pick(rng, LOWER, 6)}:{pick(rng, BASE62, 12)}".encode()).decode()


_TOKEN: Final = _key("", BASE62, 32)
_SHORT: Final = _key("", BASE62, 14)


def _password(rng: random.Random) -> str:
    word = rng.choice(["dragon", "Sunshine", "Tiger", "monkey", "Winter", "Passw0rd"])
    return word + rng.choice(["!", "#", "_", "", "-"]) + pick(rng, DIGITS, rng.randint(2, 4))


_BEARERS: Final = (
    Format("jwt and bearer", "jwt", _jwt),
    _around(
        "jwt and bearer", "bearer header", "Authorization: Bearer @@\r\nHost: api.acme.com", _TOKEN
    ),
    _around(
        "jwt and bearer", "bearer in log", 'headers={"authorization": "Bearer @@"} 401', _TOKEN
    ),
    _around("jwt and bearer", "basic header", "GET / HTTP/1.1\nAuthorization: Basic @@\n", _basic),
    _around(
        "jwt and bearer", "curl", "curl -H 'Authorization: Bearer @@' https://api.acme.com", _jwt
    ),
    _around("jwt and bearer", "curl user", "curl -u admin:@@ https://api.acme.com/v1", _SHORT),
    _around("jwt and bearer", "token scheme", "Authorization: Token @@", _key("", HEX, 40)),
    _whole(
        "jwt and bearer",
        "pair",
        lambda r: ({"key": "authorization", "value": "Bearer " + (t := _TOKEN(r))}, t),
    ),
    _whole(
        "jwt and bearer",
        "raw headers",
        lambda r: (["Host", "x", "Authorization", "Bearer " + (t := _TOKEN(r))], t),
    ),
    _whole(
        "jwt and bearer",
        "posing as id",
        lambda r: ({"jobId": (t := _jwt(r)), "status": "failed"}, t),
    ),
)
_COOKIES: Final = (
    _around("cookies", "cookie header", "Cookie: theme=dark; session=@@; lang=en", _TOKEN),
    _around("cookies", "set-cookie", "Set-Cookie: sid=@@; Path=/; HttpOnly; Secure", _TOKEN),
    _around("cookies", "php", "PHPSESSID=@@ page=/cart", _key("", LOWER + DIGITS, 26)),
    _around("cookies", "java", "GET /cart;jsessionid=@@ 200", _key("", UPPER + DIGITS, 32)),
    _around("cookies", "express", "connect.sid=s%3A@@", _key("", BASE62, 32)),
    Format("cookies", "session id", _TOKEN, ("sessionId", "session_id", "sid", "SESSION-ID")),
    Format(
        "cookies",
        "cookie field",
        lambda r: f"sid={_TOKEN(r)}; theme=dark",
        ("cookie", "Cookie", "set-cookie"),
    ),
    _whole(
        "cookies",
        "cookies object",
        lambda r: ({"cookies": {"sid": (t := _TOKEN(r)), "theme": "dark"}}, t),
    ),
    _whole(
        "cookies",
        "cookies list",
        lambda r: ({"set-cookie": [f"auth={(t := _TOKEN(r))}; Path=/"]}, t),
    ),
    _whole(
        "cookies",
        "header pair",
        lambda r: ({"name": "Cookie", "value": f"a={(t := _TOKEN(r))}"}, t),
    ),
)


def _pem(kind: str, joint: str) -> Make:
    def make(rng: random.Random) -> str:
        lines = [pick(rng, BASE62 + "+/", 64) for _ in range(6)] + [pick(rng, BASE62, 22) + "=="]
        text = joint.join(["-----BEGIN " + kind + "-----", *lines, "-----END " + kind + "-----"])
        return json.dumps({"document": {"detail": f"loaded {text} ok"}, "passage": lines[-1]})

    return make


def _pem_lines(rng: random.Random) -> tuple[object, str]:
    lines = [pick(rng, BASE62, 64), pick(rng, BASE62, 20)]
    key = "RSA PRIVATE " + "KEY-----"
    return {"log": ["start", "-----BEGIN " + key, *lines, "-----END " + key, "stop"]}, lines[-1]


_KEYS: Final = (
    *(
        Format("private keys", kind + repr(joint), _pem(kind + " KEY", joint), is_document=True)
        for kind in ("PRIVATE", "RSA PRIVATE", "OPENSSH PRIVATE", "EC PRIVATE", "ENCRYPTED PRIVATE")
        for joint in ("\n", "\\n", " ")
    ),
    _whole("private keys", "lines", _pem_lines),
)


def _dsn(template: str) -> Format:
    return _around("connection strings", template, template, _password)


_CONNECTIONS: Final = tuple(
    _dsn(template)
    for template in (
        "could not connect to postgres://app:@@@db.acme.com:5432/app",
        "DATABASE_URL=postgresql+asyncpg://svc:@@@10.1.2.3/app?sslmode=require",
        "mysql://root:@@@mysql-1:3306/shop",
        "mongodb+srv://app:@@@cluster0.abcde.mongodb.net/app",
        "redis://:@@@cache:6379/0",
        "rediss://default:@@@cache.acme.com:6380",
        "amqp://worker:@@@mq:5672/%2f",
        "Server=tcp:sql.acme.com,1433;Database=app;User Id=sa;Password=@@;Encrypt=True;",
        "Data Source=db1;Initial Catalog=app;User ID=sa;Pwd=@@;",
        "jdbc:mysql://db1:3306/app?user=root&password=@@&useSSL=false",
        "jdbc:postgresql://db1/app?user=app&password=@@",
        "host=db1 port=5432 dbname=app user=app password=@@ sslmode=disable",
        "Driver={ODBC Driver 17};Server=db1;Uid=sa;Pwd=@@;",
        "DSN: clickhouse://default:@@@ch1:9000/logs",
        "ftp://backup:@@@files.acme.com/dump.sql",
        "smtp://mailer:@@@smtp.acme.com:587",
    )
)
_TELLING: Final = (
    Format(
        "telling keys",
        "password",
        _password,
        ("password", "Password", "user_password", "newPassword", "PASSWORD"),
    ),
    Format(
        "telling keys",
        "plain word",
        _key("", LOWER, 9),
        ("password", "passwd", "pwd", "passphrase"),
    ),
    Format(
        "telling keys", "apiKey", _TOKEN, ("apiKey", "api_key", "API-KEY", "x-api-key", "apikey")
    ),
    Format(
        "telling keys",
        "token",
        _TOKEN,
        ("token", "accessToken", "refresh_token", "x-auth-token", "idToken"),
    ),
    Format(
        "telling keys",
        "secret",
        _SHORT,
        ("secret", "client_secret", "clientSecret", "webhookSecret"),
    ),
    Format(
        "telling keys",
        "private",
        _TOKEN,
        ("privateKey", "private_key", "signingKey", "encryption-key"),
    ),
    Format(
        "telling keys",
        "env",
        _TOKEN,
        ("STRIPE_SECRET_KEY", "JWT_SECRET", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD"),
    ),
    Format(
        "telling keys",
        "pin",
        _key("", DIGITS, 6),
        ("otp", "pin", "cvv", "mfaCode", "verification_code"),
    ),
    _around("telling keys", "flag", "deploy --env prod --api-key @@ --verbose", _TOKEN),
    _around("telling keys", "flag with =", "deploy --password=@@ --verbose", _password),
    _around("telling keys", "mysql", "mysql -h db1 -u root -p@@ app", _SHORT),
    _around("telling keys", "env line", "export PGPASSWORD='@@' && psql", _password),
    _around("telling keys", "yaml", "db:\n  user: app\n  password: @@\n  port: 5432", _password),
    _around(
        "telling keys",
        "prose",
        "I cannot log in, my password is @@ and it worked before",
        _password,
    ),
    _around("telling keys", "prose colon", "login: bob password: @@ does not work", _password),
    _around("telling keys", "escaped", '{\\"user\\":\\"bob\\",\\"password\\":\\"@@\\"}', _password),
    _around("telling keys", "xml", "<user>bob</user><password>@@</password>", _password),
    _around("telling keys", "ruby", '{:user=>"bob", :password=>"@@"}', _password),
    _around("telling keys", "python", "{'user': 'bob', 'api_token': '@@'}", _TOKEN),
    _around("telling keys", "form", "user=bob&password=@@&remember=1", _password),
    _whole(
        "telling keys",
        "nested",
        lambda r: ({"credentials": {"type": "basic", "value": (p := _password(r))}}, p),
    ),
    _whole("telling keys", "number", lambda r: ({"pin": int(p := "4" + pick(r, DIGITS, 5))}, p)),
    _whole("telling keys", "list", lambda r: ({"tokens": [(p := _TOKEN(r)), "x"]}, p)),
    _whole(
        "telling keys",
        "sql",
        lambda r: ({"q": f"ALTER USER app IDENTIFIED BY '{(p := _password(r))}'"}, p),
    ),
)
_URLS: Final = tuple(
    _around("secrets in urls", template, template, _key("", BASE62, 28))
    for template in (
        "GET https://app.acme.com/cb?code=@@&state=ok 302",
        "https://api.acme.com/v1/files?access_token=@@",
        "https://bucket.s3.amazonaws.com/f.zip?X-Amz-Expires=60&X-Amz-Signature=@@",
        "https://acct.blob.core.windows.net/c/f?sv=2022-11-02&se=2026-01-01&sig=@@",
        "https://maps.acme.com/js?key=@@&v=3",
        "https://app.acme.com/reset-password?token=@@",
        "https://app.acme.com/reset/@@",
        "https://app.acme.com/invite/@@?lang=en",
        "/api/v1/download?page=2&apiKey=@@",
        "https://deploy:@@@git.acme.com/repo.git",
        "https://@@@sentry.acme.com/42",
        "https://app.acme.com/#access_token=@@&token_type=bearer",
        "https://storage.googleapis.com/b/o?GoogleAccessId=x&Signature=@@",
        "wss://ws.acme.com/socket?auth=@@",
        "https://app.acme.com/magic-link/@@",
        "https://app.acme.com/login?ticket=@@",
    )
)
_BLOBS: Final = (
    Format("blobs", "base64 40", _key("", BASE62 + "+/", 40)),
    Format("blobs", "base64 88", _key("", BASE62 + "+/", 86, "==")),
    Format("blobs", "hex 64", _key("", HEX, 64)),
    Format("blobs", "hex 32", _key("", HEX, 32)),
    Format("blobs", "base62 48", _key("", BASE62, 48)),
    Format("blobs", "base64url 64", _key("", BASE64URL, 64)),
    Format("blobs", "base32 52", _key("", UPPER + "234567", 52)),
    Format("blobs", "lower 40", _key("", LOWER + DIGITS, 40)),
)
SECRETS: Final = (
    *_VENDORS,
    *_BEARERS,
    *_COOKIES,
    *_KEYS,
    *_CONNECTIONS,
    *_TELLING,
    *_URLS,
    *_BLOBS,
)
