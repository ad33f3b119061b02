"""Pinewell's help pages."""

from inspect import cleandoc
from typing import Final

from domain.snapshot.shape import KnowledgeDoc


def _doc(path: str, title: str, content: str) -> KnowledgeDoc:
    category = path.split("/", maxsplit=1)[0]
    url = f"https://docs.pinewell.example/{path}"
    return KnowledgeDoc(
        id="doc_" + path.replace("/", "_").replace("-", "_"),
        title=title,
        content=f"{cleandoc(content)}\n\nRead more: {url}",
        category=category,
    )


DOCS: Final = (
    _doc(
        "uploads/limits",
        "How large may an upload be?",
        """
        The plan of the workspace sets how large a single file may be: 50 MB on Starter, 500 MB on
        Team, 5 GB on Business. The limit is for each file; a folder may be larger in sum.

        A file over the limit is refused with UPLOAD_TOO_LARGE (HTTP 413) before anything is stored.
        What helps: export the video at a lower bit rate, compress the PDF, split an archive into
        parts, or ask a workspace owner to change the plan under Settings, Plan. A new plan counts
        at once; start the upload again, there is nothing to wait for.
        """,
    ),
    _doc(
        "uploads/troubleshooting",
        "When an upload stops half-way",
        """
        Uploads resume by themselves after a lost connection for up to 24 hours. If one does not,
        keep the page open, check the connection, and choose Resume in the upload tray. Uploads that
        were refused (a red mark in the tray) are not resumed: the tray names the reason.
        """,
    ),
    _doc(
        "uploads/file-types",
        "Which files can be uploaded?",
        """
        All of them, unless a workspace admin blocks types under Settings, Files. Blocked types fail
        with UPLOAD_TYPE_BLOCKED. Previews are made for images, PDF, Office files, and video up to
        two hours.
        """,
    ),
    _doc(
        "exports/large-exports",
        "Exporting a large project",
        """
        An export runs through five stages: collecting, converting, rendering, packing, delivering.
        It may take 15 minutes, and is tried three times before it fails with EXPORT_TIMEOUT.

        PDF exports spend most of that time rendering. Above about 2,000 pages, export folder by
        folder, or choose ZIP: it leaves the files as they are and skips rendering altogether.
        Nothing in the project is changed by an export that failed, and it is not counted against
        the exports of the day.
        """,
    ),
    _doc(
        "exports/where-is-my-export",
        "Where do I find a finished export?",
        """
        Under Project, Exports, for 14 days, and in the message that is sent when it is ready.
        Download links work for people who may export in that project.
        """,
    ),
    _doc(
        "projects/roles",
        "Roles in a project",
        """
        Viewer: see, download, comment. Editor: also upload, change and share. Admin: also add
        members, change roles and export. Owner: also billing and deleting the project.

        An action that the role does not allow fails with PERMISSION_DENIED (HTTP 403). The owners
        of a project are listed under Project, Members. Any of them can raise a role, or a member
        can choose Request access there: owners are told and answer with one click.
        """,
    ),
    _doc(
        "projects/members",
        "Adding people to a project",
        """
        Owners and admins add members under Project, Members, Add people. Somebody who is not in the
        workspace yet is invited and takes a seat; guests see single files and take none.
        """,
    ),
    _doc(
        "billing/seats",
        "Seats, and how to free one",
        """
        Active members and pending invitations take a seat each; guests take none. The plan sets how
        many there are: 5 on Starter, 25 on Team, 250 on Business. When all are taken, invitations
        fail with SEAT_LIMIT_REACHED.

        To free a seat, remove a member (their files stay) or withdraw an invitation under Settings,
        Members. To have more, an owner buys them under Settings, Billing.
        """,
    ),
    _doc(
        "billing/failed-payments",
        "When a payment fails",
        """
        A card that the bank declines shows as PAYMENT_CARD_DECLINED (HTTP 402). Nothing was
        charged. We try again on days 1, 3 and 5. Until day 7 everything works as before; after
        that the workspace can be read but not changed until the bill is paid. No file is deleted.

        An owner can change the card under Settings, Billing, Payment method and choose Pay now.
        """,
    ),
    _doc(
        "files/versions",
        "Versions, and two people in one file",
        """
        Every save makes a version. If two people save the same file, the second is told
        (EDIT_CONFLICT) and both versions are kept. Versions are kept for 30, 180 or 730 days,
        depending on the plan.
        """,
    ),
    _doc(
        "files/sharing",
        "Sharing by link",
        """
        Editors share a file or folder by link, with a password and a date if they wish. An old link
        answers LINK_EXPIRED. Links never give more rights than whoever made them has.
        """,
    ),
    _doc(
        "status/incidents",
        "When Pinewell itself has a problem",
        """
        Running incidents stand at https://status.pinewell.example with the regions they touch. A
        workspace's region is shown under Settings, About. During a storage incident files may not
        open or save (STORAGE_UNAVAILABLE, HTTP 503); what was saved before is safe, in three
        copies. The desktop app keeps changes and sends them when storage is back.
        """,
    ),
)
