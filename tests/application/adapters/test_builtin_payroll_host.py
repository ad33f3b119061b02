"""Nothing was made for this host: a payroll product that names everything in its own way."""

import pytest

from tests.application.adapters.asking import ask, is_unknown
from tests.application.adapters.payroll import company

BANK, TAX, MAIL = "PR-1042", "tax.filing.rejected", "PayslipMailFailed"
APPROVAL, PEOPLE, TIMES = "ApprovalRequired", "HEADCOUNT_EXCEEDED", "TS-77310"


@pytest.mark.parametrize(
    ("question", "rests_on"),
    [
        ("The February pay run can't be calculated", BANK),
        ("why is the pay run blocked?", BANK),
        ("pay run PR-2026-02 is stuck", BANK),
        ("What does pr-1042 mean?", BANK),
        ("an employee's bank account number is refused", BANK),
        ("I get a 422 on calculate", BANK),
        ("The tax filing was rejected", TAX),
        ("why did the tax office turn us down", TAX),
        ("tax.filing.rejected", TAX),
        ("409 when I file taxes", TAX),
        ("Payslips were not sent", MAIL),
        ("nobody got a payslip by email", MAIL),
        ("payslip mail failed", MAIL),
        ("job 55120 failed", MAIL),
        ("what happened to the payslip e-mails?", MAIL),
        ("Why do I need a second approval?", APPROVAL),
        ("I can't approve the pay run, permission missing", APPROVAL),
        ("PR-2026-01B waits for approval", APPROVAL),
        ("I cannot add a new employee", PEOPLE),
        ("headcount exceeded", PEOPLE),
        ("adding people fails with 402", PEOPLE),
        ("The employees limit is reached?", PEOPLE),
        ("Timesheet import fails", TIMES),
        ("my timesheets have not been imported", TIMES),
        ("TS-77310", TIMES),
        ("how many employees may I have on group?", "rule:subscriptions"),
        ("how long are payslips kept in the archive", "rule:subscriptions"),
        ("what is the overtime surcharge?", "rule:overtimeSurchargePercent"),
        ("When do I need a sick leave certificate?", "rule:sick_leave"),
        ("when does unused vacation expire?", "kb-31"),
        ("How do I connect our bookkeeping?", "kb-40"),
        ("How can I correct a pay run?", "/help/pay-runs/corrections"),
        ("is job 55140 done?", "55140"),
        ("The logo on my invoice is wrong", None),
        ("I can't log in", None),
        ("dark mode please", None),
        ("my export is empty", None),
        ("the search is broken", None),
    ],
)
async def test_each_question_finds_what_it_is_about(question: str, rests_on: str | None):
    answer = await ask(company(), question)
    found = None if is_unknown(answer) else next(piece.value for piece in answer.evidence)
    assert found == rests_on


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ("Payslips were not sent", "Are they lost?", "none is lost"),
        ("Payslips were not sent", "When can I try again?", "every 30 minutes"),
        ("Payslips were not sent", "is it my fault?", "a fault on the service's side"),
        ("The February pay run can't be calculated", "Was anybody paid?", "No salary was paid"),
        ("The February pay run can't be calculated", "Which pay run was it?", "February salaries"),
        ("The February pay run can't be calculated", "should i just try again", "No, not as it is"),
        ("Why do I need a second approval?", "who can approve it?", "A payroll manager"),
        ("I cannot add a new employee", "since when?", "2 requests failed with it"),
        ("I cannot add a new employee", "How do I get a higher limit?", "group 500"),
    ],
)
async def test_a_follow_up_gets_what_it_asks_for(first: str, then: str, says: str):
    answer = await ask(company(), first, then)
    assert says in answer.content
    assert "INTERNAL" not in answer.content


async def test_names_and_values_are_said_as_people_say_them():
    answer = await ask(company(), "I cannot add a new employee")
    assert "**employee limit** on the studio plan: 40 of 40 in use" in answer.content
    answer = await ask(company(), "Payslips were not sent")
    assert "Your payslip mailer job `55120` **failed** at the stage “send”." in answer.content
    answer = await ask(company(), "how long are payslips kept in the archive")
    assert "solo 365 days, studio 1095 days, group 3650 days (yours is studio)" in answer.content


@pytest.mark.parametrize(
    "question", ["pay run stuck", "bank details", "tax filing", "help", "unlock the pay run"]
)
async def test_what_support_people_are_told_is_not_told_to_users(question: str):
    answer = await ask(company(), question)
    shown = answer.model_dump_json()
    for word in ("INTERNAL", "Runbook", "rb-7", "back office"):
        assert word not in shown


async def test_a_link_of_the_hosts_own_stays_and_a_foreign_one_goes_with_its_clause():
    answer = await ask(company(), "when does unused vacation expire?")
    assert answer.actions[0].payload == {"url": "https://docs.acme.example/vacation"}
    answer = await ask(company(), "How do I connect our bookkeeping?")
    assert "Journals are sent after each approved pay run." in answer.content
    assert "forum" not in answer.content.lower()
    assert "(link removed)" not in answer.content
