"""What is said of the state of things and of the user's roles holds, and its neighbour does not."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike


def studio() -> lifelike.Document:
    """A sales manager with an unpaid invoice, and one job in each state."""
    return lifelike.document(
        roles=("sales_manager", "billing_viewer"),
        entities=(
            {"type": "invoice", "id": "in_204", "status": "past_due", "metadata": {}},
            {"type": "domain", "id": "dom_7", "status": "unverified", "metadata": {}},
            {"type": "campaign", "id": "cmp_31", "status": "paused", "metadata": {}},
            {"type": "server", "id": "srv-4a", "status": "crashed", "metadata": {}},
            {"type": "board", "id": "brd_5", "status": "active", "metadata": {"ownerId": "usr_9"}},
        ),
        errors=(
            lifelike.active_error(
                "SYNC_FAILED",
                "brd_5",
                "2026-02-20T09:00:00.000Z",
                kind="infra",
                retryable=True,
            ),
        ),
        jobs=tuple(
            {
                "jobId": f"job_{number}",
                "queue": "imports",
                "status": status,
                "createdAt": "2026-02-20T08:00:00.000Z",
                "updatedAt": "2026-02-20T08:30:00.000Z",
            }
            for number, status in enumerate(
                ("queued", "running", "succeeded", "failed", "canceled"), start=50
            )
        ),
    )


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=studio(), conversation=()).claims_failed


STATES = [
    ("The server srv-4a has crashed.", "The server srv-4a is running."),
    ("srv-4a is on our top-10 list of b-14 troubles.", "Restart srv-9d."),
    ("job_50 came at 08:00 and is still queued.", "job_50 came at 08:00 and has finished."),
    ("SYNC_FAILED is retryable.", "SYNC_FAILED isn't retryable."),
    ("Your role is sales manager.", "Your role is fleet operator."),
    ("job_53 failed.", "job_53 succeeded."),
    ("`job_52` has finished.", "`job_52` failed."),
    ("The job job_50 is still queued.", "The job job_50 has already completed."),
    ("job_51 (your import) is running.", "job_51 (your import) was canceled."),
    ("The failed job job_53 is old.", "The failed job job_52 is old."),
    ("job_53 was running at 08:00.", "job_53 is running."),
    ("Wait until job_51 has finished.", "As you see, job_51 has finished."),
    ("job_51 has not finished yet.", "job_51 has finished."),
    ("Is job_50 running? We see it queued.", "The job_50 is running."),
    ("If job_50 failed, tell us.", "Your job_50 failed, sadly."),
    ("If none takes it, job_50 is canceled after a day.", "job_50 was canceled after a day."),
    ("The invoice in_204 was sent.", "The invoice in_204 was paid."),
    ("job_54 was canceled.", "job_54 failed."),
    ("The job finished: job_52.", "The job_52 is queued."),
    ("brd_5 is active.", "brd_5 was revoked."),
    ("The invoice in_204 is still open.", "The invoice in_204 is paid."),
    ("dom_7 is not verified.", "Your domain dom_7 is verified."),
    ("Your campaign cmp_31 was paused.", "Your campaign cmp_31 is still sending."),
    ("brd_5 failed to sync.", "brd_5 is archived."),
    ("Your invoice is overdue.", "Your invoice is paid."),
    ("Once the campaign is active, look.", "The campaign is running."),
    ("There is no error on cmp_31.", "There is no error on brd_5."),
    ("Es gibt keinen Fehler bei cmp_31.", "Es gibt keinen Fehler bei brd_5."),
    ("job_53 ist fehlgeschlagen.", "job_53 ist noch in der Schwebe, job_53 wurde abgeschlossen."),
    ("job_53 a échoué.", "job_53 est terminé."),
    ("job_52 está completado.", "job_52 está cancelado."),
    ("Of your five jobs, one is running.", "Of your five jobs, two are running."),
    ("One was canceled and one succeeded.", "Two were canceled, and one succeeded."),
    ("If two are paused, resume them.", "Of your campaigns, two are paused."),
]
ROLES = [
    ("You are a sales manager.", "You are an admin."),
    ("Your role is billing_viewer.", "Your role is owner."),
    ("As a manager you can import.", "As an owner you can import."),
    ("As an owner you could import.", "As an owner you can import."),
    ("If you are an admin, do it.", "You're an admin, so do it."),
    ("You are not an owner.", "You are the owner."),
    ("You have the role sales_manager.", "You have the role sales_rep, your role is sales_rep."),
    ("You have viewer access.", "You have admin rights."),
    ("Ask an administrator.", "You're signed in as an administrator."),
    ("Sie sind Manager.", "Sie sind Administrator."),
    ("Votre rôle est billing_viewer.", "Vous êtes administrateur."),
    ("Make sure you are an editor.", "You are already an editor."),
]


@pytest.mark.parametrize(("true", "false"), [*STATES, *ROLES])
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


def test_who_owns_a_thing_by_its_own_word_may_be_called_so():
    document = studio()
    identity = document["identity"]
    assert isinstance(identity, dict)
    owned: lifelike.Document = {**document, "identity": {**identity, "userId": "usr_9"}}
    answer = Answer(content="You are the owner of brd_5.", confidence=0.5)
    assert ground(answer, snapshot=owned, conversation=()).claims_failed == ()
    assert ground(answer, snapshot=document, conversation=()).claims_failed != ()


def test_without_known_roles_none_is_wrong():
    answer = Answer(content="You are an admin.", confidence=0.5)
    unknown = lifelike.document(roles=())
    assert ground(answer, snapshot=unknown, conversation=()).claims_failed == ()
