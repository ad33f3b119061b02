"""Formats of vendors' keys."""

from __future__ import annotations

from typing import Final

from tests.application.redaction.corpus import (
    BASE62,
    BASE64URL,
    DIGITS,
    HEX,
    LOWER,
    UPPER,
    Format,
    key,
)


def _vendor(name: str, prefix: str, alphabet: str, length: int, suffix: str = "") -> Format:
    return Format("vendor keys", name, key(prefix, alphabet, length, suffix))


VENDORS: Final = (
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
