// Types of the Support Gateway's API, version 0.1.0.
// Made by `support-gateway openapi --typescript`; not to be edited by hand.

/** The question is on record. */
export interface AcceptedQuestion {
  caseId: string;
  messageId: string;
}

/** An error that the user sees now. */
export interface ActiveError {
  /** Your own code for the error, as the error catalogue lists it. */
  errorCode: string;
  /** What kind of trouble it is. */
  errorClass: "validation" | "permission" | "infra" | "business";
  /** Whether trying again may help. */
  retryable: boolean;
  /** Whether the user can do something about it. */
  userActionable: boolean;
  /** What it was about, such as the id of a file. */
  resourceId: string;
  /** When: ISO 8601 with a time zone. */
  occurredAt: string;
}

/** Asks a further question. */
export interface AddMessage {
  /** The question, 1 to 5,000 characters, not blank. */
  content: string;
}

/** The assistant's answer. */
export interface AddedMessage {
  message: Message;
}

/** One event that is not what was recorded: where it stands, and what is wrong with it. */
export interface AlteredEvent {
  position: number;
  stream: string;
  version: number;
  type: string;
  hash: string;
  altered: string;
}

/**
 * The events of an answer that is streamed, by name, in the order in which they come. `answering`
 * and `checking` come again if the first answer did not hold. What goes wrong comes as `error`, in
 * the envelope of any refusal, and is the last.
 */
export interface AnswerEvents {
  accepted: AcceptedQuestion;
  snapshot: TakenSnapshot;
  answering: Step;
  checking: Step;
  delta: AnswerPiece;
  message: OpenedCase | AddedMessage;
  error: Error;
}

/** A piece of the recorded answer. Put together, the pieces are its `content`. */
export interface AnswerPiece {
  content: string;
}

/** A request that your backend served for the user. */
export interface ApiRequestLog {
  /** When: ISO 8601 with a time zone. */
  ts: string;
  /** Method and path, such as `POST /api/files`. */
  route: string;
  /** A whole number. */
  httpStatus: number;
  /** Your own code for the error, as the error catalogue lists it. */
  errorCode?: string | number;
  /** What it was about, such as the id of a file. */
  resourceId?: string | number;
  /** How long it took, in milliseconds. */
  timingMs: number;
  /** The id of the request, which ties events, requests and errors together. */
  requestId: string;
}

/** A look at the record. `stream` and `version` say where it is recorded itself. */
export interface AuditView {
  position: number;
  viewedAt: string;
  operator: string;
  lookedAt: string;
  tenantId: string | null;
  caseId: string | null;
  asked: Record<string, string>;
  requestId: string;
  stream: string;
  version: number;
}

/** Looks at the record, newest first. `nextCursor` is null on the last page. */
export interface AuditViewPage {
  data: AuditView[];
  nextCursor: string | null;
}

/** Who caused an event; `pseudonym` stands for a person, or names an operator. */
export interface AuditedActor {
  kind: "user" | "assistant" | "operator" | "system";
  pseudonym: string | null;
}

/** A case with what an auditor may know of it beside the list; `userId` is null once erased. */
export interface AuditedCase {
  id: string;
  tenantId: string;
  subject: string;
  status: "active" | "resolved" | "unresolved" | "escalated";
  snapshotId: string;
  createdAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  version: number;
  messageCount: number;
  answerCount: number;
  feedback: "positive" | "negative" | null;
  rating: number | null;
  ticketId: string | null;
  test: boolean;
  erased: boolean;
  userId: string | null;
}

/** Cases, newest first. `nextCursor` is null on the last page. */
export interface AuditedCasePage {
  data: AuditedCase[];
  nextCursor: string | null;
}

/**
 * One event. `data` is what stays readable for ever; `sealed` is what is not, and null where
 * nothing was sealed or the case was erased, which `erased` tells apart.
 */
export interface AuditedEvent {
  position: number;
  stream: string;
  version: number;
  type: string;
  eventId: string;
  schemaVersion: number;
  recordedAt: string;
  actor: AuditedActor;
  subject: string;
  correlationId: string;
  causationId: string | null;
  data: Record<string, unknown>;
  sealed: Record<string, unknown> | null;
  erased: boolean;
  hash: string;
  previousHash: string;
  hashInput: HashInput;
}

/**
 * Events in order; of one that is not what was recorded, what is wrong with it. `nextCursor` is
 * null on the last page.
 */
export interface AuditedEventPage {
  data: (AuditedEvent | AlteredEvent)[];
  nextCursor: string | null;
}

/** A message, and what produced it; `content` is null once the case was erased. */
export interface AuditedMessage {
  id: string;
  caseId: string;
  role: "user" | "assistant" | "system";
  content: string | null;
  actions: SuggestedAction[];
  evidence: Evidence[];
  confidence: number | null;
  inReplyTo: string | null;
  produced: Produced | null;
  createdAt: string;
}

/** A snapshot and the SHA-256 of its RFC 8785 form; both null once the case was erased. */
export interface AuditedSnapshot {
  snapshot: SupportContextSnapshot | null;
  sha256: string | null;
}

/** The server's side of the story. */
export interface Backend {
  /** Requests that were served for the user. */
  recentRequests: ApiRequestLog[];
  /** The user's background jobs. */
  jobs: JobState[];
  /** Errors that were logged for the user. */
  errors: BackendError[];
}

/** An error that your backend logged for the user. */
export interface BackendError {
  /** When: ISO 8601 with a time zone. */
  ts: string;
  /** Your own code for the error, as the error catalogue lists it. */
  errorCode: string;
  /** What kind of trouble it is. */
  errorClass: "validation" | "permission" | "infra" | "business";
  /** Where it happened. */
  route: string;
  /** The id of the request, which ties events, requests and errors together. */
  requestId: string;
  /** What it was about, such as the id of a file. */
  resourceId?: string | number;
}

/** A request for help, as its user sees it. */
export interface Case {
  /** `cas_…` */
  id: string;
  /** The tenant of the token that opened the case. */
  tenantId: string;
  /** The user of the token that opened the case. */
  userId: string;
  /** A case begins `active`; `resolved` and `unresolved` are final. */
  status: "active" | "resolved" | "unresolved" | "escalated";
  /** `scs_…`: the snapshot of the user's state that answers rest on. */
  snapshotId: string;
  /** When the case was opened. */
  createdAt: string;
  /** When anything last happened to it; it always moves forward. */
  updatedAt: string;
  /** When it became `resolved`; null otherwise. */
  resolvedAt: string | null;
  /** How many messages it has, the user's own included. */
  messageCount: number;
  /** The user's last judgement. */
  feedback: "positive" | "negative" | null;
  /** 1 to 10, given on closing. */
  rating: number | null;
}

/** A case and its messages after `version` events, the last of them at `asOf`. */
export interface CaseAsItStood {
  case: AuditedCase;
  messages: AuditedMessage[];
  version: number;
  asOf: string;
  latestVersion: number;
}

/**
 * The events of a case that is followed, by name. A message may be anybody's. `error`, if it comes,
 * is the last, as when the token holds no more.
 */
export interface CaseEvents {
  message: AddedMessage;
  case: ShownCase;
  error: Error;
}

/** Cases, newest first. `nextCursor` is null on the last page. */
export interface CasePage {
  data: Case[];
  nextCursor: string | null;
}

/** A case and all that was said in it, in order. */
export interface CaseWithMessages {
  case: Case;
  messages: Message[];
}

/** A change of the product. */
export interface ChangelogEntry {
  /** Which version. */
  version: string;
  /** When it came out. */
  date: string;
  /** What changed. */
  summary: string;
}

/** A click. */
export interface ClickTimelineEntry {
  /** When: ISO 8601 with a time zone. */
  ts: string;
  /** Where. */
  page: string;
  /** What was clicked. */
  action: string;
}

/** Ends the case. */
export interface CloseCase {
  /** Whether the trouble is over. */
  resolution: "resolved" | "unresolved";
  /** A whole number from 1 to 10. */
  rating?: number | null;
}

/** What a figure is. */
export interface Defined {
  unit: "cases" | "answers" | "calls" | "count" | "ratio" | "ms" | "tokens" | "points" | "bytes";
  definition: string;
}

/** It is done. */
export interface Done {
  ok: true;
}

/** Every refusal comes in this envelope. Nothing internal is ever in it. */
export interface Error {
  /** The HTTP status again. */
  statusCode: number;
  /** What is wrong, for programs. */
  error: "CASE_CLOSED" | "CASE_HELD" | "CASE_NOT_ACTIVE" | "CASE_NOT_FOUND" | "FORBIDDEN" | "HEADERS_TOO_LARGE" | "IDEMPOTENCY_IN_PROGRESS" | "IDEMPOTENCY_MISMATCH" | "INTERNAL_ERROR" | "MALFORMED_JSON" | "METHOD_NOT_ALLOWED" | "NOT_FOUND" | "PAYLOAD_TOO_LARGE" | "RATE_LIMITED" | "REQUEST_TIMEOUT" | "UNAUTHORIZED" | "UNAVAILABLE" | "UNSUPPORTED_MEDIA_TYPE" | "URI_TOO_LONG" | "VALIDATION_ERROR";
  /** What is wrong, for people. */
  message: string;
  /** The first member, parameter or header at fault. */
  field?: string;
  /** Also in `X-Request-Id`; quote it to us. */
  requestId: string;
}

/** Asks for a person. The body may be left out. */
export interface EscalateCase {
  /** Why, up to 2,000 characters. */
  reason?: string | null;
}

/** A value that stands in the snapshot, word for word. */
export interface Evidence {
  /** What kind of value it is. A limit or a plan is a `resource_id`. */
  type: "error_code" | "job_id" | "timestamp" | "resource_id" | "log_excerpt";
  /** What the value is, in words. */
  label: string;
  /** The value. */
  value: string;
}

/** A figure; `value` is null where there is nothing to compute it from. */
export interface Figure {
  unit: "cases" | "answers" | "calls" | "count" | "ratio" | "ms" | "tokens" | "points" | "bytes";
  definition: string;
  value: number | null;
}

/** Judges the help: thumbs up or down. */
export interface GiveFeedback {
  /** It may be changed; the last one counts. */
  feedback: "positive" | "negative";
}

/**
 * What plain code made of an answer when it looked it up in the snapshot. `outcome`: `held` at
 * once; `repaired` by asking again; `replaced` by the built-in answer because it still did not
 * hold; `abstained` when nothing in the snapshot answers the question.
 */
export interface Grounding {
  outcome: "held" | "repaired" | "replaced" | "abstained";
  evidenceKept: number;
  evidenceDropped: number;
  claimsHeld: number;
  claimsFailed: number;
}

/**
 * What the hash of an event covers. It is SHA-256( stream LF version LF type LF header LF sealed )
 * over UTF-8, with the version in decimal, and for `sealed` the bytes that `sealedBase64` writes
 * (RFC 4648, section 4).
 */
export interface HashInput {
  stream: string;
  version: number;
  type: string;
  header: string;
  sealedBase64: string;
}

/** Whether the gateway can serve. `projectionLag` counts events that the slowest view lacks. */
export interface Health {
  ok: boolean;
  status: "ok" | "unavailable";
  version: string;
  store: "sqlite" | "postgresql";
  projectionLag: number | null;
}

/** The user: ids from the signed token, the rest from user-state if that answered. */
export interface Identity {
  /** From the signed token. */
  tenantId: string;
  /** From the signed token. */
  userId: string;
  /** The user's roles. */
  roles: string[];
  /** The user's plan. */
  plan: string;
  /** Features that the user has. */
  featuresEnabled: string[];
  /** The user to people, redacted. */
  profile?: Profile;
}

/** A background job of the user's. */
export interface JobState {
  /** The job's id. */
  jobId: string;
  /** The queue that it stands in. */
  queue: string;
  /** How it goes. */
  status: "queued" | "running" | "succeeded" | "failed" | "canceled";
  /** Your own code for the error, as the error catalogue lists it. */
  errorCode?: string | number;
  /** How far it came. */
  lastStage?: string | number;
  /** When: ISO 8601 with a time zone. */
  createdAt: string;
  /** When: ISO 8601 with a time zone. */
  updatedAt: string;
  /** How long it took, in milliseconds. */
  durationMs?: string | number;
}

/** A piece of what your application says about itself. */
export interface KnowledgeDoc {
  /** Its id. */
  id: string;
  /** Its title. */
  title: string;
  /** Its text. */
  content: string;
  /** Its kind. `business_rule` and `error_catalog` are the gateway's own. */
  category: string;
}

/** What the host application says about itself. */
export interface KnowledgePack {
  /** Documents for users. */
  docs: KnowledgeDoc[];
  /** Runbooks, business rules and the error catalogue. */
  runbooks: KnowledgeDoc[];
  /** Recent changes. */
  changelog: ChangelogEntry[];
}

/** A limit that the user has run into. */
export interface LimitReached {
  /** The limit's name. */
  limit: string;
  /** How much there is. */
  current: number;
  /** How much there may be. */
  max: number;
}

/** Something that was said in a case. */
export interface Message {
  /** `msg_…` */
  id: string;
  /** The case that it was said in. */
  caseId: string;
  /** `system` is the gateway itself, saying that a question was not answered. */
  role: "user" | "assistant" | "system";
  /** Plain text with simple Markdown, never HTML. A user's words are redacted. */
  content: string;
  /** What the user may do next. */
  actions: SuggestedAction[];
  /** Values that stand in the snapshot and that the answer rests on. */
  evidence: Evidence[];
  /** How well the answer is borne out, 0 to 1; null on what a user said. */
  confidence: number | null;
  /** When it was said. */
  createdAt: string;
}

/** What the snapshot says of itself. */
export interface Meta {
  /** `scs_…` */
  snapshotId: string;
  /** When it was taken. */
  createdAt: string;
  /** Its bound: bytes of its UTF-8 JSON, this part included. */
  maxBytes: number;
  /** What the bound cost. */
  truncation: Truncation;
  /** What became of the four calls to the host application. */
  sources: Sources;
}

/** An action as the widget gives it back. */
export interface OfferedAction {
  /** As it was offered. */
  type: "retry" | "open_docs" | "create_ticket" | "request_access" | "custom";
  /** As it was offered. */
  label: string;
  /** As it was offered. */
  payload?: Record<string, unknown>;
}

/** Asks for help. */
export interface OpenCase {
  /** The question, 1 to 5,000 characters, not blank. */
  message: string;
  /** What the page knows, such as its address. It is never taken for the truth. */
  context?: Record<string, unknown> | null;
}

/**
 * A case that was just opened, with its first answer. `disclosure` tells the user that an AI is
 * talking.
 */
export interface OpenedCase {
  case: Case;
  snapshot: SnapshotReference;
  aiMessage: Message;
  disclosure: string;
}

/** What was taken out before the snapshot was stored. */
export interface Privacy {
  /** The set of rules. */
  redactionVersion: string;
  /** JSON Pointers (RFC 6901) into this snapshot. */
  fieldsRemoved: string[];
  /** How many there are, the unlisted ones included. */
  fieldsRemovedTotal: number;
}

/** The same facts as RFC 9457 has them, with `Accept: application/problem+json`. */
export interface Problem {
  /** Always `about:blank`. */
  type: string;
  /** The code. */
  title: string;
  /** The HTTP status again. */
  status: number;
  /** What is wrong, for people. */
  detail: string;
  /** The code. */
  code: "CASE_CLOSED" | "CASE_HELD" | "CASE_NOT_ACTIVE" | "CASE_NOT_FOUND" | "FORBIDDEN" | "HEADERS_TOO_LARGE" | "IDEMPOTENCY_IN_PROGRESS" | "IDEMPOTENCY_MISMATCH" | "INTERNAL_ERROR" | "MALFORMED_JSON" | "METHOD_NOT_ALLOWED" | "NOT_FOUND" | "PAYLOAD_TOO_LARGE" | "RATE_LIMITED" | "REQUEST_TIMEOUT" | "UNAUTHORIZED" | "UNAVAILABLE" | "UNSUPPORTED_MEDIA_TYPE" | "URI_TOO_LONG" | "VALIDATION_ERROR";
  /** The first member at fault. */
  field?: string;
  /** Also in `X-Request-Id`. */
  requestId: string;
}

/**
 * Where an answer came from. `fallback` says why the built-in answerer stood in for a model, and is
 * null where it did not. `latencyMs` covers the whole turn.
 */
export interface Produced {
  generator: "claude" | "builtin";
  fallback: string | null;
  model: string | null;
  promptVersion: string | null;
  parameters: Record<string, unknown>;
  usage: Usage;
  latencyMs: number;
  grounding: Grounding;
}

/** Something that the user has in the product, such as a project. */
export interface ProductEntity {
  /** What kind of thing it is. */
  type: string;
  /** How your application calls it. */
  id?: string | number;
  /** How people call it. */
  description?: string | number;
  /** Its state, in your own words. */
  status: string;
  /** Whatever else matters, up to 64 levels deep. */
  metadata: Record<string, unknown>;
}

/** What the product looks like to the user. */
export interface ProductState {
  /** What the user has in the product. */
  entities: ProductEntity[];
  /** Errors that the user sees now. */
  activeErrors: ActiveError[];
  /** Limits that the user has run into. */
  limitsReached: LimitReached[];
}

/** Who the user is to people. It is redacted before anything is stored. */
export interface Profile {
  /** The user's name. */
  fullName?: string | number;
  /** The user's address. */
  email?: string | number;
  /** The user's country. */
  country?: string | number;
}

/** What the user did lately. */
export interface RecentActivity {
  /** How far back was asked. */
  windowHours: number;
  /** What the user did, oldest first. */
  events: UserEvent[];
  /** Where the user clicked, oldest first. */
  clickTimeline: ClickTimelineEntry[];
}

/** The figures by day or week (UTC), by tenant, or by both; groups without facts are absent. */
export interface Series {
  definitionVersion: number;
  by: ("day" | "week" | "tenantId")[];
  tenantId: string | null;
  from: string | null;
  to: string | null;
  computedAt: string;
  figures: Record<string, Defined>;
  data: Record<string, unknown>[];
}

/** The case as it stands. */
export interface ShownCase {
  case: Case;
}

/** Which snapshot the answers rest on. */
export interface SnapshotReference {
  id: string;
}

/** What became of one call to the host application. */
export interface Source {
  /** Anything but `ok` leaves that part of the snapshot empty. */
  status: "ok" | "failed" | "timeout" | "too_large" | "invalid";
  /** How long it took, in milliseconds. */
  ms: number;
  /** How large the answer was. */
  bytes: number;
  /** Rows that did not fit their type. */
  rowsDropped: number;
}

/** What became of the four calls to the host application. */
export interface SourceFates {
  userState: "ok" | "failed" | "timeout" | "too_large" | "invalid";
  userHistory: "ok" | "failed" | "timeout" | "too_large" | "invalid";
  userLogs: "ok" | "failed" | "timeout" | "too_large" | "invalid";
  businessRules: "ok" | "failed" | "timeout" | "too_large" | "invalid";
}

/** The fate of all four host calls. */
export interface Sources {
  userState: Source;
  userHistory: Source;
  userLogs: Source;
  businessRules: Source;
}

/** The work has come to this step; there is nothing else to say. */
export type Step = Record<string, unknown>;

/** Something that the user may do next, with one click. */
export interface SuggestedAction {
  /** What kind of thing it is; `custom` is for the widget to make sense of. */
  type: "retry" | "open_docs" | "create_ticket" | "request_access" | "custom";
  /** What the button says. */
  label: string;
  /** What the action needs, such as `url`, which leads only to allowed hosts. */
  payload: Record<string, unknown>;
}

/** All figures of a span. `testCasesLeftOut` were opened in it and counted nowhere. */
export interface Summary {
  definitionVersion: number;
  tenantId: string | null;
  from: string | null;
  to: string | null;
  computedAt: string;
  position: number;
  testCasesLeftOut: number;
  figures: Record<string, Figure>;
  breakdowns: Record<string, Table>;
}

/** The user's state when the case was opened: redacted, bounded, never changed. */
export interface SupportContextSnapshot {
  /** The snapshot about itself. */
  meta: Meta;
  /** Who the user is. */
  identity: Identity;
  /** What the product looks like to the user. */
  productState: ProductState;
  /** What the user did. */
  recentActivity: RecentActivity;
  /** The server's side of the story. */
  backend: Backend;
  /** What your application says about itself. */
  knowledgePack: KnowledgePack;
  /** What was taken out. */
  privacy: Privacy;
}

/** Figures by a word. */
export interface Table {
  definition: string;
  rows: Record<string, unknown>[];
}

/** Takes an action that an answer suggested. */
export interface TakeAction {
  /** As it was offered. */
  action: OfferedAction;
}

/** What became of the action, in one plain sentence. */
export interface TakenAction {
  result: string;
}

/** The snapshot is frozen; `failed` are the calls that brought nothing. */
export interface TakenSnapshot {
  id: string;
  sources: SourceFates;
  failed: ("userState" | "userHistory" | "userLogs" | "businessRules")[];
}

/** The ticket. Until the desk has it, `ticketId` is the gateway's own and `ticketUrl` null. */
export interface TicketReference {
  ticketId: string;
  ticketUrl: string | null;
}

/** What was cut so that the snapshot fits its bound. */
export interface Truncation {
  /** Events and clicks that were cut. */
  eventsRemoved: number;
  /** Whether requests, jobs or errors were cut. */
  logsTrimmed: boolean;
  /** Docs, runbooks and changelog entries that were cut. */
  docsRemoved: number;
}

/** Tokens that a model's provider counted, over all calls of one turn. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cacheCreationInputTokens: number;
  cacheReadInputTokens: number;
}

/** Something that the user did. */
export interface UserEvent {
  /** When: ISO 8601 with a time zone. */
  ts: string;
  /** What it was. */
  event: string;
  /** Where. */
  page: string;
  /** The button or field. */
  elementId?: string | number;
  /** What the user was after. */
  intent?: string | number;
  /** The id of the request, which ties events, requests and errors together. */
  correlationRequestId?: string | number;
}

/** The claims of a widget token: a JWT signed with HS256 and the tenant's own secret. */
export interface WidgetAuthPayload {
  /** The tenant, which chooses the secret that the signature is checked with. */
  tenantId: string;
  /** The user, as your application's own endpoints know them. */
  userId: string;
  /** Where a person can write to the user; it goes into the ticket. */
  userEmail: string;
  /** The user's roles, which stand in where user-state gives none. */
  userRoles: string[];
  /** The user's plan, which stands in where user-state gives none. */
  plan: string;
  /** When the token was made, in seconds since 1970; it counts for 8 hours at most. */
  iat: number;
  /** When it ends, in seconds since 1970. */
  exp: number;
  /** Before this it does not count, in seconds since 1970. */
  nbf?: number;
}

/** What the four endpoints of a host application answer. */

export namespace Host {
  /** An error that the user sees now. */
  export interface ActiveError {
    /** Your own code for the error, as the error catalogue lists it. */
    errorCode: string;
    /** What kind of trouble it is. */
    errorClass: "validation" | "permission" | "infra" | "business";
    /** Whether trying again may help. */
    retryable: boolean;
    /** Whether the user can do something about it. */
    userActionable: boolean;
    /** What it was about, such as the id of a file. */
    resourceId: string;
    /** When: ISO 8601 with a time zone. */
    occurredAt: string;
  }

  /** A request that your backend served for the user. */
  export interface ApiRequestLog {
    /** When: ISO 8601 with a time zone. */
    ts: string;
    /** Method and path, such as `POST /api/files`. */
    route: string;
    /** A whole number. */
    httpStatus: number;
    /** Your own code for the error, as the error catalogue lists it. */
    errorCode?: string | number | null;
    /** What it was about, such as the id of a file. */
    resourceId?: string | number | null;
    /** How long it took, in milliseconds. */
    timingMs: number;
    /** The id of the request, which ties events, requests and errors together. */
    requestId: string;
  }

  /** An error that your backend logged for the user. */
  export interface BackendError {
    /** When: ISO 8601 with a time zone. */
    ts: string;
    /** Your own code for the error, as the error catalogue lists it. */
    errorCode: string;
    /** What kind of trouble it is. */
    errorClass: "validation" | "permission" | "infra" | "business";
    /** Where it happened. */
    route: string;
    /** The id of the request, which ties events, requests and errors together. */
    requestId: string;
    /** What it was about, such as the id of a file. */
    resourceId?: string | number | null;
  }

  /**
   * What your application says about itself, the same for every user. `rules` are by name, each any
   * JSON value.
   */
  export interface BusinessRules {
    rules?: Record<string, unknown>;
    errorCatalog?: ErrorCatalogEntry[];
    docs?: KnowledgeDoc[];
    runbooks?: KnowledgeDoc[];
    changelog?: ChangelogEntry[];
  }

  /** A change of the product. */
  export interface ChangelogEntry {
    /** Which version. */
    version: string;
    /** When it came out. */
    date: string;
    /** What changed. */
    summary: string;
  }

  /** A click. */
  export interface ClickTimelineEntry {
    /** When: ISO 8601 with a time zone. */
    ts: string;
    /** Where. */
    page: string;
    /** What was clicked. */
    action: string;
  }

  /** What one of your error codes means, and what helps. */
  export interface ErrorCatalogEntry {
    /** The code, as it occurs in errors, requests and jobs. */
    errorCode: string;
    /** What kind of trouble it is. */
    errorClass: "validation" | "permission" | "infra" | "business";
    /** Whether trying again may help. */
    retryable: boolean;
    /** Whether the user can do something about it. */
    userActionable: boolean;
    /** What helps, in a sentence that may be read out to the user. */
    resolution: string;
  }

  /** A background job of the user's. */
  export interface JobState {
    /** The job's id. */
    jobId: string;
    /** The queue that it stands in. */
    queue: string;
    /** How it goes. */
    status: "queued" | "running" | "succeeded" | "failed" | "canceled";
    /** Your own code for the error, as the error catalogue lists it. */
    errorCode?: string | number | null;
    /** How far it came. */
    lastStage?: string | number | null;
    /** When: ISO 8601 with a time zone. */
    createdAt: string;
    /** When: ISO 8601 with a time zone. */
    updatedAt: string;
    /** How long it took, in milliseconds. */
    durationMs?: string | number | null;
  }

  /** A piece of what your application says about itself. */
  export interface KnowledgeDoc {
    /** Its id. */
    id: string;
    /** Its title. */
    title: string;
    /** Its text. */
    content: string;
    /** Its kind. `business_rule` and `error_catalog` are the gateway's own. */
    category: string;
  }

  /** A limit that the user has run into. */
  export interface LimitReached {
    /** The limit's name. */
    limit: string;
    /** How much there is. */
    current: number;
    /** How much there may be. */
    max: number;
  }

  /** Something that the user has in the product, such as a project. */
  export interface ProductEntity {
    /** What kind of thing it is. */
    type: string;
    /** How your application calls it. */
    id?: string | number | null;
    /** How people call it. */
    description?: string | number | null;
    /** Its state, in your own words. */
    status: string;
    /** Whatever else matters, up to 64 levels deep. */
    metadata: Record<string, unknown>;
  }

  /** Who the user is to people. It is redacted before anything is stored. */
  export interface Profile {
    /** The user's name. */
    fullName?: string | number | null;
    /** The user's address. */
    email?: string | number | null;
    /** The user's country. */
    country?: string | number | null;
  }

  /** Something that the user did. */
  export interface UserEvent {
    /** When: ISO 8601 with a time zone. */
    ts: string;
    /** What it was. */
    event: string;
    /** Where. */
    page: string;
    /** The button or field. */
    elementId?: string | number | null;
    /** What the user was after. */
    intent?: string | number | null;
    /** The id of the request, which ties events, requests and errors together. */
    correlationRequestId?: string | number | null;
  }

  /** What the user did in the last `windowHours`. */
  export interface UserHistory {
    windowHours?: number;
    events?: UserEvent[];
    clickTimeline?: ClickTimelineEntry[];
  }

  /** The server's side of the story. */
  export interface UserLogs {
    recentRequests?: ApiRequestLog[];
    jobs?: JobState[];
    errors?: BackendError[];
  }

  /**
   * What state the user is in. Every member may be missing; what is there is used. A `userId` other
   * than the one that was asked for makes the whole answer invalid. `tenantId` is your own name for
   * things, and is ignored.
   */
  export interface UserState {
    userId?: string;
    tenantId?: string;
    roles?: string[];
    plan?: string;
    featuresEnabled?: string[];
    entities?: ProductEntity[];
    activeErrors?: ActiveError[];
    limitsReached?: LimitReached[];
    profile?: Profile | null;
  }

}
