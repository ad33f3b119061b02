"""The table of rules says what the rules do."""

from pathlib import Path

import pytest

from application.redaction import JSON, REDACTION_VERSION, RULES, Rule, redact, redact_text
from application.redaction.meaning.keys import Kind, meaning_of
from application.redaction.rules_table import rules_table
from application.redaction.secrets.vendors import VENDOR_RULES

_SHOWN = [rule for rule in RULES if rule.before]


@pytest.mark.parametrize("rule", _SHOWN, ids=lambda rule: rule.name)
def test_every_rule_does_what_its_example_shows(rule: Rule):
    assert redact_text(rule.example) == rule.after
    _, removals = redact({"text": rule.example})
    assert [(removal.pointer, removal.rule) for removal in removals] == [("/text", rule.name)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_mark_is_left_alone(rule: Rule):
    for text in (rule.mark, f"a {rule.mark} b", rule.mark.replace("]", "#2]")):
        assert redact_text(text) == text
        assert redact({text: text})[1] == []
    assert redact({"password": rule.mark, "email": rule.mark, "pin": [rule.mark]})[1] == []


def test_every_vendor_has_a_row_in_the_table():
    assert set(VENDOR_RULES) <= {rule.name for rule in RULES}


def test_every_row_has_a_name_of_its_own():
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_rules_have_a_version():
    assert REDACTION_VERSION


@pytest.mark.parametrize(
    "key",
    """password Password PASSWORD user_password user-password userPassword newPassword db.password
    passwd pwd passphrase PGPASSWORD password2 confirm_password""".split(),
)
def test_a_password_is_known_in_any_casing_and_with_any_separator(key: str):
    assert meaning_of(key).kind is Kind.PASSWORD


@pytest.mark.parametrize(
    "key",
    """apiKey api_key API-KEY apikey x-auth-token XAuthToken client_secret accessKey private_key
    sessionId session_id id_token githubtoken AWS_SECRET_ACCESS_KEY tokenPart1
    secretValue""".split(),
)
def test_a_secret_is_known_in_any_casing_and_with_any_separator(key: str):
    assert meaning_of(key).kind in {Kind.OPAQUE, Kind.SUBJECT}


@pytest.mark.parametrize(
    "key",
    """key keyboard monkey secretary tokenExpired passwordResetRequired passwordPolicy authority
    description message note title compass""".split(),
)
def test_a_name_that_only_sounds_alike_tells_nothing(key: str):
    assert meaning_of(key).kind is Kind.NEUTRAL


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("tokenCount", Kind.AMOUNT),
        ("max_tokens", Kind.AMOUNT),
        ("accessKeyId", Kind.ID),
        ("idempotency-key", Kind.ID),
        ("errorCode", Kind.CODE),
        ("tokenExpiresAt", Kind.TIME),
        ("appVersion", Kind.VERSION),
        ("gitSha", Kind.DIGEST),
        ("route", Kind.ROUTE),
    ],
)
def test_a_field_for_ids_codes_times_and_amounts_is_known_as_one(key: str, kind: Kind):
    assert meaning_of(key).kind is kind


def test_the_readme_shows_the_rules_as_they_are():
    """When this fails: put the output of `support-gateway redact --rules` between the comments."""
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    _, begin, rest = readme.partition("<!-- redaction rules: begin -->\n")
    shown, end, _ = rest.partition("<!-- redaction rules: end -->")
    assert begin
    assert end
    assert shown.strip() == rules_table().strip()


def test_an_address_that_every_machine_has_tells_of_none():
    assert redact_text("running on http://127.0.0.1:8000") == "running on http://127.0.0.1:8000"
    assert redact_text("running on http://127.0.0.2:8000") == "running on http://[ip]:8000"


def test_a_document_about_passwords_is_no_password():
    document: JSON = {"title": "Password", "content": "Open Settings, then Security."}
    assert redact(document) == (document, [])
    assert redact({"title": "smtpPassword", "content": "hunter22"})[0] == {
        "title": "smtpPassword",
        "content": "[secret:password]",
    }
