"""The TypeScript compiler takes the generated types, and the printed interfaces for the same."""

import os
import re
import subprocess
from typing import Final

import pytest

from api.openapi.typescript import typescript

PRINTED: Final = """\
type TenantId = string;
type UserId = string;
type CaseId = string;
type SnapshotId = string;
type MessageId = string;

interface WidgetAuthPayload {
  tenantId: TenantId; userId: UserId; userEmail: string; userRoles: string[]; plan: string;
  iat: number; exp: number;
}
interface Case {
  id: CaseId; tenantId: TenantId; userId: UserId;
  status: 'active' | 'resolved' | 'unresolved' | 'escalated';
  snapshotId: SnapshotId; createdAt: string; updatedAt: string; resolvedAt: string | null;
  messageCount: number; feedback: 'positive' | 'negative' | null; rating: number | null;
}
interface Message {
  id: MessageId; caseId: CaseId; role: 'user' | 'assistant' | 'system'; content: string;
  actions: SuggestedAction[]; evidence: Evidence[]; confidence: number | null; createdAt: string;
}
interface SuggestedAction {
  type: 'retry' | 'open_docs' | 'create_ticket' | 'request_access' | 'custom';
  label: string; payload: Record<string, unknown>;
}
interface Evidence {
  type: 'error_code' | 'job_id' | 'timestamp' | 'resource_id' | 'log_excerpt';
  label: string; value: string;
}
interface SupportContextSnapshot {
  meta: {
    snapshotId: SnapshotId; createdAt: string; maxBytes: number;
    truncation: { eventsRemoved: number; logsTrimmed: boolean; docsRemoved: number; };
  };
  identity: {
    tenantId: TenantId; userId: UserId; roles: string[]; plan: string; featuresEnabled: string[];
    profile?: { fullName?: string; email?: string; country?: string };
  };
  productState: {
    entities: ProductEntity[]; activeErrors: ActiveError[]; limitsReached: LimitReached[];
  };
  recentActivity: {
    windowHours: number; events: Api.UserEvent[]; clickTimeline: Api.ClickTimelineEntry[];
  };
  backend: {
    recentRequests: Api.ApiRequestLog[]; jobs: Api.JobState[]; errors: Api.BackendError[];
  };
  knowledgePack: {
    docs: Api.KnowledgeDoc[]; runbooks: Api.KnowledgeDoc[]; changelog: Api.ChangelogEntry[];
  };
  privacy: { redactionVersion: string; fieldsRemoved: string[]; };
}
interface ProductEntity {
  type: string; id?: string; description?: string; status: string;
  metadata: Record<string, unknown>;
}
interface ActiveError {
  errorCode: string; errorClass: 'validation' | 'permission' | 'infra' | 'business';
  retryable: boolean; userActionable: boolean; resourceId: string; occurredAt: string;
}
interface LimitReached { limit: string; current: number; max: number; }
"""
"""The interfaces that integrators are told to copy, as they are printed. The rows that are not
printed are taken from the generated types.
"""

HEAD: Final = """\
import type * as Api from "./support-gateway.d.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? A : never;
// A host may send a number where a string is printed, and the gateway keeps it as it came.
type Text<T> = string extends T ? (number extends T ? Exclude<T, number> : T)
  : T extends readonly (infer One)[] ? Text<One>[]
  : T extends object ? { [K in keyof T]: Text<T[K]> } : T;
function taken<T>(_: T): void {}
"""

SOUND: Final = {
    "compiles": """export type { Case, Host } from "./support-gateway.d.ts";""",
    **{
        name: f"""
declare const ours: Api.{name};
declare const printed: {name};
taken<{name}>(ours);
taken<Api.{name}>(printed);
taken<Same<keyof {name}, keyof Api.{name}>>("" as keyof {name});
"""
        for name in (
            *("Case", "Message", "SuggestedAction", "Evidence", "ActiveError", "LimitReached"),
        )
    },
    "SupportContextSnapshot": """
declare const ours: Text<Api.SupportContextSnapshot>;
declare const printed: SupportContextSnapshot;
taken<SupportContextSnapshot>(ours);
taken<Api.SupportContextSnapshot>({
  ...printed,
  meta: { ...printed.meta, sources: ours.meta.sources },
  privacy: { ...printed.privacy, fieldsRemovedTotal: 0 },
});
""",
    "ProductEntity": """
taken<Api.ProductEntity>({} as ProductEntity);
taken<ProductEntity>({} as Text<Api.ProductEntity>);
""",
    "WidgetAuthPayload": """
taken<Api.WidgetAuthPayload>({} as WidgetAuthPayload);
taken<WidgetAuthPayload>({} as Api.WidgetAuthPayload);
""",
}
"""Programs by the type that they try out. A snapshot and a product entity hold more than is printed
or what a host sent as a number, and nothing else stands in the way.
"""

WRONG: Final = {
    "an unknown status": "const one: Api.Case['status'] = 'open';",
    "a word for a number": "const one: Api.Message['confidence'] = 'high';",
    "a missing member": "const one: Api.Case = {} as Omit<Api.Case, 'rating'>;",
    "other members": "taken<Same<keyof Api.Case, keyof Case | 'more'>>('' as keyof Case);",
    "a number unread": "taken<ProductEntity>({} as Api.ProductEntity);",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the compiler says of each program; nothing of one that is sound."""
    deno = pytest.importorskip("deno")
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "support-gateway.d.ts").write_text(typescript(), encoding="utf-8")
    (folder / "deno.json").write_text(
        '{"compilerOptions": {"strict": true, "exactOptionalPropertyTypes": true}}'
    )
    names = {name: f"{name.replace(' ', '-')}.ts" for name in (*SOUND, *WRONG)}
    for name, program in (SOUND | WRONG).items():
        text = program if name == "compiles" else f"{HEAD}{PRINTED}{program}"
        (folder / names[name]).write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [deno.find_deno_bin(), "check", "--quiet", "--no-remote", "--no-npm", *names.values()],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "DENO_DIR": str(folder / "cache"),
            "DENO_NO_UPDATE_CHECK": "1",
            "NO_COLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    faults = ended.stderr.split("\n\n")
    return {
        name: "\n".join(fault for fault in faults if f"/{file}:" in fault)
        for name, file in names.items()
    }


@pytest.mark.parametrize("name", SOUND)
def test_a_generated_type_and_the_printed_one_stand_for_each_other(said: dict[str, str], name: str):
    assert said[name] == ""


@pytest.mark.parametrize("name", WRONG)
def test_the_compiler_does_find_what_is_wrong(said: dict[str, str], name: str):
    assert re.search(r"TS2\d+ \[ERROR\]", said[name])
