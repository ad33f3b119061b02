"""Keys and tokens that vendors give a shape of their own, from their public descriptions.

Shapes as facts from the vendors' documentation and from the public rule lists of gitleaks,
trufflehog and detect-secrets.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.application.redaction.corpus import BASE62, DIGITS, HEX, LOWER, UPPER, pick
from tests.application.redaction.outside import Form, Piece

_URL = BASE62 + "-_"
_B64 = BASE62 + "+/"
_ALPHABETS = {
    "x": HEX,
    "w": BASE62,
    "u": _URL,
    "d": DIGITS,
    "U": UPPER + DIGITS,
    "l": LOWER + DIGITS,
    "b": _B64,
    "A": UPPER + "234567",
}
_SHAPES = {
    "GitHub personal": "ghp_|w36",
    "GitHub OAuth": "gho_|w36",
    "GitHub user": "ghu_|w36",
    "GitHub server": "ghs_|w36",
    "GitHub refresh": "ghr_|w76",
    "GitHub fine-grained": "github_pat_|w22|_|w59",
    "GitLab personal": "glpat-|u20",
    "GitLab routable": "glpat-|u40|.01.|l9",
    "GitLab deploy": "gldt-|u20",
    "GitLab runner": "glrt-|u20",
    "GitLab trigger": "glptt-|x40",
    "GitLab OAuth secret": "gloas-|u64",
    "GitLab job": "glcbt-64_|u20",
    "GitLab feed": "glft-|u20",
    "GitLab registration": "GR1348941|u20",
    "Stripe live": "sk_live_|w24",
    "Stripe test": "sk_test_|w99",
    "Stripe restricted": "rk_live_|w99",
    "Stripe webhook": "whsec_|w32",
    "AWS access key": "AKIA|A16",
    "AWS temporary": "ASIA|A16",
    "AWS Bedrock": "ABSK|b109|=",
    "Google API": "AIza|u35",
    "Google OAuth secret": "GOCSPX-|u28",
    "Google access": "ya29.|u120",
    "Google refresh": "1//0|u60",
    "Azure client secret": "w8s8Q~|w34",
    "Azure storage": "AccountKey=|b86|==",
    "Azure SAS": "?sv=2022-11-02&ss=b&srt=o&sp=r&se=2026-03-01T00:00:00Z&sig=|b43|%3D",
    "Slack bot": "xoxb-|d12|-|d12|-|w24",
    "Slack user": "xoxp-|d12|-|d12|-|d12|-|x32",
    "Slack app": "xapp-1-A0|U9|-|d13|-|x64",
    "Slack config": "xoxe.xoxp-1-|w163",
    "Slack webhook": "https://hooks.slack.com/services/T0|U8|/B0|U8|/|w24",
    "Twilio key": "SK|x32",
    "SendGrid": "SG.|u22|.|u43",
    "npm": "npm_|w36",
    "PyPI": "pypi-AgEIcHlwaS5vcmc|u120",
    "RubyGems": "rubygems_|x48",
    "Shopify admin": "shpat_|x32",
    "Shopify custom": "shpca_|x32",
    "Shopify private": "shppa_|x32",
    "Shopify secret": "shpss_|x32",
    "Square access": "EAAA|u60",
    "Square secret": "sq0csp-|u43",
    "Square legacy": "sq0atp-|u22",
    "Mailgun": "key-|x32",
    "Mailgun signing": "|x32|-|x8|-|x8",
    "Mailchimp": "|x32|-us14",
    "OpenAI": "sk-|w20|T3BlbkFJ|w20",
    "OpenAI project": "sk-proj-|u74|T3BlbkFJ|u74",
    "OpenAI service": "sk-svcacct-|u74|T3BlbkFJ|u74",
    "Anthropic": "sk-ant-api03-|u93|AA",
    "Anthropic admin": "sk-ant-admin01-|u93|AA",
    "Hugging Face": "hf_|w34",
    "Groq": "gsk_|w52",
    "Perplexity": "pplx-|w48",
    "Replicate": "r8_|w37",
    "xAI": "xai-|w80",
    "DigitalOcean": "dop_v1_|x64",
    "DigitalOcean OAuth": "doo_v1_|x64",
    "DigitalOcean refresh": "dor_v1_|x64",
    "Discord bot": "MT|w22|.G|u5|.|u38",
    "Discord webhook": "https://discord.com/api/webhooks/|d18|/|u68",
    "Telegram": "|d10|:AA|u33",
    "Heroku": "HRKU-AA|u58",
    "Linear": "lin_api_|w40",
    "Linear OAuth": "lin_oauth_|x64",
    "Notion": "ntn_|d11|w35",
    "Notion legacy": "secret_|w43",
    "Cloudflare origin CA": "v1.0-|x24|-|x146",
    "Databricks": "dapi|x32",
    "Databricks numbered": "dapi|x32|-2",
    "New Relic user": "NRAK-|U27",
    "New Relic insert": "NRII-|u32",
    "New Relic licence": "|x36|NRAL",
    "Sentry DSN": "https://|x32|@o|d6|.ingest.sentry.io/|d7",
    "Sentry user": "sntryu_|x64",
    "Sentry org": "sntrys_eyJpYXQiOjE3|b120|_|b43",
    "Postman": "PMAK-|x24|-|x34",
    "Atlassian": "ATATT3xFfGF0|u180|=|U8",
    "Bitbucket app": "ATBB|w32",
    "Dropbox short": "sl.|u135",
    "Airtable": "pat|w14|.|x64",
    "Doppler": "dp.pt.|w43",
    "Dynatrace": "dt0c01.|U24|.|U64",
    "EasyPost": "EZAK|w54",
    "Facebook": "EAAM|w120",
    "Fly": "fo1_|u43",
    "Grafana cloud": "glc_|b60|=",
    "Grafana service": "glsa_|w32|_|x8",
    "Vault": "hvs.|u95",
    "Vault batch": "hvb.|u150",
    "Terraform": "|w14|.atlasv1.|u67",
    "Infracost": "ico-|w32",
    "Octopus": "API-|U26",
    "OpenShift": "sha256~|u43",
    "PlanetScale": "pscale_tkn_|u43",
    "PlanetScale password": "pscale_pw_|u43",
    "Plaid": "access-production-|x8|-|x4|-|x4|-|x4|-|x12",
    "Prefect": "pnu_|w36",
    "Pulumi": "pul-|x40",
    "ReadMe": "rdme_|l70",
    "Sendinblue": "xkeysib-|x64|-|w16",
    "Shippo": "shippo_live_|x40",
    "Sourcegraph": "sgp_|x40",
    "Sonar": "squ_|x40",
    "Typeform": "tfp_|u44|_|u14",
    "JFrog": "AKCp|w69",
    "JFrog reference": "cmVmd|w59",
    "age": "AGE-SECRET-KEY-1|U58",
    "1Password": "A3-|U6|-|U11|-|U5|-|U5|-|U5",
    "1Password service": "ops_eyJ|b260",
    "Alibaba": "LTAI|w20",
    "ClickHouse": "4b1d|w38",
    "Clojars": "CLOJARS_|l60",
    "Duffel": "duffel_live_|u43",
    "Frame.io": "fio-u-|u64",
    "Flutterwave": "FLWSECK_TEST-|x32|-X",
    "Harness": "pat.|u22|.|x24|.|w20",
    "MaxMind": "|w6|_|w29|_mmk",
    "Okta": "00|u40",
    "Supabase": "sbp_|x40",
    "Vercel": "vcp_|w56",
    "Netlify": "nfp_|w40",
    "Render": "rnd_|w32",
    "Tailscale": "tskey-auth-|w16|-|w32",
    "Buildkite": "bkua_|x40",
    "CircleCI": "CCIPAT_|w22|_|x40",
    "Docker Hub": "dckr_pat_|u27",
    "Figma": "figd_|u40",
    "HubSpot": "pat-na1-|x8|-|x4|-|x4|-|x4|-|x12",
    "Intercom": "dG9rOj|b60|=",
    "Yandex": "AQVN|u38",
    "Lob": "live_|x35",
    "Mapbox secret": "sk.eyJ1Ijoi|w60|.|w22",
    "Contentful management": "CFPAT-|u43",
    "Adobe": "p8e-|l32",
    "Algolia admin (keyed)": "ALGOLIA_ADMIN_KEY=|x32",
    "Datadog (keyed)": "DD_API_KEY=|x32",
    "Datadog app (keyed)": "DD_APP_KEY=|x40",
    "Twilio (keyed)": "TWILIO_AUTH_TOKEN=|x32",
    "Cloudflare (keyed)": "CLOUDFLARE_API_TOKEN=|u40",
    "Heroku (keyed)": "HEROKU_API_KEY=|x8|-|x4|-|x4|-|x4|-|x12",
    "AWS secret (keyed)": "aws_secret_access_key = |b40",
    "Okta (header)": "Authorization: SSWS 00|u40",
    "Firebase server": "AAAA|u7|:APA91b|u134",
    "PagerDuty (header)": "Authorization: Token token=|u20",
}
_PUBLIC = (
    "?sv=2022-11-02&ss=b&srt=o&sp=r&se=2026-03-01T00:00:00Z&sig=",
    "https://hooks.slack.com/services/",
    "https://discord.com/api/webhooks/",
    "Authorization: SSWS ",
    "Authorization: Token token=",
    "https://",
)


def _drawn(rng: random.Random, shape: str) -> tuple[str, str]:
    """The text of a shape, and of it what is secret: without the name before it."""
    parts = [
        pick(rng, _ALPHABETS[part[0]], int(part[1:]))
        if part[:1] in _ALPHABETS and part[1:].isdigit()
        else part
        for part in shape.split("|")
    ]
    text = "".join(parts)
    start = text.find("=") + 1 if "KEY=" in text or "TOKEN=" in text or "Key=" in text else 0
    start = text.find("= ") + 2 if "= " in text else start
    for public in _PUBLIC:
        if text.startswith(public):
            start = len(public)
            break
    return text, text[start:].split("@")[0]


def _make(shape: str) -> Callable[[random.Random], Piece]:
    def make(rng: random.Random) -> Piece:
        text, secret = _drawn(rng, shape)
        return Piece(text, (secret,))

    return make


VENDORS = tuple(Form("vendor keys", name, _make(shape)) for name, shape in _SHAPES.items())
