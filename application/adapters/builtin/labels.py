"""What buttons and evidence are called, in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """One language, as `Phrases`."""

    action_retry: str = "Try again"
    action_retry_job: str = "Run the {queue}job again"
    action_access: str = "Request access"
    action_docs: str = "Read: {title}"
    action_ticket: str = "Create a support ticket"

    evidence_code: str = "Error code"
    evidence_limit: str = "{title} ({value})"
    evidence_current: str = "Counted against it ({value})"
    evidence_plan: str = "Plan"
    evidence_feature: str = "Feature"
    evidence_role: str = "Role"
    evidence_change: str = "Changelog"
    evidence_thing: str = "Yours"
    evidence_in_use: str = "In use"
    evidence_job: str = "Failed job"
    evidence_job_seen: str = "Job"
    evidence_time: str = "Last seen"
    evidence_first: str = "First seen"
    evidence_resource: str = "Affected resource"
    evidence_request: str = "Request"
    evidence_knowledge: str = "Source"
    evidence_route: str = "Failing request"
    evidence_worked: str = "Latest request, answered with HTTP {status}"
    evidence_worked_at: str = "Latest request"
    evidence_candidate: str = "Possibly meant"
    evidence_aside: str = "Also in the data"
