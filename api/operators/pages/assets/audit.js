// The slider through time: what it shows is fetched as it is moved, instead of a page at a time.

const slide = document.querySelector("[data-slide]");
if (slide !== null) slider(slide);

function slider(form) {
  const range = form.querySelector("input[type=range]");
  const output = form.querySelector("output");
  const said = document.querySelector("[data-said]");
  const parts = ["#history", "[data-steps]"];
  let waiting = 0;
  let asked = null;

  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;

  range.addEventListener("input", () => {
    tell();
    clearTimeout(waiting);
    // Each look is put on record: it begins when the hand comes to rest.
    waiting = setTimeout(() => show(address(range.value), true), 200);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const url = new URL(link.href);
    if (url.pathname !== location.pathname || !url.searchParams.has("asOf")) return;
    event.preventDefault();
    url.hash = "";
    show(url.href, true);
  });
  window.addEventListener("popstate", () => show(location.href, false));

  function address(version) {
    const url = new URL(form.action);
    url.searchParams.set("asOf", version);
    return url.href;
  }

  function tell() {
    const text = `${range.value} of ${range.max}`;
    output.textContent = text;
    range.setAttribute("aria-valuetext", `event ${text}`);
  }

  function show(href, forward) {
    clearTimeout(waiting);
    asked?.abort();
    // A request may bring a document, where markup out of a string is forbidden.
    const request = new XMLHttpRequest();
    asked = request;
    request.responseType = "document";
    request.open("GET", href);
    request.onload = () => {
      const found = request.response;
      if (request.status !== 200 || parts.some((part) => found?.querySelector(part) == null)) {
        location.assign(href);
        return;
      }
      if (forward) history.pushState(null, "", href);
      place(found);
    };
    request.onerror = () => location.assign(href);
    request.send();
  }

  function place(found) {
    const focused = document.activeElement;
    const label = focused?.getAttribute("aria-label");
    const event = focused?.closest(".event")?.id;
    for (const part of parts) {
      document.querySelector(part).replaceWith(document.adoptNode(found.querySelector(part)));
    }
    const there = found.querySelector("input[type=range]");
    range.max = there.max;
    range.value = there.value;
    tell();
    if (!document.contains(focused)) {
      const again = event
        ? document.querySelector(`#${event} h3 a`)
        : label && document.querySelector(`[data-steps] a[aria-label="${label}"]`);
      (again || range).focus({ preventScroll: true });
    }
    document.querySelector(".event.current")?.scrollIntoView({ block: "nearest" });
    const last = document.querySelector(".conversation");
    last.scrollTop = last.scrollHeight;
    said.textContent = document.querySelector("#stood").parentElement.textContent.trim();
  }
}
