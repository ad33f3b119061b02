// Which addresses the page follows: paths of its own, and other sites over https.

/** Shows made-up hosts where the demo keeps what would stand there; set once, at the start. */
let houses = new Map();

/** `known` says under which path of ours the pages of a made-up host are found. */
export function setHelpHosts(known) {
  houses = new Map(Object.entries(known));
}

/** Where the gateway's own pages are; set once, at the start. */
let gateway = "";

export function setGateway(url) {
  gateway = url;
}

/** The page on which an auditor reads what is on record of a case. */
export function auditOf(caseId) {
  return `${gateway}/operator/audit/cases/${caseId}`;
}

/** The address to follow; null for one that must not be. */
export function destination(address) {
  if (typeof address !== "string" || /[\s\\\u0000-\u001f\u007f]/.test(address)) return null;
  if (address.startsWith("/")) return address.startsWith("//") ? null : address;
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return null;
  const house = houses.get(url.hostname);
  if (house === undefined) return url.href;
  return url.pathname === "/" ? house : house + url.pathname;
}

/** Where an action of the type `open_docs` leads: its address, or a document by its id. */
export function documentOf(payload) {
  if (typeof payload?.url === "string") return destination(payload.url);
  const id = payload?.docId;
  return typeof id === "string" && /^[\w-]{1,80}$/.test(id) ? `/docs/${id}` : null;
}
