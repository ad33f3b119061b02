"""Everything that the built-in answerer says, in English; another language is another `Phrases`."""

from dataclasses import dataclass
from typing import Final

from application.adapters.builtin.manners import Manners


@dataclass(frozen=True, slots=True)
class Phrases(Manners):
    """One language. Names in braces are filled in; every value is plain, inert text."""

    automatic: str = "(Automatic answer from your account's current data; no AI model was used.)"
    in_german: str = "Ich kann hier nur auf Englisch antworten; bitte entschuldigen Sie das."
    in_portuguese: str = "Aqui só consigo responder em inglês; peço desculpa por isso."
    in_spanish: str = "Aquí solo puedo responder en inglés; disculpe la molestia."
    in_french: str = "Je ne peux répondre ici qu'en anglais ; veuillez m'en excuser."
    unread: str = "I can read and answer only English here; please excuse this."

    limit: str = "You have reached the **{title}**{plan}: {state}."
    limit_nearly: str = "You are close to the **{title}**{plan}: {state}."
    limit_size: str = "up to {maximum} is allowed, and this is {current}, {over} too much"
    limit_used: str = "{current} of {maximum} in use"
    limit_over: str = "the maximum is {maximum}, and {current} is counted, {over} too many"
    on_plan: str = " on the {plan} plan"
    standing: str = "Your account is on the {plan} plan."
    features: str = "Your account has these features: {features}."
    job: str = "Your {queue}job {job} **failed**{stage}."
    job_stage: str = " at the stage “{stage}”"
    permission: str = (
        "The application **refused access**{resource}: your account lacks a permission."
    )
    permission_roles: str = " Your current role: {roles}."
    resource: str = " to {resource}"
    thing_of_kind: str = "the {kind} {id}"
    thing: str = "the {kind} “{description}” ({id})"
    infra: str = "This is a **fault on the service's side**, not something you did."
    infra_named: str = (
        "This is a **fault on the service's side** ({what}), not something you did{resource}."
    )
    validation: str = "The application **did not accept** what was sent{what}{resource}."
    business: str = "The application **turned this down**{what}{resource}."
    failed: str = "Something **failed**{what}{resource}."
    named: str = ": {what}"
    about: str = ". It concerns {resource}"

    code_and_time: str = "The error is {code}, last seen {time}."
    code_only: str = "The error is {code}."
    time_only: str = "It was last seen {time}."
    often: str = " It made {count} requests fail, the first of them {first}."
    request: str = " {route} was answered with HTTP {status}."
    recovered: str = " Since then the same kind of request has succeeded, so it may be over."
    job_later: str = " A later {queue}job, {job}, succeeded {time}."
    job_failed_too: str = " Your {queue}job {job} failed with it{stage}."
    changelog: str = "The application's own news ({date}): “{summary}”"

    to_do: str = "**What to do now:** “{resolution}”"
    to_do_again: str = "**If it happens again:** “{resolution}”"
    to_do_unknown: str = (
        "**What to do now:** the application gives no advice for this error, so I cannot name a "
        "sure fix. A support ticket reaches people who can."
    )
    to_do_unread: str = (
        "**What to do now:** I could not read what the application advises for this error. A "
        "support ticket reaches people who can help."
    )
    to_do_limit: str = "**What to do now:** stay below the limit, or make room under it."
    to_do_raise: str = "Whether it can be raised is not in the data that I have."
    retry: str = "Trying again is possible, and may be enough."
    no_retry: str = "Trying again without a change will give the same result."
    not_yours: str = "You cannot fix this yourself; a support ticket is the way."
    not_known_end: str = "What I do not know: when it will be over."
    related: str = "More on this: “{title}”."

    several: str = "Your question could be about more than one thing that the data shows:"
    several_found: str = "This is what the data shows for your account:"
    several_same: str = "Nothing else than what I described, as far as the data shows:"
    several_item: str = "- {item}"
    several_end: str = "Tell me which one you mean, or name the error, and I will go into it."

    rule: str = "The application's rules say: {lines}."
    rule_line: str = "**{title}**: {value}"
    rule_yours: str = "{value} (yours is {label})"
    rule_of_plan: str = "The application's rules say of “{plan}”: {lines}."
    rule_own: str = "On your plan, {plan}, that is {value}."
    doc: str = "The document “{title}” covers this: “{passage}”"
    doc_clear: str = "Your account's data shows no trouble that has to do with it."
    doc_open: str = "If that does not answer it, a support ticket reaches people."

    raise_intro: str = "Your **{title}** is {maximum}{plan}."
    raise_unknown: str = (
        "The data does not say how it can be raised; a support ticket reaches people who can tell "
        "you, or raise it."
    )

    known: str = "Your data says of {thing}: {name} {value}."
    known_more: str = " Known of it: {known}."
    lists: str = "Your data lists:"
    listed: str = "- {thing}, “{status}”"
    changes: str = "The application's changelog says:"
    changes_not_about: str = (
        "The changelog that I have says nothing about that. Its newest entry is this:"
    )
    changes_not_then: str = (
        "The changelog that I have has nothing of that time. Its newest entry is this:"
    )
    no_changelog: str = "I do not know what changed: I have no changelog of the application."
    change: str = "- {date}{version}: “{summary}”"
    enough: str = "Yes, as far as the **{title}**{plan} goes: {state}."
    too_much: str = "No, that is too much for the **{title}**{plan}: {state}."
    not_besides: str = "Not on top of what is in use, by the **{title}**{plan}: {state}."
    left: str = "You have {left} left of the **{title}**{plan}: {taken} of {maximum} in use."
    allotted: str = "The **{title}**{plan}: {state}."
    in_use: str = "{taken} of {maximum} in use, {left} left"
    each: str = "up to {maximum}"
    none_left: str = "none"
    use_unseen: str = "The data does not show how much of it is in use."
    measured: str = "It was {thing}."

    meaning: str = "{code} is {kind}. {retry} {own}"
    kind_permission: str = "an error of permission: your account may not do what was tried"
    kind_infra: str = "a fault of the service itself, not of what you did"
    kind_infra_own: str = "an error of what the service runs on, which you can do something about"
    kind_validation: str = "an error about what was sent: the application could not accept it"
    kind_business: str = "an error about a rule of the application, such as a limit or a state"
    meaning_seen: str = "For you it was last seen {time}."
    meaning_unknown: str = "The application's error catalogue does not say what {what} means."
    meaning_unread: str = "I could not read what {what} means: the error catalogue is missing."
    meaning_unseen: str = "Your account's data shows no such error."

    retry_yes: str = "Yes, it may help: the application marks {what} as an error that can pass."
    retry_unlike: str = "If it fails again in the same way, a support ticket is the next step."
    retry_no: str = (
        "No, not as it is: {what} is not one that passes by itself, so the same try gives the same "
        "result."
    )
    retry_over: str = "It seems to be over: the same kind of request has succeeded since."
    over_unknown: str = (
        "I cannot tell. The data is from when this conversation began, and I cannot see what "
        "changed since; in it, {what} was last seen {time}. A new conversation looks again."
    )
    over_untimed: str = (
        "I cannot tell. The data is from when this conversation began, and I cannot see what "
        "changed since; in it, {what} was there. A new conversation looks again."
    )
    retry_unknown: str = (
        "The data does not say whether {what} passes when you try again, nor whether that is safe. "
        "A support ticket reaches people who know."
    )
    retry_advice: str = "Mind its advice: “{resolution}”"
    advised: str = "What the application advises: “{resolution}”"
    until_unknown: str = "The data does not say when this will be over."
    until_any_time: str = "The data names no time to wait: it may be tried again."
    until_never: str = (
        "There is no time to wait for: it gives the same result until the cause changes."
    )
    quoted_catalogue: str = "The application says about it: “{passage}”"
    quoted_doc: str = "The document “{title}” says: “{passage}”"
    yours: str = "The application marks it as something that you can act on."
    who_none: str = "The data does not say who can. A support ticket reaches people who know."
    lost_unknown: str = (
        "I cannot tell: the data does not say that anything was lost, nor that nothing was. A "
        "support ticket reaches people who can look."
    )
    fate_unknown: str = (
        "I do not know whether that is so: the data says neither that it is, nor that it is not. A "
        "support ticket reaches people who can look."
    )
    thing_status: str = "Your data lists {thing} as “{status}”."
    thing_unexplained: str = "The data does not say why, nor since when."
    thing_undated: str = "The data does not say when that changes."
    thing_no_more: str = "Of {thing} the data says no more than “{status}”."
    thing_so: str = "{thing} as “{status}”"
    amiss: str = "All the same, your data lists {listed}."
    fault_ours: str = "No. This is a fault on the service's side, not something you did."
    fault_permission: str = "No mistake: a permission is lacking, and that can be changed."
    fault_limit: str = "Nothing is broken, and you did nothing wrong: a limit is reached."
    fault_rule: str = "The service is not at fault, as far as the data shows."
    fault_unknown: str = "The data does not say whose fault it is."
    fault_sent: str = (
        "Nothing is broken. The application refused what was sent, and a change of it can help."
    )
    since_first: str = "The first sign of it that I can see is from {first}, the last from {last}."
    since_once: str = "I can see it once: {last}."
    since_limit: str = "The data does not say since when; it only shows that the limit is reached."
    since_often: str = " {count} requests failed with it."
    since_logged: str = " The server logged it {count} times."
    since_window: str = "I can see the last {hours} hours."
    which_request: str = "- Request: {route}, answered with HTTP {status} (its id is {id})"
    which_job: str = "- Job: {job}, your {queue}job"
    which_resource: str = "- What it concerns: {value}"
    which_time: str = "- Time: {value}"
    which_limit: str = "- Limit: {value}"
    which: str = "Here is what it was:"
    why: str = "Here is what the data says about the cause:"
    advice: str = "About {what}, in short:"
    as_said: str = "As I said, in short:"
    not_answered: str = "The data does not answer that. What it does say:"
    unknown_beyond: str = "“{title}”, which I quoted, says nothing about it either."
    again: str = "Once more, in short:"
    this_error: str = "this error"
    this_limit: str = "the {title}"
    not_a_limit: str = "The trouble that I see has to do with no limit that could be raised."
    no_limit: str = "None of your limits is reached, as far as the data shows."

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
        "I do not know the answer to this. I found nothing about it among the {read} of your "
        "account{knowledge}."
    )
    unknown_state: str = "errors and limits"
    unknown_logs: str = "jobs and requests"
    unknown_both: str = "errors, limits, jobs and requests"
    unknown_knowledge: str = ", nor in the rules and documents that I have"
    unknown_more: str = (
        "If you tell me which page it was on and what exactly it said, I can look again. Or open a "
        "support ticket: it carries this conversation with it."
    )
    unknown_asked_more: str = (
        "Ask in other words, if you like, and I look again. A support ticket reaches people who "
        "may know."
    )
    aside: str = "What your data does show: {shown}. Say so if that is what you mean."
    aside_limit: str = "the {title} is reached"
    aside_limit_nearly: str = "the {title} is nearly reached"
    aside_job: str = "your {queue}job {job} failed{time}"
    aside_code: str = "the error {code}{time}"
    aside_request: str = "a request that was answered with HTTP {status}{time}"
    aside_time: str = " {time}"
    clear: str = "I do not know what causes this. Your account's data shows {nothing}."
    clear_asked: str = (
        "I do not know the answer to this: no rule or document that I have covers it. Your "
        "account's data shows {nothing}."
    )
    clear_of_all: str = "no error, no limit reached and no failed job or request"
    clear_of_state: str = "no error and no limit reached"
    clear_status: str = (
        "Nothing is wrong with your account, as far as the data shows. I looked at its errors, its "
        "limits, its jobs and the requests of the last {hours} hours: no error is open, no limit "
        "is reached, and no job and no request failed."
    )
    clear_status_unlogged: str = (
        "Nothing is wrong with your account, as far as I could look: no error is open, and no "
        "limit is reached."
    )
    clear_sources: str = "All four sources answered, so nothing is missing from this."
    clear_nothing_failed: str = (
        "I see nothing that failed: {nothing}. So there is nothing that I could tell you about it."
    )
    clear_offer: str = "If something does not work all the same, tell me what you tried and where."
    blind: str = (
        "I could not read anything about your account just now, so I do not know what is wrong."
    )
    missing: str = "Note: {sources} could not be read, so what they would show is missing here."
    missing_in_part: str = (
        "Note: {sources} could be read only in part, so something may be missing here."
    )
    source_user_state: str = "your account's state (errors and limits)"
    source_user_history: str = "your recent activity"
    source_user_logs: str = "the server's logs (requests and jobs)"
    source_business_rules: str = "the application's rules and error catalogue"
    conjunction: str = "and"

    job_queued: str = "Your {queue}job {job} is waiting to start, since {time}. It has not failed."
    job_running: str = "Your {queue}job {job} is running; its last sign of life was {time}."
    job_succeeded: str = "Your {queue}job {job} succeeded, {time}."
    job_canceled: str = "Your {queue}job {job} was cancelled, {time}."
    job_by_whom: str = "The data does not say by whom."


ENGLISH: Final = Phrases()
