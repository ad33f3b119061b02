"""The table of rules: what each recognises, and an example of it."""

from __future__ import annotations

from typing import Final, NamedTuple


class Rule(NamedTuple):
    """One rule. Its mark is its name in brackets.

    In `before` a `·` is left out when the example is used: it keeps the made-up credentials of
    this table from looking like real ones to whatever scans source code.
    """

    name: str
    recognises: str
    before: str
    after: str

    @property
    def mark(self) -> str:
        """What stands where the rule removed something."""
        return f"[{self.name}]"

    @property
    def example(self) -> str:
        """The text of the example, as it would come in."""
        return self.before.replace("·", "")


_HEX = "0123456789abcdef"
_MIXED = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"


def _vendor(name: str, recognises: str, token: str) -> Rule:
    rule = f"secret:{name}"
    return Rule(rule, recognises, f"got {token} back", f"got [{rule}] back")


RULES: Final = (
    Rule(
        "email", "e-mail addresses, also spelt with [at]", "from jane@example.com", "from [email]"
    ),
    Rule(
        "phone",
        "telephone numbers: international, in a country's own form, or called one",
        "call me at +49 30 901820",
        "call me at [phone]",
    ),
    Rule(
        "card",
        "payment cards: a scheme's prefix and length, and the Luhn digit",
        "paid with 4242 4242 4242 4242",
        "paid with [card]",
    ),
    Rule(
        "iban",
        "IBANs: a country's length and check digits mod 97",
        "to DE89 3704 0044 0532 0130 00",
        "to [iban]",
    ),
    Rule(
        "bank-account",
        "account and sort codes under fields for them",
        "routing_number=021000021",
        "routing_number=[bank-account]",
    ),
    Rule(
        "national-id",
        "numbers of people, papers and plates by form and check digit, or called one",
        "born 44051401359",
        "born [national-id]",
    ),
    Rule("birth-date", "dates under fields for birth", "dob=1990-02-03", "dob=[birth-date]"),
    Rule(
        "name",
        "names of people under fields for them, under a title, or given in a sentence",
        'fullName="Jane Roe"',
        'fullName="[name]"',
    ),
    Rule(
        "address",
        "postal addresses under fields for them, or with street and number",
        'street="1 Elm Street"',
        'street="[address]"',
    ),
    Rule("ip", "IPv4 and IPv6 addresses, no versions", "from 10.20.30.40", "from [ip]"),
    Rule("mac", "MAC addresses", "nic 0a:1b:2c:3d:4e:5f", "nic [mac]"),
    Rule(
        "internal-host",
        "host names that only an internal network resolves",
        "no route to db-1.prod.internal",
        "no route to [internal-host]",
    ),
    Rule(
        "secret:password",
        "passwords under a telling name, on command lines, in prose",
        "password=hunt·er2 retry=1",
        "password=[secret:password] retry=1",
    ),
    Rule("secret:pin", "PINs, one-time codes and card checks", "otp=123456", "otp=[secret:pin]"),
    Rule(
        "secret:token",
        "tokens, keys and secrets under a telling name",
        f"api_key={_MIXED[:20]} ok",
        "api_key=[secret:token] ok",
    ),
    Rule(
        "secret:session",
        "session ids",
        f"session_id={_MIXED[:20]} ok",
        "session_id=[secret:session] ok",
    ),
    Rule("secret:cookie", "cookies", "Cookie: sid=abc; theme=dark", "Cookie: [secret:cookie]"),
    Rule(
        "secret:authorization",
        "Authorization headers of other schemes",
        f"Authorization: {_MIXED[:20]}",
        "Authorization: [secret:authorization]",
    ),
    Rule("secret:bearer", "bearer tokens", f"Bearer {_MIXED[:24]}", "Bearer [secret:bearer]"),
    Rule("secret:basic", "basic credentials", "Basic Ym9iOmh1·bnRlcjI=", "Basic [secret:basic]"),
    Rule(
        "secret:jwt",
        "JSON web tokens",
        "saw ey·JhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.x1",
        "saw [secret:jwt]",
    ),
    Rule(
        "secret:private-key",
        "PEM and PuTTY private keys",
        "-----BEGIN PRIV·ATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "[secret:private-key]",
    ),
    Rule(
        "secret:connection-string",
        "user and password in a data store's URL",
        "postgres://app:hunt·er2@db/app",
        "postgres://[secret:connection-string]@db/app",
    ),
    Rule(
        "secret:url",
        "user information, telling parameters and one-time links in URLs",
        f"https://acme.example/f?sig={_MIXED[:16]}&page=2",
        "https://acme.example/f?sig=[secret:url]&page=2",
    ),
    Rule("secret:blob", "long random strings", f"saw {_HEX}{_HEX}{_HEX}", "saw [secret:blob]"),
    Rule("secret:key", "keys in the common form", f"acme_live_{_MIXED[:20]}", "[secret:key]"),
    Rule("too-complex", "texts that would cost too much to search", "", ""),
    Rule("too-deep", "what is nested deeper than a document may be", "", ""),
    _vendor("aws", "AWS access keys and session tokens", "AK·IAABCDEFGH234567IJ"),
    _vendor("github", "GitHub tokens", f"gh·p_{_MIXED[:36]}"),
    _vendor("gitlab", "GitLab tokens", f"gl·pat-{_MIXED[:20]}"),
    _vendor("slack", "Slack tokens and webhooks", f"xo·xb-123456789012-{_MIXED[:24]}"),
    _vendor("stripe", "Stripe keys", f"sk_·live_{_MIXED[:24]}"),
    _vendor("google", "Google API keys and OAuth tokens", f"AI·za{_MIXED[:35]}"),
    _vendor("anthropic", "Anthropic keys", f"sk-·ant-api03-{_MIXED}"),
    _vendor("openai", "OpenAI keys", f"sk-·proj-{_MIXED}"),
    _vendor("sendgrid", "SendGrid keys", f"SG·.{_MIXED[:22]}.{_MIXED}abc"),
    _vendor("twilio", "Twilio API keys", f"SK·{_HEX}{_HEX}"),
    _vendor("npm", "npm tokens", f"np·m_{_MIXED[:36]}"),
    _vendor("pypi", "PyPI tokens", f"pypi-·AgE{_MIXED}"),
    _vendor("azure", "Azure client secrets", f"7Xq·8Q~{_MIXED[:34]}"),
    _vendor("mailgun", "Mailgun keys", f"key-·{_HEX}{_HEX}"),
    _vendor("mailchimp", "Mailchimp keys", f"{_HEX}{_HEX}·-us12"),
    _vendor("shopify", "Shopify tokens", f"shp·at_{_HEX}{_HEX}"),
    _vendor("digitalocean", "DigitalOcean tokens", f"dop·_v1_{_HEX}{_HEX}{_HEX}{_HEX}"),
    _vendor("vault", "HashiCorp tokens", f"hv·s.{_MIXED}"),
    _vendor("telegram", "Telegram bot tokens", f"712345678·9:AA{_MIXED[:33]}"),
    _vendor("discord", "Discord bot tokens and webhooks", f"M{_MIXED[:25]}.GabCd3·.{_MIXED[:38]}"),
    _vendor("vercel", "Vercel storage tokens", f"vercel·_blob_rw_{_MIXED[:16]}_{_MIXED[:30]}"),
    _vendor("linear", "Linear keys", f"lin·_api_{_MIXED}"),
    _vendor("notion", "Notion tokens", f"nt·n_{_MIXED}"),
    _vendor("databricks", "Databricks tokens", f"da·pi{_HEX}{_HEX}"),
    _vendor("atlassian", "Atlassian tokens", f"ATA·TT3{_MIXED}{_MIXED}"),
    _vendor("square", "Square tokens", f"sq0·atp-{_MIXED[:22]}"),
    _vendor("facebook", "Facebook tokens", f"EA·A{_MIXED}{_MIXED}"),
    _vendor("huggingface", "Hugging Face tokens", f"h·f_{_MIXED[:34]}"),
    _vendor("replicate", "Replicate tokens", f"r8·_{_MIXED[:37]}"),
    _vendor("groq", "Groq keys", f"gs·k_{_MIXED}{_MIXED[:12]}"),
    _vendor("docker", "Docker tokens", f"dckr·_pat_{_MIXED[:27]}"),
    _vendor("airtable", "Airtable tokens", f"pat·{_MIXED[:14]}.{_HEX}{_HEX}{_HEX}{_HEX}"),
    _vendor("figma", "Figma tokens", f"fi·gd_{_MIXED}"),
    _vendor("postman", "Postman keys", f"PM·AK-{_HEX}01234567-{_HEX}{_HEX}01"),
    _vendor("newrelic", "New Relic keys", f"NR·AK-{_MIXED[:27]}"),
    _vendor("grafana", "Grafana tokens", f"gls·a_{_MIXED[:32]}_0a1b2c3d"),
    _vendor("sentry", "Sentry tokens", f"sntry·u_{_HEX}{_HEX}{_HEX}"),
    _vendor("doppler", "Doppler tokens", f"dp·.pt.{_MIXED}"),
    _vendor("fly", "Fly.io tokens", f"fo·1_{_MIXED}abc"),
    _vendor("supabase", "Supabase keys", f"sb·p_{_HEX}{_HEX}01234567"),
    _vendor("netlify", "Netlify tokens", f"nf·p_{_MIXED[:36]}"),
    _vendor("hubspot", "HubSpot tokens", "pat-·na1-01234567-89ab-cdef-0123-456789abcdef"),
    _vendor("planetscale", "PlanetScale tokens", f"pscale_·tkn_{_MIXED}"),
    _vendor("tailscale", "Tailscale keys", f"tskey-·auth-{_MIXED[:24]}"),
    _vendor("brevo", "Brevo keys", f"xkeysib-·{_HEX}{_HEX}{_HEX}{_HEX}-{_MIXED[:16]}"),
    _vendor("plaid", "Plaid tokens", "access-·sandbox-01234567-89ab-cdef-0123-456789abcdef"),
    _vendor("launchdarkly", "LaunchDarkly keys", "sdk-·01234567-89ab-cdef-0123-456789abcdef"),
    _vendor("alibaba", "Alibaba Cloud keys", f"LT·AI{_MIXED[:20]}"),
    _vendor("dynatrace", "Dynatrace tokens", f"dt0·c01.{_HEX.upper()}01234567.{_HEX.upper() * 4}"),
    _vendor("age", "age keys", f"AGE-SECRET-·KEY-1{_MIXED.upper()}ABCDEF"),
    _vendor("onepassword", "1Password tokens", f"ops_·eyJ{_MIXED}"),
    _vendor("zoho", "Zoho tokens", f"1000·.{_HEX}{_HEX}.{_HEX}{_HEX}"),
    _vendor("razorpay", "Razorpay keys", f"rzp_·live_{_MIXED[:14]}"),
    _vendor("rubygems", "RubyGems keys", f"rubygems_·{_HEX}{_HEX}{_HEX}"),
    _vendor("pulumi", "Pulumi tokens", f"pul-·{_HEX}{_HEX}01234567"),
    _vendor("heroku", "Heroku keys", f"HRKU-·{_MIXED}"),
    _vendor("dropbox", "Dropbox tokens", f"sl.·B{_MIXED}{_MIXED}"),
    _vendor("jfrog", "JFrog keys", f"AK·Cp{_MIXED}{_MIXED}"),
    _vendor("contentful", "Contentful tokens", f"CFPAT-·{_MIXED}"),
    _vendor("mapbox", "Mapbox tokens", f"sk.·eyJ{_MIXED}.{_MIXED[:22]}"),
    _vendor("sonar", "Sonar tokens", f"sqp·_{_HEX}{_HEX}01234567"),
)
"""Every rule, its mark and an example; `before` and `after` are empty where size is the matter."""
