"""Whole answers of a host application, with a browser's context and a user's words, as one case.

What has to go and what has to stay stand side by side, as in life, so that a rule that takes too
much is seen as well as one that takes too little. Written after the rules had been mended by the
other forms; nothing here was tuned on.
"""

from __future__ import annotations

import base64
import json
import random
import uuid

from application.redaction import JSON
from tests.application.redaction.corpus import BASE62, BASE64URL, DIGITS, HEX, LOWER, UPPER, pick
from tests.application.redaction.outside import Form, Piece
from tests.application.redaction.outside_identity import luhn_digit

_SUBJECTS = ("nightly sync", "invoice import", "photo upload", "report export")


class _Case:
    """One made-up case: what stands in it, and what of that must go or stay."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.secret: dict[str, str] = {}
        self.personal: dict[str, str] = {}
        self.needed: dict[str, str] = {}
        self._secrets()
        self._persons()
        self._facts()
        self.document: JSON = {
            "userState": self._state(),
            "userHistory": self._history(),
            "userLogs": self._logs(),
            "businessRules": self._rules(),
            "context": self._context(),
            "message": self._message(),
        }

    def _secrets(self) -> None:
        rng = self.rng
        word = rng.choice(("Amber", "Falcon", "Willow", "Quartz"))
        head = base64.urlsafe_b64encode(b'{"alg":"ES256","typ":"JWT"}').decode().rstrip("=")
        body = base64.urlsafe_b64encode(b'{"iss":"https://id.acme.example","sub":"81"}').decode()
        self.secret |= {
            "database": f"{word}-{pick(rng, DIGITS, 4)}-{pick(rng, LOWER, 3)}",
            "broker": pick(rng, BASE62, 18),
            "smtp": f"{word.lower()}{pick(rng, DIGITS, 2)}!",
            "jwt": f"{head}.{body.rstrip('=')}.{pick(rng, BASE64URL, 86)}",
            "hook": pick(rng, BASE64URL, 32),
            "signed": pick(rng, HEX, 64),
            "csrf": pick(rng, BASE64URL, 40),
            "sid": pick(rng, LOWER + DIGITS, 26),
            "reset": pick(rng, BASE64URL, 43),
            "told": f"{word}{pick(rng, DIGITS, 3)}?",
            "pin": pick(rng, DIGITS, 6),
            "resend": f"re_{pick(rng, BASE62, 8)}_{pick(rng, BASE62, 24)}",
            "aws": "A" + "KIA" + pick(rng, UPPER, 16),
            "github": "gh" + "s_" + pick(rng, BASE62, 36),
            "stripe": "rk" + "_live_" + pick(rng, BASE62, 24),
            "basic": base64.b64encode(f"svc-sync:{word}{pick(rng, DIGITS, 5)}".encode()).decode(),
            "wifi": f"{word.lower()}house{pick(rng, DIGITS, 2)}",
            "kms": base64.b64encode(rng.randbytes(48)).decode(),
        }

    def _persons(self) -> None:
        rng = self.rng
        first, last = (
            rng.choice(("Oluwaseun", "Bronagh", "Tadeusz")),
            rng.choice(("Adeyemi", "Gallagher", "Wojcik")),
        )
        card = "5" + rng.choice("12345") + pick(rng, DIGITS, 13)
        card += luhn_digit(card)
        self.personal |= {
            "full name": f"{first} {last}",
            "email": f"{first.lower()}.{last.lower()}@{pick(rng, LOWER, 5)}.io",
            "other email": f"{pick(rng, LOWER, 6)}@{pick(rng, LOWER, 6)}.com.au",
            "street": f"{rng.randint(2, 99)} Harbour View",
            "postcode": f"{rng.randint(10000, 99999)}",
            "card": " ".join(card[i : i + 4] for i in range(0, 16, 4)),
            "mobile": f"+353 85 {pick(rng, '123456789', 3)} {pick(rng, DIGITS, 4)}",
            "landline": f"+49 (0)40 {pick(rng, '123456789', 3)}{pick(rng, DIGITS, 4)}",
            "born": f"19{rng.randint(50, 99)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}",
            "client ip": f"91.{rng.randint(2, 254)}.{rng.randint(2, 254)}.{rng.randint(2, 254)}",
            "pod ip": f"10.{rng.randint(2, 254)}.{rng.randint(2, 254)}.{rng.randint(2, 254)}",
            "six": f"2003:e6:{pick(rng, '123456789', 4)}:42f::{pick(rng, '123456789', 2)}",
            "host": f"pg-{pick(rng, LOWER, 4)}-0.pg.data.svc.cluster.local",
            "box": f"{pick(rng, LOWER, 5)}-app02.acme.lan",
        }

    def _facts(self) -> None:
        rng = self.rng
        self.needed |= {
            "user": f"usr_{pick(rng, LOWER + DIGITS, 9)}",
            "entity": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "request": f"req_{pick(rng, BASE62, 20)}",
            "job": f"{pick(rng, HEX, 24)}",
            "order": f"4{pick(rng, DIGITS, 8)}",
            "code": rng.choice(
                ("SYNC_QUOTA_EXCEEDED", "E-4021", "ORA-01017", "AUTH_TOKEN_INVALID")
            ),
            "other code": rng.choice(("ETIMEDOUT", "HTTP_502", "40P01", "0x800704C7")),
            "time": f"2026-02-1{rng.randint(0, 9)}T09:15:33.{pick(rng, DIGITS, 3)}Z",
            "epoch": f"17715{pick(rng, DIGITS, 8)}",
            "route": f"/api/v3/teams/{rng.randint(10, 99)}/files/{pick(rng, DIGITS, 6)}/versions",
            "version": f"{rng.randint(1, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}",
            "sha": pick(rng, HEX, 40),
            "size": f"{rng.randint(10, 99) * 1048576}",
            "trace": pick(rng, HEX, 32),
            "amount": f"EUR {rng.randint(2, 9)},{pick(rng, DIGITS, 3)}.50",
            "sku": f"AC-{pick(rng, DIGITS, 5)}-{pick(rng, UPPER, 2)}",
            "file": f"scan_{pick(rng, DIGITS, 8)}.tiff",
            "local time": f"1{rng.randint(0, 9)}.02.2026 09:{rng.randint(10, 59)}",
            "count": f"{rng.randint(2, 9)},{pick(rng, DIGITS, 3)} rows",
            "ulid": "01HQ" + pick(rng, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 22),
            "rule": f"Sessions end after {rng.randint(20, 60)} minutes without a click.",
            "policy": f"Passwords are changed every {rng.randint(60, 99)} days.",
        }

    def _state(self) -> JSON:
        s, p, n = self.secret, self.personal, self.needed
        return {
            "userId": n["user"],
            "plan": "business",
            "roles": ["token_admin"],
            "featuresEnabled": ["api_keys"],
            "profile": {"fullName": p["full name"], "email": p["email"], "country": "IE"},
            "entities": [
                {
                    "type": "connector",
                    "id": n["entity"],
                    "status": "error",
                    "description": f"Sync of {n['file']} stopped with {n['code']}.",
                    "metadata": {
                        "dsn": f"postgresql://sync:{s['database']}@{p['host']}:5432/main",
                        "owner": {
                            "name": p["full name"],
                            "phone": p["mobile"],
                            "dateOfBirth": p["born"],
                        },
                        "retry_after_ms": 3000,
                        "lastOkAt": n["time"],
                        "credentials": {"user": "svc", "pass": s["smtp"]},
                        "webhook": {"headers": {"X-Signature-Key": s["hook"]}},
                        "tokensUsed": 812,
                    },
                },
                {
                    "type": "order",
                    "id": n["sku"],
                    "status": "open",
                    "metadata": {
                        "orderNumber": n["order"],
                        "total": n["amount"],
                        "shipTo": {"line1": p["street"], "zip": p["postcode"], "country": "DE"},
                        "payment": {"pan": p["card"], "cvc": "731"},
                    },
                },
            ],
            "activeErrors": [
                {
                    "errorCode": n["code"],
                    "errorClass": "infra",
                    "retryable": True,
                    "userActionable": False,
                    "resourceId": n["entity"],
                    "occurredAt": n["time"],
                }
            ],
            "limitsReached": [
                {"limit": "apiTokens", "current": int(n["size"]), "max": int(n["size"])}
            ],
        }

    def _history(self) -> JSON:
        s, p, n = self.secret, self.personal, self.needed
        return {
            "windowHours": 72,
            "events": [
                {
                    "ts": n["time"],
                    "event": "reset_requested",
                    "page": f"/reset-password?token={s['reset']}",
                    "elementId": "btn-send",
                    "intent": f"reset for {p['other email']}",
                    "correlationRequestId": n["request"],
                },
                {
                    "ts": n["epoch"],
                    "event": "form_failed",
                    "page": n["route"],
                    "intent": f"typed pin: {s['pin']}",
                },
            ],
            "clickTimeline": [
                {"ts": n["time"], "page": "/settings/api-keys", "action": "Rotate token"}
            ],
        }

    def _logs(self) -> JSON:
        s, p, n = self.secret, self.personal, self.needed
        lines = [
            f"{n['time']} trace_id={n['trace']} {p['client ip']} - {n['route']} 502 {n['size']}b",
            f"Set-Cookie: acme_sid={s['sid']}; Path=/; Secure",
            f"> Authorization: Basic {s['basic']}",
            f"dial tcp {p['pod ip']}:5432: i/o timeout ({n['other code']})",
            f"amqps://worker:{s['broker']}@{p['box']}:5671/%2F",
            f"curl -fsS -H 'Authorization: Bearer {s['jwt']}' https://api.acme.example{n['route']}",
            f"export STRIPE_KEY={s['stripe']}; deploy {n['sha']}",
            f"[{n['ulid']}] wrote {n['count']} in 912 ms, version {n['version']}",
            f"peer [{p['six']}]:443 closed",
        ]
        return {
            "recentRequests": [
                {
                    "ts": n["time"],
                    "route": f"GET {n['route']}",
                    "httpStatus": 502,
                    "errorCode": n["other code"],
                    "timingMs": 912,
                    "requestId": n["request"],
                    "resourceId": n["entity"],
                }
            ],
            "jobs": [
                {
                    "jobId": n["job"],
                    "queue": "sync.high",
                    "status": "failed",
                    "errorCode": n["code"],
                    "lastStage": f"push to s3 with {s['aws']}",
                    "createdAt": n["time"],
                    "updatedAt": n["time"],
                }
            ],
            "errors": [
                {
                    "ts": n["time"],
                    "errorCode": n["code"],
                    "errorClass": "infra",
                    "route": n["route"],
                    "requestId": n["request"],
                }
            ],
            "tail": "\n".join(lines),
            "env": [f"RESEND={s['resend']}", f"SIGNING_KMS_BLOB={s['kms']}"],
            "argv": ["sync", "--github-token", s["github"], "--since", n["time"]],
        }

    def _rules(self) -> JSON:
        n = self.needed
        return {
            "rules": {
                "sessions": n["rule"],
                "password": n["policy"],
                "uploadMaxBytes": {"business": int(n["size"])},
            },
            "errorCatalog": [
                {
                    "errorCode": n["code"],
                    "errorClass": "infra",
                    "retryable": True,
                    "userActionable": False,
                    "resolution": "The token expired; sign in again.",
                }
            ],
            "docs": [
                {"id": "doc_3", "title": "Sessions", "content": n["rule"], "category": "security"}
            ],
            "changelog": [
                {
                    "version": n["version"],
                    "date": "2026-02-11",
                    "summary": f"Imports of {n['count']} no longer time out.",
                }
            ],
        }

    def _context(self) -> JSON:
        s, p, n = self.secret, self.personal, self.needed
        return {
            "page": n["route"],
            "url": f"https://app.acme.example{n['route']}?sig={s['signed']}&lang=de",
            "csrfToken": s["csrf"],
            "lastResponse": json.dumps(
                {"error": n["code"], "requestId": n["request"], "contact": p["landline"]}
            ),
            "form": [{"name": "wifiPassword", "value": s["wifi"]}],
        }

    def _message(self) -> JSON:
        s, p, n = self.secret, self.personal, self.needed
        subject = self.rng.choice(_SUBJECTS)
        return (
            f"My {subject} of {n['file']} ({n['amount']}) fails since {n['local time']} with "
            f"{n['other code']}. My password is {s['told']} and you can call {p['mobile']}. "
            f"Build {n['sha']}."
        )


def _secrets_in(rng: random.Random) -> Piece:
    case = _Case(rng)
    return Piece("", tuple(case.secret.values()), document=case.document)


def _persons_in(rng: random.Random) -> Piece:
    case = _Case(rng)
    return Piece("", tuple(case.personal.values()), document=case.document)


def _facts_in(rng: random.Random) -> Piece:
    case = _Case(rng)
    return Piece("", tuple(case.needed.values()), document=case.document)


WHOLE_SECRETS = Form("whole cases", "secrets", _secrets_in)
WHOLE_PERSONAL = Form("whole cases", "personal data", _persons_in)
WHOLE_KEPT = Form("whole cases", "what is needed", _facts_in)
