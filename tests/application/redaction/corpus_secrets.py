"""Formats of credentials."""

from __future__ import annotations

import base64
import json
import random
from typing import Final

from tests.application.redaction.corpus import (
    BASE62,
    BASE64URL,
    DIGITS,
    HEX,
    LOWER,
    TOKEN,
    UPPER,
    Format,
    Make,
    around,
    key,
    pick,
    whole,
)
from tests.application.redaction.corpus_vendors import VENDORS


def _jwt(rng: random.Random) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = json.dumps({"sub": pick(rng, DIGITS, 9), "iat": 1771581600, "n": pick(rng, LOWER, 8)})
    middle = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    return f"{head}.{middle}.{pick(rng, BASE64URL, 43)}"


def _basic(rng: random.Random) -> str:
    return base64.b64encode(f"{pick(rng, LOWER, 6)}:{pick(rng, BASE62, 12)}".encode()).decode()


_SHORT: Final = key("", BASE62, 14)


def _password(rng: random.Random) -> str:
    word = rng.choice(["dragon", "Sunshine", "Tiger", "monkey", "Winter", "Passw0rd"])
    return word + rng.choice(["!", "#", "_", "", "-"]) + pick(rng, DIGITS, rng.randint(2, 4))


_BEARERS: Final = (
    Format("jwt and bearer", "jwt", _jwt),
    around(
        "jwt and bearer", "bearer header", "Authorization: Bearer @@\r\nHost: api.acme.com", TOKEN
    ),
    around("jwt and bearer", "bearer in log", 'headers={"authorization": "Bearer @@"} 401', TOKEN),
    around("jwt and bearer", "basic header", "GET / HTTP/1.1\nAuthorization: Basic @@\n", _basic),
    around(
        "jwt and bearer", "curl", "curl -H 'Authorization: Bearer @@' https://api.acme.com", _jwt
    ),
    around("jwt and bearer", "curl user", "curl -u admin:@@ https://api.acme.com/v1", _SHORT),
    around("jwt and bearer", "token scheme", "Authorization: Token @@", key("", HEX, 40)),
    whole(
        "jwt and bearer",
        "pair",
        lambda r: ({"key": "authorization", "value": "Bearer " + (t := TOKEN(r))}, t),
    ),
    whole(
        "jwt and bearer",
        "raw headers",
        lambda r: (["Host", "x", "Authorization", "Bearer " + (t := TOKEN(r))], t),
    ),
    whole(
        "jwt and bearer",
        "posing as id",
        lambda r: ({"jobId": (t := _jwt(r)), "status": "failed"}, t),
    ),
)
_COOKIES: Final = (
    around("cookies", "cookie header", "Cookie: theme=dark; session=@@; lang=en", TOKEN),
    around("cookies", "set-cookie", "Set-Cookie: sid=@@; Path=/; HttpOnly; Secure", TOKEN),
    around("cookies", "php", "PHPSESSID=@@ page=/cart", key("", LOWER + DIGITS, 26)),
    around("cookies", "java", "GET /cart;jsessionid=@@ 200", key("", UPPER + DIGITS, 32)),
    around("cookies", "express", "connect.sid=s%3A@@", key("", BASE62, 32)),
    Format("cookies", "session id", TOKEN, ("sessionId", "session_id", "sid", "SESSION-ID")),
    Format(
        "cookies",
        "cookie field",
        lambda r: f"sid={TOKEN(r)}; theme=dark",
        ("cookie", "Cookie", "set-cookie"),
    ),
    whole(
        "cookies",
        "cookies object",
        lambda r: ({"cookies": {"sid": (t := TOKEN(r)), "theme": "dark"}}, t),
    ),
    whole(
        "cookies",
        "cookies list",
        lambda r: ({"set-cookie": [f"auth={(t := TOKEN(r))}; Path=/"]}, t),
    ),
    whole(
        "cookies",
        "header pair",
        lambda r: ({"name": "Cookie", "value": f"a={(t := TOKEN(r))}"}, t),
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
    whole("private keys", "lines", _pem_lines),
)


def _dsn(template: str) -> Format:
    return around("connection strings", template, template, _password)


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
        key("", LOWER, 9),
        ("password", "passwd", "pwd", "passphrase"),
    ),
    Format(
        "telling keys", "apiKey", TOKEN, ("apiKey", "api_key", "API-KEY", "x-api-key", "apikey")
    ),
    Format(
        "telling keys",
        "token",
        TOKEN,
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
        TOKEN,
        ("privateKey", "private_key", "signingKey", "encryption-key"),
    ),
    Format(
        "telling keys",
        "env",
        TOKEN,
        ("STRIPE_SECRET_KEY", "JWT_SECRET", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD"),
    ),
    Format(
        "telling keys",
        "pin",
        key("", DIGITS, 6),
        ("otp", "pin", "cvv", "mfaCode", "verification_code"),
    ),
    around("telling keys", "flag", "deploy --env prod --api-key @@ --verbose", TOKEN),
    around("telling keys", "flag with =", "deploy --password=@@ --verbose", _password),
    around("telling keys", "mysql", "mysql -h db1 -u root -p@@ app", _SHORT),
    around("telling keys", "env line", "export PGPASSWORD='@@' && psql", _password),
    around("telling keys", "yaml", "db:\n  user: app\n  password: @@\n  port: 5432", _password),
    around(
        "telling keys",
        "prose",
        "I cannot log in, my password is @@ and it worked before",
        _password,
    ),
    around("telling keys", "prose colon", "login: bob password: @@ does not work", _password),
    around("telling keys", "escaped", '{\\"user\\":\\"bob\\",\\"password\\":\\"@@\\"}', _password),
    around("telling keys", "xml", "<user>bob</user><password>@@</password>", _password),
    around("telling keys", "ruby", '{:user=>"bob", :password=>"@@"}', _password),
    around("telling keys", "python", "{'user': 'bob', 'api_token': '@@'}", TOKEN),
    around("telling keys", "form", "user=bob&password=@@&remember=1", _password),
    whole(
        "telling keys",
        "nested",
        lambda r: ({"credentials": {"type": "basic", "value": (p := _password(r))}}, p),
    ),
    whole("telling keys", "number", lambda r: ({"pin": int(p := "4" + pick(r, DIGITS, 5))}, p)),
    whole("telling keys", "list", lambda r: ({"tokens": [(p := TOKEN(r)), "x"]}, p)),
    whole(
        "telling keys",
        "sql",
        lambda r: ({"q": f"ALTER USER app IDENTIFIED BY '{(p := _password(r))}'"}, p),
    ),
)
_URLS: Final = tuple(
    around("secrets in urls", template, template, key("", BASE62, 28))
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
    Format("blobs", "base64 40", key("", BASE62 + "+/", 40)),
    Format("blobs", "base64 88", key("", BASE62 + "+/", 86, "==")),
    Format("blobs", "hex 64", key("", HEX, 64)),
    Format("blobs", "hex 32", key("", HEX, 32)),
    Format("blobs", "base62 48", key("", BASE62, 48)),
    Format("blobs", "base64url 64", key("", BASE64URL, 64)),
    Format("blobs", "base32 52", key("", UPPER + "234567", 52)),
    Format("blobs", "lower 40", key("", LOWER + DIGITS, 40)),
)
SECRETS: Final = (
    *VENDORS,
    *_BEARERS,
    *_COOKIES,
    *_KEYS,
    *_CONNECTIONS,
    *_TELLING,
    *_URLS,
    *_BLOBS,
)
