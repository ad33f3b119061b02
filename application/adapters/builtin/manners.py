"""What is said of the conversation itself, in English."""

from dataclasses import dataclass

from application.adapters.builtin.labels import Labels


@dataclass(frozen=True, slots=True)
class Manners(Labels):
    """One language, as `Phrases`."""

    sorry: str = "I am sorry for the trouble."
    doubted: str = (
        "As far as the data shows. It is from when this conversation began, and I see nothing "
        "beyond it; a support ticket reaches people who can check."
    )
    thanks: str = "You are welcome. If anything else comes up, just ask."
    human: str = (
        "Of course. Open a support ticket with the button below: it hands people this conversation "
        "and the state of your account, so that you need not explain it again."
    )
    human_too: str = (
        "Of course people can look at it: open a support ticket with the button below. What your "
        "account's data shows:"
    )
    speaker: str = (
        "This is an automatic answer, written by a program from your account's data; no person has "
        "written it. A support ticket reaches people."
    )
    no_deeds: str = (
        "I cannot do that for you: I only read your account's data, and change nothing in it. A "
        "support ticket reaches people who may be able to."
    )
    nothing_more: str = (
        "I have nothing to add to what I said: the data tells no more about it. A support ticket "
        "reaches people who can look further."
    )
