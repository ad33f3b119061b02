"""What each demo user has open in Pinewell: the page behind the chat panel.

It shows what the diaries in `api.demo.people` tell, as the product itself would show it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Tone = Literal["good", "busy", "bad", "quiet"]
Icon = Literal["video", "image", "sheet", "document", "archive", "person"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; the first cell names the thing, `state` and its tone come last."""

    icon: Icon
    cells: tuple[str, ...]
    state: str
    tone: Tone = "quiet"


@dataclass(frozen=True, slots=True)
class Table:
    """What stands under one tab. A row has as many cells as there are columns, and its state."""

    tab: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of the product, with the one thing to do there, and what comes of doing it.

    `notice` is what the product says is wrong, None where nothing is; it stands there from the
    start, and is said again whenever the button is pressed. `done` is said where it works.
    """

    workspace: str
    project: str
    facts: tuple[str, ...]
    button: str
    notice: tuple[str, str] | None
    done: str
    tables: tuple[Table, ...]


_FILES: Final = ("Name", "Size", "Changed")
_MEMBERS: Final = ("Name", "Role", "Last seen")

_MAYA: Final = Screen(
    workspace="Brightloom Interiors",
    project="Riverside refit",
    facts=("128 files", "4 of 5 seats", "3 GB of 10 GB"),
    button="Upload",
    notice=(
        "site-walkthrough.mp4 was not uploaded",
        "The file has 73 MB. Error UPLOAD_TOO_LARGE.",
    ),
    done="",
    tables=(
        Table(
            "Files",
            _FILES,
            (
                Row("video", ("site-walkthrough.mp4", "73 MB", "Today"), "Refused", "bad"),
                Row("archive", ("walkthrough-stills.zip", "31 MB", "Today"), "New", "good"),
                Row("document", ("floor-plan-v7.pdf", "4.6 MB", "Yesterday"), "Shared"),
                Row("sheet", ("lighting-schedule.xlsx", "89 KB", "Yesterday"), "2 comments"),
                Row("image", ("kitchen-render.png", "17 MB", "Tuesday"), "Shared"),
                Row("document", ("quote-marble.pdf", "228 KB", "Last week"), "Approved"),
            ),
        ),
        Table(
            "Members",
            _MEMBERS,
            (
                Row("person", ("Ines Brodeur", "Owner", "Today"), "Active", "good"),
                Row("person", ("Maya Lindqvist", "Editor", "Now"), "You", "good"),
                Row("person", ("Karl Weiss", "Editor", "Yesterday"), "Active", "good"),
            ),
        ),
    ),
)

_JONAS: Final = Screen(
    workspace="Harmsen Bau",
    project="Tender 2231, school extension",
    facts=("2,904 files", "6,480 pages", "17 of 25 seats"),
    button="Export as PDF",
    notice=(
        "The export did not finish",
        "Stopped after 3 attempts, at “rendering”. Error EXPORT_TIMEOUT.",
    ),
    done="",
    tables=(
        Table(
            "Exports",
            ("Export", "Holds", "Started"),
            (
                Row(
                    "document",
                    ("Whole project as PDF", "2,904 files", "Today"),
                    "Failed",
                    "bad",
                ),
                Row("archive", ("Drawings as ZIP", "212 files", "Yesterday"), "Delivered", "good"),
                Row("document", ("Bill of quantities", "14 files", "Monday"), "Delivered", "good"),
            ),
        ),
        Table(
            "Files",
            _FILES,
            (
                Row("document", ("structural-report.pdf", "38 MB", "Today"), "Shared"),
                Row("sheet", ("bill-of-quantities.xlsx", "1.2 MB", "Yesterday"), "4 comments"),
                Row("archive", ("site-photos-october.zip", "412 MB", "Last week"), "Shared"),
            ),
        ),
    ),
)

_PRIYA: Final = Screen(
    workspace="Tidewater Studio",
    project="Harbour Line rebrand",
    facts=("9 members", "64 of 250 seats", "You are a viewer"),
    button="Add member",
    notice=(
        "Luis Ortega was not added",
        "The project refused the change. Error PERMISSION_DENIED.",
    ),
    done="",
    tables=(
        Table(
            "Members",
            _MEMBERS,
            (
                Row("person", ("Anders Holm", "Owner", "Today"), "Active", "good"),
                Row("person", ("Beatriz Nunes", "Admin", "Today"), "Active", "good"),
                Row("person", ("Tom Achterberg", "Editor", "Yesterday"), "Active", "good"),
                Row("person", ("Priya Raman", "Viewer", "Now"), "You", "good"),
                Row("person", ("Luis Ortega", "", "Today"), "Not added", "bad"),
            ),
        ),
        Table(
            "Files",
            _FILES,
            (
                Row("image", ("harbour-mark-dark.svg", "14 KB", "Yesterday"), "Approved"),
                Row("document", ("brand-guide-draft-3.pdf", "22 MB", "Tuesday"), "7 comments"),
                Row("archive", ("type-specimens.zip", "64 MB", "Last week"), "Shared"),
            ),
        ),
    ),
)

_SAM: Final = Screen(
    workspace="Okafor Events",
    project="Summer festival",
    facts=("402 files", "Region eu-2", "31 of 250 seats"),
    button="Open stage-plan.pdf",
    notice=(
        "stage-plan.pdf could not be opened",
        "Storage did not answer in time. Error STORAGE_UNAVAILABLE.",
    ),
    done="",
    tables=(
        Table(
            "Files",
            _FILES,
            (
                Row("document", ("stage-plan.pdf", "7 MB", "Today"), "Unreachable", "bad"),
                Row("sheet", ("crew-rota.xlsx", "310 KB", "Today"), "Waiting", "busy"),
                Row("image", ("site-map-north.png", "9.4 MB", "Yesterday"), "Shared"),
                Row("document", ("power-and-water.pdf", "2.1 MB", "Monday"), "Approved"),
            ),
        ),
        Table(
            "Backups",
            ("Backup", "Where", "Last run"),
            (Row("archive", ("Nightly copy", "okafor-backup", "Today"), "Queued", "busy"),),
        ),
    ),
)

_OMAR: Final = Screen(
    workspace="Castellan Advisory",
    project="Due diligence",
    facts=("611 files", "25 of 25 seats", "3 invitations pending"),
    button="Invite",
    notice=(
        "The invitation was not sent",
        "No seat is free. Error SEAT_LIMIT_REACHED.",
    ),
    done="",
    tables=(
        Table(
            "Members",
            _MEMBERS,
            (
                Row("person", ("Omar Haddad", "Owner", "Now"), "You", "good"),
                Row("person", ("Rana Khoury", "Admin", "Today"), "Active", "good"),
                Row("person", ("Peter Lindholm", "Editor", "Last month"), "Active", "good"),
                Row("person", ("Nadia Rahal", "Editor", "Today"), "Not invited", "bad"),
            ),
        ),
        Table(
            "Billing",
            ("Invoice", "Amount", "Tried"),
            (
                Row("document", ("Team plan, 25 seats", "$312.50", "Today"), "Declined", "bad"),
                Row("document", ("Team plan, last month", "$312.50", "Last month"), "Paid", "good"),
            ),
        ),
    ),
)

_LENA: Final = Screen(
    workspace="North College",
    project="Thesis archive",
    facts=("343 files", "11 of 25 seats", "Everything saved"),
    button="Upload",
    notice=None,
    done="chapter-3.docx was uploaded.",
    tables=(
        Table(
            "Files",
            _FILES,
            (
                Row("archive", ("figures.zip", "48 MB", "Today"), "New version", "good"),
                Row("document", ("chapter-2.docx", "1.1 MB", "Today"), "New version", "good"),
                Row("document", ("chapter-1.docx", "940 KB", "Today"), "New version", "good"),
                Row("sheet", ("sources.bib", "66 KB", "Monday"), "Shared"),
            ),
        ),
        Table(
            "Exports",
            ("Export", "Holds", "Started"),
            (Row("archive", ("Archive as ZIP", "343 files", "Yesterday"), "Delivered", "good"),),
        ),
    ),
)

SCREENS: Final[Mapping[str, Screen]] = {
    "usr_maya": _MAYA,
    "usr_jonas": _JONAS,
    "usr_priya": _PRIYA,
    "usr_sam": _SAM,
    "usr_omar": _OMAR,
    "usr_lena": _LENA,
}
"""By user id."""
