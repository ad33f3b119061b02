"""Words under the name of a secret that are none: they tell its state, or begin a sentence."""

from __future__ import annotations

import re
from typing import Final

HARMLESS_WORDS: Final = frozenset(
    """true false null none nil undefined nan yes no on off empty unset missing required optional
    expired invalid valid incorrect wrong correct present absent redacted hidden masked removed
    filtered omitted revoked active inactive enabled disabled unknown changed unchanged pending ok
    error failed failure success denied mismatch rejected accepted verified unverified rotated
    bearer basic digest negotiate oauth oauth2 jwt saml sso password token secret cookie session
    string text number integer boolean object array default weak strong medium refresh refreshed
    created updated deleted issued granted generated copied stored encrypted supported limited
    blocked locked unlocked provided supplied used shared public managed automatic manual custom
    standard basic any all some every never always rotating sliding stale fresh good bad ready
    unavailable available disallowed allowed permitted forbidden denied timeout timedout cleared
    publishable restricted live test sandbox google github microsoft okta ldap local external
    falsch richtig abgelaufen ungültig gültig gesperrt fehlt leer aktiv inaktiv geändert vergessen
    unbekannt zurückgesetzt erforderlich nicht ist wurde wird bitte mein dein ihr kein keine und
    oder incorrecto incorrecta caducado caducada invalide expiré oublié olvidada requise
    min max minimum maximum saml2 v1 v2 v3 v4 hs256 rs256 es256 s256 pkce totp webauthn passkey
    argon2 argon2i argon2d argon2id bcrypt scrypt pbkdf2 md5 sha1 sha256 sha512
    not is was must should has have cannot can can't will may for
    and or the a an in to from of with your my our his her their its this that too it be are been
    does did do if when while because n/a na tbd weak- set reset unsupported malformed open click
    choose see go taken enter use visit select press follow contact check type ask try please
    provide show
    keep store change rotate contains at by as on then new old current least now""".split()
)
FUNCTION_WORDS: Final = re.compile(
    r"(?i)\b(?:is|are|was|must|should|has|have|had|cannot|can|can't|be|been|too|the|a|an|to|not"
    r"|at|least|required|invalid|expired|does|do|did|will|than|or|and|of|in|for|with|your|please"
    r"|characters|match|missing|incorrect|wrong|contain|contains|longer|shorter|use|used|no)\b"
)


def is_word_about_secrets(word: str) -> bool:
    """Whether a word tells of the state of a secret, or holds a sentence together."""
    return word.lower() in HARMLESS_WORDS or _ABOUT_SECRETS.fullmatch(word) is not None


_ABOUT_SECRETS: Final = re.compile(rf"{FUNCTION_WORDS.pattern}|(?i:\w+(?:ed|ing|ly)|case)")
_FEWEST: Final = 3


def is_passphrase(text: str) -> bool:
    """Whether some words are rather a passphrase than a sentence about a secret."""
    words = re.findall(r"[^\W_]+", text)
    about = sum(map(is_word_about_secrets, words))
    return len(words) >= _FEWEST and about <= (len(words) > _FEWEST)
