"""Secrets that only their name gives away, in many casings, and secrets over several fields."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.application.redaction.corpus import BASE62, DIGITS, HEX, LOWER, pick
from tests.application.redaction.outside import Form, Make, Piece, items


def _chosen(rng: random.Random) -> str:
    return rng.choice(("blue", "Horst", "fluffy", "Arsenal")) + pick(rng, DIGITS, 4)


_SECRET_VALUES: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: pick(rng, BASE62, 24),
    lambda rng: pick(rng, HEX, 32),
    _chosen,
    lambda rng: pick(rng, LOWER, 9),
)
_NAMES = items(
    r"""password | passwd | pwd | pass | passphrase | userPassword | newPassword | old_password |
    PasswordConfirmation | DB_PASSWORD | db.password | spring.datasource.password | secret |
    clientSecret | client_secret | CLIENT-SECRET | appSecret | sharedSecret | webhookSecret |
    signing_secret | consumerSecret | secretKey | secret-key | SECRET_KEY_BASE | jwtSecret | token
    | accessToken | access_token | refreshToken | REFRESH_TOKEN | id_token | authToken |
    x-auth-token | X-Auth-Token | bearerToken | sessionToken | csrfToken | csrf_token | xsrf-token
    | deviceToken | pushToken | inviteToken | resetToken | apiToken | personalAccessToken |
    botToken | x-amz-security-token | apiKey | api_key | API_KEY | api-key | x-api-key | X-API-Key
    | ApiKey | apikey | accountKey | accessKey | aws_secret_access_key | privateKey | private-key
    | private_key | encryptionKey | masterKey | signingKey | licenseKey | hmacKey |
    sharedAccessKey | storage_key | authorization | Authorization | proxy-authorization | auth |
    credential | credentials | cookie | Cookie | set-cookie | Set-Cookie | sessionId | session_id
    | sid | JSESSIONID | otp | oneTimeCode | totpSecret | mfaCode | verificationCode |
    recoveryCode | backupCode | securityAnswer | security_answer | secretAnswer | passcode |
    passkey | userPwd | basicAuth | ssh_key | sas_token | kennwort | passwort | contraseña |
    motDePasse | mot_de_passe | senha | wachtwoord | hasło | пароль | 密码"""
)
_SHORT = ("pin", "cvv", "cvc", "cardPin", "smsCode", "otpCode", "PIN", "securityCode")


def _named(key: str) -> Make:
    def make(rng: random.Random) -> Piece:
        value = rng.choice(_SECRET_VALUES)(rng)
        return Piece(value, (value,), key)

    return make


def _digits(key: str) -> Make:
    def make(rng: random.Random) -> Piece:
        value = pick(rng, DIGITS, rng.choice((4, 6)) if "cv" not in key else 3)
        return Piece(value, (value,), key)

    return make


def _whole(make: Callable[[random.Random, str], object]) -> Make:
    def made(rng: random.Random) -> Piece:
        secret = rng.choice(_SECRET_VALUES)(rng)
        return Piece("", (secret,), document={"data": make(rng, secret)})  # type: ignore[dict-item]  # plain JSON, written in place

    return made


def _parts(rng: random.Random, secret: str) -> object:
    cut = len(secret) // 2
    return {"tokenPart1": secret[:cut], "tokenPart2": secret[cut:]}


_SPLIT: dict[str, Callable[[random.Random, str], object]] = {
    "argv after a switch": lambda _rng, s: {"argv": ["deploy", "--token", s, "--region", "eu"]},
    "argv with equals": lambda _rng, s: {"args": ["deploy", f"--password={s}", "-v"]},
    "argv short switch": lambda _rng, s: {"command": ["sshpass", "-p", s, "ssh", "ops@box"]},
    "header rows": lambda _rng, s: {"headers": [{"name": "X-Api-Key", "value": s}]},
    "HAR rows, value first": lambda _rng, s: {
        "cookies": [{"value": s, "name": "sessionid", "path": "/"}]
    },
    "header pairs": lambda _rng, s: {"headers": [["accept", "*/*"], ["x-auth-token", s]]},
    "flat header list": lambda _rng, s: {
        "rawHeaders": ["Host", "api.acme.example", "Authorization", f"Bearer {s}"]
    },
    "key and val": lambda _rng, s: {"settings": [{"key": "smtp_password", "val": s}]},
    "field and newValue": lambda _rng, s: {
        "changes": [{"field": "password", "oldValue": None, "newValue": s}]
    },
    "label and text": lambda _rng, s: {"rows": [{"label": "Client secret", "text": s}]},
    "parallel lists": lambda _rng, s: {"names": ["page", "password"], "values": ["2", s]},
    "columns and rows": lambda _rng, s: {"columns": ["user", "password"], "rows": [["ann", s]]},
    "env list": lambda _rng, s: {"env": ["REGION=eu", f"DB_PASSWORD={s}"]},
    "kubernetes env": lambda _rng, s: {"env": [{"name": "DB_PASSWORD", "value": s}]},
    "user and password": lambda _rng, s: {"auth": {"username": "svc", "password": s}},
    "list under a telling key": lambda _rng, s: {"recoveryCodes": [s, s[::-1]]},
    "object under a telling key": lambda _rng, s: {"credentials": {"id": "main", "material": s}},
    "telling parent": lambda _rng, s: {"apiKeys": {"maps": s}},
    "parts": _parts,
    "form body": lambda _rng, s: {"body": f"user=ann&password={s}&remember=1"},
    "multipart body": lambda _rng, s: {
        "body": f'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n{s}\r\n--x--'
    },
    "XML element": lambda _rng, s: {
        "body": f"<login><user>ann</user><password>{s}</password></login>"
    },
    "XML attribute": lambda _rng, s: {"body": f'<add key="SmtpPassword" value="{s}"/>'},
    "YAML": lambda _rng, s: {"file": f"smtp:\n  host: mail\n  password: {s}\n  port: 25"},
    "YAML quoted": lambda _rng, s: {"file": f'smtp:\n  password: "{s}"\n'},
    "INI": lambda _rng, s: {"file": f"[smtp]\nhost = mail\npassword = {s}\n"},
    "TOML": lambda _rng, s: {"file": f'[smtp]\nclient_secret = "{s}"\n'},
    "env file": lambda _rng, s: {"file": f"REGION=eu\nAPI_SECRET={s}\nDEBUG=0"},
    "Ruby hash": lambda _rng, s: {"log": f'Parameters: {{"user"=>"ann", "password"=>"{s}"}}'},
    "Java map": lambda _rng, s: {"log": f"params={{user=ann, password={s}, remember=true}}"},
    "Go struct": lambda _rng, s: {"log": f"{{User:ann Password:{s} Retries:3}}"},
    "PHP array": lambda _rng, s: {"log": f"[password] => {s}"},
    "SQL": lambda _rng, s: {"log": f"ALTER USER app WITH PASSWORD '{s}'"},
    "double JSON": lambda _rng, s: {"body": '{"inner":"{\\"password\\":\\"' + s + '\\"}"}'},
    "JSON cut off": lambda _rng, s: {"body": f'{{"user":"ann","password":"{s}'},
    "said in words": lambda _rng, s: {"message": f"My password is {s} and I cannot log in"},
    "said in words, colon": lambda _rng, s: {
        "message": f"here are my credentials, user: ann, pass: {s}"
    },
    "said in German": lambda _rng, s: {"message": f"Mein Passwort lautet {s} und es geht nicht"},
    "said, the token": lambda _rng, s: {"message": f"I used the api key {s} but got 401"},
    "GraphQL": lambda _rng, s: {
        "query": f'mutation {{ login(user: "ann", password: "{s}") {{ id }} }}'
    },
}

NAMED = (
    *(Form("secrets under telling keys", name, _named(name)) for name in _NAMES),
    *(Form("short codes under telling keys", name, _digits(name)) for name in _SHORT),
    *(Form("split over fields", name, _whole(make)) for name, make in _SPLIT.items()),
)
