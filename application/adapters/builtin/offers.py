"""The evidence that an answer shows, and the actions that it offers."""

from collections.abc import Iterable

from application.adapters.builtin import inert, spoken
from application.adapters.builtin.knowledge import known
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import questions, words
from application.adapters.builtin.troubles.trouble import Trouble
from application.adapters.builtin.writing import queue
from domain.answer import ACTION_LABEL_LENGTH, Evidence, SuggestedAction
from domain.grounding.facts import written
from domain.snapshot.shape import KnowledgeDoc, LimitReached


def evidence(material: Material, trouble: Trouble) -> tuple[Evidence, ...]:
    """What bears a trouble out, each value as it stands in the snapshot."""
    phrases = material.phrases
    found: list[Evidence] = []
    name = inert.name(trouble.code)
    if name:
        found.append(Evidence(type="error_code", label=phrases.evidence_code, value=name))
    if trouble.limit is not None:
        found += limit_evidence(material, trouble.limit)
    if trouble.jobs and (job := inert.name(trouble.jobs[0].job_id)):
        found.append(Evidence(type="job_id", label=phrases.evidence_job, value=job))
    if trouble.seen_at is not None and spoken.time(trouble.seen_at):
        found.append(Evidence(type="timestamp", label=phrases.evidence_time, value=trouble.seen_at))
    resource = inert.name(trouble.resource)
    if resource and not any(piece.value == resource for piece in found):
        found.append(Evidence(type="resource_id", label=phrases.evidence_resource, value=resource))
    for row in trouble.served[:1]:
        if request := inert.name(row.request_id):
            label = phrases.evidence_request
            found.append(Evidence(type="resource_id", label=label, value=request))
        if inert.route(row.route) == row.route:
            label = phrases.evidence_route
            found.append(Evidence(type="log_excerpt", label=label, value=row.route))
    return tuple({(piece.type, piece.value): piece for piece in reversed(found)}.values())[::-1]


def limit_evidence(material: Material, reached: LimitReached) -> list[Evidence]:
    """A limit's two numbers, and the plan."""
    phrases = material.phrases
    title = spoken.limit_title(reached.limit)
    most = spoken.quantity(reached.limit, reached.max)
    current = spoken.quantity(reached.limit, reached.current)
    label = phrases.evidence_limit.format(title=title[:1].upper() + title[1:], value=most)
    found = [Evidence(type="resource_id", label=label, value=written(reached.max))]
    if reached.current != reached.max:
        label = phrases.evidence_current.format(value=current)
        found.append(Evidence(type="resource_id", label=label, value=written(reached.current)))
    plan = inert.name(material.snapshot.identity.plan)
    if plan:
        found.append(Evidence(type="resource_id", label=phrases.evidence_plan, value=plan))
    return found


def actions(
    material: Material, trouble: Trouble, doc: KnowledgeDoc | None
) -> tuple[SuggestedAction, ...]:
    """What the user may do about a trouble, the most useful first."""
    phrases = material.phrases
    found: list[SuggestedAction] = []
    resource = inert.name(trouble.resource)
    if trouble.retryable and not trouble.recovered:
        job = inert.name(trouble.jobs[0].job_id) if trouble.jobs else None
        label = phrases.action_retry
        if job:
            label = phrases.action_retry_job.format(queue=queue(trouble.jobs[0].queue))
        payload = {"jobId": job} if job else {"resourceId": resource} if resource else {}
        found.append(SuggestedAction(type="retry", label=label, payload={**payload}))
    if trouble.error_class == "permission":
        payload = {"resourceId": resource} if resource else {}
        found.append(
            SuggestedAction(type="request_access", label=phrases.action_access, payload={**payload})
        )
    if doc is not None:
        found.append(open_doc(material, doc))
    if trouble.ours or not trouble.user_actionable or trouble.entry is None:
        name = inert.name(trouble.code)
        found.append(ticket(material, name))
    return tuple(found)


def ticket(material: Material, error_code: str | None = None) -> SuggestedAction:
    """A ticket, about an error code where there is one."""
    return SuggestedAction(
        type="create_ticket",
        label=material.phrases.action_ticket,
        payload={"errorCode": error_code} if error_code else {},
    )


def open_doc(material: Material, doc: KnowledgeDoc) -> SuggestedAction:
    """A document, by its address where it has one that is allowed."""
    phrases = material.phrases
    room = ACTION_LABEL_LENGTH - len(phrases.action_docs.format(title="")) - len(" …")
    url = known.link(doc, material.turn.link_hosts)
    return SuggestedAction(
        type="open_docs",
        label=phrases.action_docs.format(title=inert.prose(doc.title, longest=room)),
        payload={"url": url} if url else {"docId": doc.id},
    )


def related_doc(material: Material, trouble: Trouble) -> KnowledgeDoc | None:
    """A document about the same thing as a trouble, if the knowledge pack has one."""
    about = questions.query_of_names(_names(trouble))
    own = questions.query_of_names(_own_names(trouble))
    return material.library.doc_about(about, own if own.terms else about) if about.terms else None


def related_rules(material: Material, trouble: Trouble) -> list[RuleLine]:
    """The rules about the same thing as a trouble, those first that set its limit."""
    about = questions.query_of_names(_names(trouble))
    found = material.library.rules_about(about) if about.terms else []
    limit = words.stems(trouble.limit.limit if trouble.limit is not None else "")
    sets = [line for line in found if limit and limit <= words.stems(" ".join(line.path))]
    return [*sets, *(line for line in found if line not in sets)]


def _names(trouble: Trouble) -> str:
    return " ".join((_own_names(trouble), *(job.queue for job in trouble.jobs[:1])))


def _own_names(trouble: Trouble) -> str:
    return f"{trouble.code or ''} {trouble.limit.limit if trouble.limit is not None else ''}"


def marked(material: Material, troubles: Iterable[Trouble], label: str) -> tuple[Evidence, ...]:
    """What says which troubles are meant, under a label that says that they are only named."""
    found: list[Evidence] = []
    for trouble in troubles:
        pieces, ids = evidence(material, trouble), set(trouble.ids())
        found += [piece for piece in pieces if piece.value in ids][:1]
        found += [piece for piece in pieces if piece.type == "timestamp"][:1]
    return tuple(dict.fromkeys(piece.model_copy(update={"label": label}) for piece in found))
