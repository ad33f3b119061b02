"""Everything that the built-in answerer says, in English; another language is another `Phrases`."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. Names in braces are filled in; every value is plain, inert text."""

    automatic: str = "(Automatic answer from your account's current data; no AI model was used.)"

    limit: str = (
        "You have reached the **{title}**: the maximum is {maximum}, and {current} is counted"
    )
    limit_over: str = " against it, {over} too much."
    limit_full: str = " against it."
    limit_nearly: str = " against it, so there is little left."
    limit_plan: str = " Your account is on the {plan} plan."
    job: str = "Your {queue}job {job} **failed**{stage}."
    job_stage: str = " at the stage “{stage}”"
    permission: str = (
        "The application **refused access**{resource}: your account lacks a permission."
    )
    permission_roles: str = " Your current role: {roles}."
    resource: str = " to {resource}"
    infra: str = "This is a **fault on the service's side**, not something you did."
    validation: str = "The application **did not accept** what was sent{resource}."
    business: str = "A **rule of the application** stands in the way{resource}."
    about: str = " (it concerns {resource})"
    backend: str = "Requests to the service **are failing**."

    code_and_time: str = "The error is {code}, last seen on {time}."
    code_only: str = "The error is {code}."
    time_only: str = "It was last seen on {time}."
    request: str = " {route} was answered with HTTP {status}."
    recovered: str = " Since then the same kind of request has succeeded, so it may be over."
    job_failed_too: str = " Your {queue}job {job} failed with it{stage}."

    to_do: str = "**What to do now:** “{resolution}”"
    to_do_unknown: str = (
        "**What to do now:** the error catalogue says nothing about this error, so I cannot name a "
        "sure fix. A support ticket reaches people who can."
    )
    to_do_limit: str = (
        "**What to do now:** stay below the limit, or make room under it. Whether it can be raised "
        "is not in the data that I have."
    )
    retry: str = "Trying again is possible, and may be enough."
    no_retry: str = "Trying again without a change will give the same result."
    not_yours: str = "You cannot fix this yourself; a support ticket is the way."
    not_known_end: str = "What I do not know: when it will be over."
    related: str = "More on this: “{title}”."

    several: str = "Your question could be about more than one thing that the data shows:"
    several_item: str = "- {headline} {facts}"
    several_end: str = "Tell me which one you mean, or name the error, and I will go into it."

    rule: str = "What the application's rules say about “{title}”: {value}."
    doc: str = "The document “{title}” covers this:"
    doc_quote: str = "“{passage}”"
    doc_clear: str = "Your account's data shows no trouble that has to do with it."
    doc_open: str = "If that does not answer it, a support ticket reaches people."

    raise_intro: str = "Your **{title}** is {maximum}{plan}, and {current} is counted against it."
    raise_plan: str = " on the {plan} plan"
    raise_rule: str = "What the application's rules say about it: {value}."
    raise_doc: str = "From the document “{title}”: “{passage}”"
    raise_resolution: str = "What the error catalogue advises: “{resolution}”"
    raise_unknown: str = (
        "The data does not say how it can be raised; a support ticket reaches people who can tell "
        "you, or raise it."
    )

    meaning: str = "{code} is {kind}. {retry} {own}"
    kind_permission: str = "an error of permission: your account may not do what was tried"
    kind_infra: str = "a fault of the service itself, not of what you did"
    kind_validation: str = "an error about what was sent: the application could not accept it"
    kind_business: str = "an error about a rule of the application, such as a limit or a state"
    meaning_seen: str = "For you it was last seen on {time}."
    meaning_unseen: str = "Your account's data shows no such error."

    where: str = "Here is where it stands:"
    where_resource: str = "- Resource: {value}"
    where_route: str = "- Request: {value}"
    where_job: str = "- Job: {value}"
    where_time: str = "- Time: {value}"
    where_limit: str = "- Limit: {value}"

    again: str = "Once more, in short:"
    why: str = "Here is what the data says about the cause:"
    next: str = "Then it may be the next thing that the data shows."
    exhausted: str = (
        "I am sorry that this is not solved. The data holds no other explanation, and it is from "
        "when this conversation began: I cannot see what changed since."
    )
    exhausted_retry: str = (
        "The fault may simply last: trying once more in a few minutes is worth it."
    )
    exhausted_ticket: str = (
        "The best next step is a support ticket: it carries this conversation and the data with it."
    )

    unknown: str = (
        "I do not know the answer to this. Nothing among the errors, limits, jobs and requests "
        "that I can see for your account has to do with it, and no rule or document covers it."
    )
    unknown_more: str = (
        "If you tell me which page it was on and what exactly it said, I can look again. Or open a "
        "support ticket: it carries this conversation with it."
    )
    clear: str = (
        "I do not know what causes this. Your account's data shows no error, no limit reached and "
        "no failed job or request."
    )
    clear_status: str = (
        "Your account looks fine: the data shows no error, no limit reached and no failed job or "
        "request."
    )
    blind: str = (
        "I could not read anything about your account just now, so I do not know what is wrong."
    )
    missing: str = "Note: {sources} could not be read, so what they would show is missing here."
    source_user_state: str = "your account's state (errors and limits)"
    source_user_history: str = "your recent activity"
    source_user_logs: str = "the server's logs (requests and jobs)"
    source_business_rules: str = "the application's rules and error catalogue"
    conjunction: str = "and"

    thanks: str = "You are welcome. If anything else comes up, just ask."
    human: str = (
        "Of course. Open a support ticket with the button below: it hands people this conversation "
        "and the state of your account, so that you need not explain it again."
    )

    action_retry: str = "Try again"
    action_retry_job: str = "Run the {queue} job again"
    action_access: str = "Request access"
    action_docs: str = "Read: {title}"
    action_ticket: str = "Create a support ticket"

    evidence_code: str = "Error code"
    evidence_limit: str = "{title} ({value})"
    evidence_current: str = "Counted against it ({value})"
    evidence_plan: str = "Plan"
    evidence_job: str = "Failed job"
    evidence_time: str = "Last seen"
    evidence_resource: str = "Affected resource"
    evidence_request: str = "Request"
    evidence_knowledge: str = "Source"
    evidence_route: str = "Failing request"


ENGLISH: Final = Phrases()
