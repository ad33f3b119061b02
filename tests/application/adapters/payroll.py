"""A payroll product, with other habits than the demo's: codes, limits, ids and rules all differ."""

from domain.model import JSON
from tests.domain import lifelike

DOCS_HOST = "docs.acme.example"


def _entry(
    code: str, kind: str, resolution: str, *, retryable: bool = False, actionable: bool = True
) -> dict[str, JSON]:
    return {
        "errorCode": code,
        "errorClass": kind,
        "retryable": retryable,
        "userActionable": actionable,
        "resolution": resolution,
    }


_CATALOGUE = (
    _entry(
        "PR-1042",
        "validation",
        "The bank account number of an employee does not pass the check. Correct it under "
        "People > Bank details, then calculate the pay run anew. No salary was paid.",
    ),
    _entry(
        "tax.filing.rejected",
        "business",
        "The tax office turned the filing down. Check the company's tax number under Settings > "
        "Tax and file again before the 15th.",
    ),
    _entry(
        "PayslipMailFailed",
        "infra",
        "Our mail provider did not take the payslips. They are sent again every 30 minutes; none "
        "is lost.",
        retryable=True,
        actionable=False,
    ),
    _entry(
        "ApprovalRequired",
        "permission",
        "A pay run over the threshold needs a second approval. A payroll manager can approve it.",
    ),
    _entry(
        "HEADCOUNT_EXCEEDED",
        "business",
        "The subscription covers no more employees. Archive leavers, or upgrade the subscription.",
    ),
    _entry(
        "TS-77310",
        "validation",
        "The timesheet has overlapping entries. Remove the overlap and import the file again.",
    ),
    _entry("GATEWAY_BUSY", "infra", "Wait a minute and repeat the call.", retryable=True),
)
_RULES: dict[str, JSON] = {
    "subscriptions": {
        "solo": {"max_employees": 5, "payslip_archive_days": 365, "api_calls_per_minute": 10},
        "studio": {"max_employees": 40, "payslip_archive_days": 1095, "api_calls_per_minute": 60},
        "group": {"max_employees": 500, "payslip_archive_days": 3650, "api_calls_per_minute": 600},
    },
    "approval": {"second_approval_above_eur": 50000, "who_may_approve": "payroll managers"},
    "sick_leave": {"paid_for_days": 42, "certificate_needed_after_days": 3},
    "overtimeSurchargePercent": 25,
}
_DOCS: tuple[JSON, ...] = (
    {
        "id": "/help/pay-runs/corrections",
        "title": "Correcting a pay run",
        "content": "A pay run that is not approved yet can be opened again. Change what is wrong "
        "and press Calculate. After approval, make a correction run in the next month.",
        "category": "how-to",
    },
    {
        "id": "kb-31",
        "title": "Vacation balances",
        "content": "Vacation is counted in working days. Unused days expire on 31 March. Requests "
        f"are approved by the line manager. More: https://{DOCS_HOST}/vacation",
        "category": "how-to",
    },
    {
        "id": "kb-40",
        "title": "Connecting your bookkeeping",
        "content": "Under Settings > Integrations choose the bookkeeping product. Journals are "
        "sent after each approved pay run. Forum thread: https://forum.other.example/t/9",
        "category": "how-to",
    },
)
_COMPANY = "0b9f6c1e-51f7-4d7e-9a53-2f6f3f1c8a10"


def _job(number: int, queue: str, code: str | None, stage: str, at: str) -> JSON:
    return {
        "jobId": f"{number}",
        "queue": queue,
        "status": "failed" if code else "running",
        "errorCode": code,
        "lastStage": stage,
        "createdAt": "2026-02-20T06:00:00Z",
        "updatedAt": at,
    }


def company() -> lifelike.Document:
    """An owner of a company for whom half a dozen things went wrong this morning."""
    found = lifelike.document(
        plan="studio",
        roles=("owner",),
        catalogue=_CATALOGUE,
        rules=_RULES,
        docs=_DOCS,
        entities=(
            {
                "type": "payRun",
                "id": "PR-2026-02",
                "description": "February salaries",
                "status": "blocked",
                "metadata": {"employees": 40},
            },
        ),
        errors=(
            lifelike.active_error(
                "PR-1042", "PR-2026-02", "2026-02-20T09:40:00Z", kind="validation", retryable=False
            ),
            lifelike.active_error(
                "ApprovalRequired",
                "PR-2026-01B",
                "2026-02-20T08:15:00Z",
                kind="permission",
                retryable=False,
            ),
        ),
        limits=({"limit": "max_employees", "current": 40, "max": 40},),
        jobs=(
            _job(
                55120,
                "payslip_mailer",
                "PayslipMailFailed",
                "send",
                "2026-02-20T09:05:00Z",
            ),
            _job(
                55131,
                "timesheet-import-worker",
                "TS-77310",
                "validate",
                "2026-02-20T07:31:00Z",
            ),
            _job(55140, "journal_sync", None, "push", "2026-02-20T10:01:00Z"),
        ),
        requests=(
            lifelike.request(
                "2026-02-20T09:40:00Z",
                f"POST /v2/companies/{_COMPANY}/pay-runs/PR-2026-02/calculate",
                422,
                "c0ffee01",
                code="PR-1042",
            ),
            lifelike.request(
                "2026-02-20T09:12:00Z",
                f"POST /v2/companies/{_COMPANY}/people",
                402,
                "c0ffee02",
                code="HEADCOUNT_EXCEEDED",
            ),
            lifelike.request(
                "2026-02-20T09:14:00Z",
                f"POST /v2/companies/{_COMPANY}/people",
                402,
                "c0ffee03",
                code="HEADCOUNT_EXCEEDED",
            ),
            lifelike.request(
                "2026-02-20T08:50:00Z",
                "POST /v2/tax/filings",
                409,
                "c0ffee04",
                code="tax.filing.rejected",
            ),
        ),
    )
    pack = found["knowledgePack"]
    assert isinstance(pack, dict)
    runbooks = pack["runbooks"]
    assert isinstance(runbooks, list)
    runbooks.append(
        {
            "id": "rb-7",
            "title": "Runbook: pay run stuck, bank details, tax filing",
            "content": "INTERNAL. Unlock the pay run in the back office at https://ops.acme.example.",
            "category": "internal",
        }
    )
    return found
