"""Keys and tokens that vendors make recognisable by a prefix or a fixed shape.

The formats are those that the vendors publish in their developer documentation or register with
secret-scanning programmes; each is a prefix and the alphabet and length of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.spans import Span
from domain.cached import cached_property

_WORD = r"[A-Za-z0-9_-]"
_BASE62 = r"[A-Za-z0-9]"
_HEX = r"[0-9a-fA-F]"

_ULID = r"0[1-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{24}"
_UUID = rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"

# Name of the rule after "secret:", and the shapes. An unbounded repetition may stand only at the
# end of a shape: then a scan that goes far always matches, and the whole stays linear.
_SHAPES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "aws",
        (
            rf"A(?:KIA|SIA|BIA|CCA|3T[A-Z0-9])[A-Z0-9]{{16}}(?!{_BASE62})",
            r"IQoJb3JpZ2lu[A-Za-z0-9+/=]{40,}+",
            r"F[wQ]oGZXIvYXdz[A-Za-z0-9+/=]{40,}+",
            r"ABSK[A-Za-z0-9+/]{60,}+={0,2}",
        ),
    ),
    (
        "github",
        (rf"gh[pousr]_{_BASE62}{{20,}}+", r"github_pat_[A-Za-z0-9_]{22,}+"),
    ),
    (
        "gitlab",
        (
            rf"gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct|wt)-{_WORD}{{16,}}+",
            rf"GR1348941{_WORD}{{16,}}+",
        ),
    ),
    (
        "slack",
        (
            r"xox[abceoprs]-(?:[0-9]-)?[A-Za-z0-9-]{10,}+",
            r"x(?:app|wfp)-[A-Za-z0-9-]{10,}+",
            r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{20,}+",
        ),
    ),
    (
        "stripe",
        (rf"[spr]k_(?:live|test)_{_BASE62}{{10,}}+", r"whsec_[A-Za-z0-9+/=]{16,}+"),
    ),
    (
        "google",
        (
            rf"AIza{_WORD}{{30,}}+",
            rf"GOCSPX-{_WORD}{{20,}}+",
            rf"ya29\.{_WORD}{{20,}}+",
            rf"1//0{_WORD}{{30,}}+",
        ),
    ),
    ("anthropic", (rf"sk-ant-{_WORD}{{16,}}+",)),
    (
        "openai",
        (rf"sk-(?:proj|svcacct|admin|None|service)-{_WORD}{{16,}}+", rf"sk-{_BASE62}{{32,}}+"),
    ),
    ("sendgrid", (rf"SG\.{_WORD}{{16,32}}+\.{_WORD}{{16,}}+",)),
    ("npm", (rf"npm_{_BASE62}{{30,}}+",)),
    ("pypi", (rf"pypi-AgE{_WORD}{{30,}}+", rf"pypi-{_WORD}{{60,}}+")),
    (
        "azure",
        (r"[A-Za-z0-9][A-Za-z0-9_~.-]{1,2}\dQ~[A-Za-z0-9_~.-]{31,34}",),
    ),
    ("shopify", (r"shp(?:at|ca|pa|ss|ua)_[0-9a-fA-F]{32}",)),
    ("digitalocean", (r"do[opr]_v1_[0-9a-f]{64}",)),
    ("vault", (rf"hv[sbr]\.{_WORD}{{20,}}+",)),
    ("telegram", (rf"(?:bot)?\d{{8,10}}:AA{_WORD}{{30,}}+", rf"bot\d{{8,10}}:{_WORD}{{33,}}+")),
    (
        "discord",
        (rf"discord(?:app)?\.com/api/webhooks/\d{{15,20}}/{_WORD}{{40,}}+",),
    ),
    ("linear", (rf"lin_(?:api|oauth|wh)_{_BASE62}{{20,}}+",)),
    ("vercel", (rf"vercel_blob_rw_{_BASE62}{{12,}}+_{_BASE62}{{20,}}+",)),
    ("notion", (rf"ntn_{_BASE62}{{30,}}+", rf"secret_{_BASE62}{{40,}}+")),
    ("databricks", (r"d(?:api|kea|ose)[0-9a-f]{32}(?:-\d)?",)),
    ("atlassian", (r"AT[AC]TT3[A-Za-z0-9_=-]{40,}+", rf"ATBB{_BASE62}{{24,}}+")),
    ("square", (rf"sq0(?:atp|csp|idp|idb)-{_WORD}{{22,}}+", rf"EAAA{_WORD}{{60}}")),
    ("facebook", (r"EAA[A-Za-z0-9]{60,}+",)),
    (
        "huggingface",
        (
            rf"hf_{_BASE62}{{30,}}+",
            rf"api_org_{_BASE62}{{30,}}+",
        ),
    ),
    ("replicate", (rf"r8_{_BASE62}{{30,}}+",)),
    ("groq", (rf"gsk_{_BASE62}{{40,}}+",)),
    ("docker", (rf"dckr_[po]at_{_WORD}{{20,}}+",)),
    ("figma", (rf"fig[dour]_{_WORD}{{30,}}+",)),
    ("postman", (rf"PMAK-{_HEX}{{24}}-{_HEX}{{34}}",)),
    ("newrelic", (r"NR(?:AK|II|JS|RA|IQ)-[A-Za-z0-9-]{20,}+",)),
    ("grafana", (r"glc_[A-Za-z0-9+/=]{32,}+", rf"glsa_{_BASE62}{{32}}_{_HEX}{{8}}")),
    ("sentry", (r"sntry[su]_[A-Za-z0-9+/=_-]{40,}+",)),
    ("doppler", (r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{30,}+",)),
    ("fly", (r"FlyV1 fm[12][ar]?_[A-Za-z0-9+/=,_]{40,}+", rf"fo1_{_WORD}{{40,}}+")),
    ("supabase", (r"sbp_[0-9a-f]{40}", rf"sb_(?:secret|publishable)_{_WORD}{{16,}}+")),
    ("netlify", (rf"nf[pkcb]_{_BASE62}{{30,}}+",)),
    ("hubspot", (rf"pat-(?:na|eu|ap)\d-{_UUID}",)),
    ("planetscale", (r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{30,}+",)),
    ("tailscale", (rf"tskey-[a-z]+-{_WORD}{{16,}}+",)),
    ("brevo", (rf"x(?:keysib|smtpsib)-{_HEX}{{64}}-{_BASE62}{{16}}",)),
    ("plaid", (rf"access-(?:sandbox|development|production)-{_UUID}",)),
    ("alibaba", (rf"LTAI{_BASE62}{{12,}}+",)),
    ("dynatrace", (r"dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}",)),
    ("age", (r"AGE-SECRET-KEY-1[A-Z0-9]{40,}+",)),
    ("onepassword", (rf"ops_eyJ{_WORD}{{40,}}+",)),
    ("razorpay", (rf"rzp_(?:live|test)_{_BASE62}{{10,}}+",)),
    ("rubygems", (r"rubygems_[0-9a-f]{48}",)),
    ("pulumi", (r"pul-[0-9a-f]{40}",)),
    ("heroku", (rf"HRKU-{_WORD}{{30,}}+",)),
    ("dropbox", (rf"sl\.(?:u\.)?{_WORD}{{60,}}+",)),
    ("jfrog", (rf"AKCp{_BASE62}{{50,}}+",)),
    ("contentful", (rf"CFPAT-{_WORD}{{30,}}+",)),
    ("mapbox", (rf"[pst]k\.eyJ{_WORD}{{20,200}}+\.{_WORD}{{16,}}+",)),
    ("sonar", (r"sq[pau]_[0-9a-f]{40}",)),
    (
        "key",
        (
            r"SCW[A-Z0-9]{17}(?![A-Za-z0-9])",
            rf"xai-{_BASE62}{{60,}}+",
            rf"v1\.0-{_HEX}{{24}}-{_HEX}{{100,}}+",
            rf"EZ[AT]K{_BASE62}{{50,}}+",
            rf"ico-{_BASE62}{{32}}",
            r"API-[A-Z0-9]{25,30}(?![A-Za-z0-9])",
            rf"pn[ub]_{_BASE62}{{30,}}+",
            rf"cmVmd{_BASE62}{{50,}}+",
            rf"4b1d{_BASE62}{{38}}(?!{_BASE62})",
            rf"duffel_(?:live|test)_{_WORD}{{30,}}+",
            rf"[ps]at\.{_WORD}{{22}}\.{_BASE62}{{24}}\.{_BASE62}{{20}}",
            rf"rnd_{_BASE62}{{24,}}+",
            r"bk[a-z]{2}_[0-9a-f]{40}",
            rf"CCI(?:PAT|PRJ)_{_BASE62}{{22}}_{_HEX}{{40}}",
            r"dG9rOj[A-Za-z0-9+/]{40,}+={0,2}",
            rf"AQVN{_WORD}{{30,}}+",
            rf"YC{_WORD}{{38}}(?!{_WORD})",
            rf"p8e-{_BASE62}{{32}}",
            rf"{_WORD}{{7,24}}:APA91b{_WORD}{{60,}}+",
            rf"fio-u-{_WORD}{{50,}}+",
            rf"FLW(?:SECK|PUBK)(?:_TEST)?-{_BASE62}{{12,}}+(?:-X)?",
            r"shippo_(?:live|test)_[0-9a-fA-F]{40}",
            rf"sgp_(?:(?:{_HEX}{{16}}|local)_)?{_HEX}{{40}}",
            rf"rdme_{_BASE62}{{50,}}+",
            r"tfp_[A-Za-z0-9_.=-]{40,}+",
            rf"CLOJARS_{_BASE62}{{50,}}+",
            rf"s-s4t2(?:ud|af)-{_HEX}{{64}}",
            rf"tk-us-{_WORD}{{40,}}+",
            rf"sm_[aps]at_{_BASE62}{{16}}",
            rf"sha256~{_WORD}{{43}}",
            rf"nvapi-{_WORD}{{40,}}+",
            rf"tvly-{_WORD}{{20,}}+",
            rf"fw_{_BASE62}{{22,}}+",
            rf"aio_{_BASE62}{{28}}",
            rf"waka_{_UUID}",
            rf"unkey_{_BASE62}{{16,}}+",
            rf"VF\.(?:DM|WS)\.{_HEX}{{24}}\.{_BASE62}{{16}}",
            rf"ph[cx]_{_BASE62}{{36,}}+",
            rf"lsv2_[ps][tk]_{_HEX}{{32}}_{_HEX}{{10}}",
            rf"sk-or-v1-{_HEX}{{40,}}+",
            rf"apify_api_{_BASE62}{{30,}}+",
            rf"vc[a-z]_{_BASE62}{{24,}}+",
            rf"re_{_BASE62}{{8}}_{_BASE62}{{20,}}+",
            rf"mlsn\.{_HEX}{{40,}}+",
            rf"IGQ[A-Z]{_WORD}{{60,}}+",
            r"A{20}[A-Za-z0-9%]{50,}+",
            rf"amzn\.mws\.{_UUID}",
            rf"amzn1\.oa2-cs\.v1\.{_HEX}{{64}}",
            rf"access_token\$(?:production|sandbox)\${_BASE62}{{16}}\${_HEX}{{32}}",
            r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
        ),
    ),
)

# What many vendors do, for those that are not listed: name, kind and a long random body.
_KIND_WORDS = (
    "live|test|sandbox|secret|sk|pat|tok|token|key|api|apikey|oauth|access|refresh|auth|priv"
    "|private"
)
# Without a vendor's name before them, these are as often the name of a thing: `prod_`, `app_`.
_KINDS_OF_VENDORS = rf"{_KIND_WORDS}|prod|personal|service|bot|app|admin"
_GENERIC: Final = re.compile(
    # Stripe's checkouts have ids like that.
    r"(?<![A-Za-z0-9])(?!cs_(?:live|test)_)(?<!\bcs_)"
    rf"(?:[A-Za-z][A-Za-z0-9]{{1,15}}[_-](?:{_KINDS_OF_VENDORS})|{_KIND_WORDS})[_-]"
    rf"(?!{_ULID}(?!{_BASE62}))(?=[A-Za-z_-]{{0,40}}\d)({_BASE62}{{16,}}+)"
)

# Those that no fixed beginning tells, but a long random part in a fixed place.
_UNMARKED_SHAPES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("twilio", (r"SK[0-9a-f]{32}(?![A-Za-z0-9])",)),
    (
        "mailgun",
        (
            r"(?:pub)?key-[0-9a-f]{32}(?![0-9a-z])",
            r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![0-9a-f-])",
        ),
    ),
    ("mailchimp", (r"[0-9a-f]{32}-us\d{1,2}(?!\d)",)),
    ("discord", (rf"[MNO][A-Za-z0-9_-]{{23,27}}\.{_WORD}{{6}}\.{_WORD}{{27,}}+",)),
    ("airtable", (rf"pat{_BASE62}{{14}}\.{_HEX}{{64}}",)),
    ("zoho", (r"1000\.[0-9a-f]{32}\.[0-9a-f]{32}",)),
    ("launchdarkly", (rf"(?:sdk|mob|api)-{_UUID}",)),
    ("vault", (rf"{_BASE62}{{14}}\.atlasv1\.{_WORD}{{40,}}+",)),
    ("newrelic", (rf"{_HEX}{{36}}(?:NRAL|FFFF)(?!{_BASE62})",)),
    ("key", (r"(?=[A-Z-]{0,24}\d)(?=[\d-]{0,24}[A-Z])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![\w-])",)),
    ("vault", (rf"s\.(?=[A-Za-z]{{0,20}}\d){_BASE62}{{24}}(?!{_BASE62})",)),
    ("key", (rf"{_BASE62}{{6}}_{_BASE62}{{29}}_mmk", rf"RGAPI-{_UUID}")),
    ("azure", (r"[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{10,}+",)),
)


class _Shapes:
    """Shapes in one expression, and the rule of each.

    The alternatives stand side by side, without groups, and begin with a letter wherever they can:
    `re` skips such a one at the first character that differs.
    """

    def __init__(self, shapes: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self._shapes = shapes
        self.rules = tuple(f"secret:{name}" for name, _ in shapes)

    # Compiled when they are first needed: together they are a tenth of a gateway's start.
    @cached_property
    def _any(self) -> re.Pattern[str]:
        alternatives = "|".join(form for _, forms in self._shapes for form in forms)
        return re.compile(f"(?<![A-Za-z0-9])(?=[A-Za-z0-9])(?:{alternatives})")

    @cached_property
    def _each(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile("|".join(forms)) for _, forms in self._shapes)

    def found_in(self, text: str) -> Iterator[Span]:
        for match in self._any.finditer(text):
            for rule, pattern in zip(self.rules, self._each, strict=True):
                if pattern.match(text, match.start()):
                    yield Span(match.start(), match.end(), rule)
                    break


_MARKED: Final = _Shapes(_SHAPES)
_UNMARKED: Final = _Shapes(_UNMARKED_SHAPES)

VENDOR_DETECTOR: Final = (
    r"vercel_|A(?:KIA|SIA|BIA|CCA|3T|BSK|Iza|T[AC]TT3|TBB|KCp|GE-SEC)|IQoJb3|F[wQ]oGZX|gh[pousr]_|github_pat"
    r"|gl[a-z]{2,6}-|gl(?:c|sa)_|GR1348941|xox[a-z]-|xapp-|xwfp-|hooks\.slack|[spr]k[_.-]|whsec_|GOCSPX|ya29"
    r"|1//0|SG\.|npm_|pypi-|\dQ~|shp[a-z]{2}_|do[opr]_v1|hv[sbr]\.|:AA"
    r"|api/webhooks|lin_|ntn_|secret_|dapi|dkea|dose|sq0|EAA|hf_|api_org|r8_|gsk_|dckr_|fig[dour]_"
    r"|PMAK|NR[A-Z]{2}-|sntry|dp\.|bot\d{8}|FlyV1|fo1_|sbp_|sb_|nf[pkcb]_|pat-|pscale|tskey|x(?:key|smtp)sib"
    r"|access-|LTAI|dt0|ops_eyJ|rzp_|rubygems|pul-|HRKU|sl\."
    r"|xai-|\$(?:[1567y]|2[abxy]|apr1|md5|sha1|gy|argon2|s?crypt|pbkdf2)[\w-]*\$|\{S?(?:SHA|MD5|CRYPT)|SCW|v1\.0-|EZ[AT]K|ico-|API-|pn[ub]_|cmVmd|4b1d|duffel_|[ps]at\.|rnd_|bk[a-z]{2}_|CCIP|dG9rOj"
    r"|AQVN|YC[\w-]|p8e-|APA91b|fio-u|FLW|shippo_|sgp_|rdme_|tfp_|CLOJARS|s4t2|tk-us|sm_[aps]at|sha256~"
    r"|\bfw_|aio_|waka_|unkey_|VF\.(?:DM|WS)|nvapi|tvly|ph[cx]_|lsv2_|apify|vc[a-z]_|\bre_|mlsn|IGQ|AAAAAAAA|amzn|access_token\$|A3-"
    rf"|CFPAT|sq[pau]_|(?:{_KINDS_OF_VENDORS})[_-][A-Za-z0-9]"
)
"""Matches wherever one of the shapes could (RE2 syntax), but for those that only blobs tell."""


def find_vendor_secrets(text: str) -> Iterator[Span]:
    """Keys and tokens of known vendors that begin in a way of their own."""
    return _MARKED.found_in(text)


def find_unmarked_vendor_secrets(text: str) -> Iterator[Span]:
    """Keys and tokens of known vendors that have a form of their own, all of it random."""
    return _UNMARKED.found_in(text)


def find_vendor_like_secrets(text: str) -> Iterator[Span]:
    """Keys of vendors that are not known but follow the common form."""
    for match in _GENERIC.finditer(text):
        yield Span(match.start(), match.end(), "secret:key")


VENDOR_RULES: Final = tuple(dict.fromkeys(_MARKED.rules + _UNMARKED.rules))
"""The names of the rules of this module."""
