// Pinewell itself: the project that somebody has open, and what is wrong there.

import { button, element, icon } from "./dom.js";

/** The product's page for one person. `help(question)` is called when help is wanted. */
export class Product {
  #root;
  #people;
  #choose;
  #help;
  #launcher = null;

  constructor(root, people, { choose, help }) {
    this.#root = root;
    this.#people = people;
    this.#choose = choose;
    this.#help = help;
  }

  /** Shows what this person sees. */
  show(person, answers) {
    const { screen } = person;
    document.title = `${screen.project} · Pinewell`;
    const notices = element("div", { class: "notices", role: "status" });
    const say = () => notices.replaceChildren(this.#notice(person));
    if (screen.notice !== null) say();
    this.#launcher = button("Help", () => this.#help(null), {
      class: "launcher",
      drawing: "help",
      "aria-controls": "support",
      "aria-expanded": "false",
    });
    this.#root.replaceChildren(
      this.#demoBar(person, answers),
      masthead(person),
      element(
        "main",
        {},
        element(
          "div",
          { class: "project" },
          element(
            "div",
            {},
            element("p", { class: "kicker" }, screen.workspace),
            element("h1", {}, screen.project),
            element(
              "p",
              { class: "facts" },
              ...screen.facts.map((fact) => element("span", {}, fact)),
            ),
          ),
          button(screen.button, say, { class: "button primary" }),
        ),
        notices,
        tabs(screen.tables),
      ),
      this.#launcher,
    );
  }

  /** Makes room for the panel when it opens, and takes the focus back if it closes with it. */
  panelIs(open, focus = false) {
    this.#launcher.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-panel", open);
    if (!open && focus) this.#launcher.focus();
  }

  #demoBar(person, answers) {
    const choice = element(
      "select",
      { id: "who", on: { change: (event) => this.#choose(event.target.value) } },
      ...this.#people.map(({ userId, name, trouble }) => {
        const chosen = { value: userId, selected: userId === person.userId };
        return element("option", chosen, `${name}: ${trouble}`);
      }),
    );
    return element(
      "div",
      { class: "demo-bar" },
      element("label", { for: "who" }, "Demo: you are"),
      choice,
      element("span", { class: "who-answers" }, answers),
    );
  }

  #notice({ screen, questions }) {
    if (screen.notice === null) {
      return element("div", { class: "notice good" }, icon("check"), element("p", {}, screen.done));
    }
    const [title, text] = screen.notice;
    return element(
      "div",
      { class: "notice bad" },
      icon("alert"),
      element("div", {}, element("strong", {}, title), element("p", {}, text)),
      button("Get help", () => this.#help(questions[0]), { class: "button small" }),
    );
  }
}

function masthead(person) {
  const initials = person.name.split(" ").map(([first]) => first).join("");
  return element(
    "header",
    { class: "masthead" },
    element("a", { class: "brand", href: "/" }, "Pinewell"),
    element("span", { class: "plan" }, `${person.plan} plan`),
    element(
      "span",
      { class: "account" },
      element("span", { class: "name" }, person.name),
      element("span", { class: "avatar", "aria-hidden": "true" }, initials),
    ),
  );
}

/** Tabs as the ARIA Authoring Practices describe them: arrow keys move, what is chosen is shown. */
function tabs(tables) {
  const looks = { class: "tabs", role: "tablist", "aria-label": "Parts of the project" };
  const list = element("div", looks);
  const panels = tables.map((table, index) =>
    element(
      "div",
      { role: "tabpanel", id: `panel-${index}`, "aria-labelledby": `tab-${index}`, class: "sheet" },
      shown(table),
    ),
  );
  const choose = (chosen, focus) => {
    [...list.children].forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
    if (focus) list.children[chosen].focus();
  };
  const steps = { ArrowRight: 1, ArrowLeft: tables.length - 1 };
  tables.forEach(({ tab, rows }, index) => {
    const made = button(tab, () => choose(index, false), {
      class: "tab",
      role: "tab",
      id: `tab-${index}`,
      "aria-controls": `panel-${index}`,
    });
    made.append(element("span", { class: "count" }, String(rows.length)));
    made.addEventListener("keydown", ({ key }) => {
      if (key in steps) choose((index + steps[key]) % tables.length, true);
    });
    list.append(made);
  });
  choose(0, false);
  return element("div", { class: "parts" }, list, ...panels);
}

function named(drawing, name) {
  return element("span", { class: "named" }, icon(drawing), element("span", {}, name));
}

function shown({ tab, columns, rows }) {
  const cells = (row) =>
    row.cells.map((cell, index) =>
      index === 0
        ? element("th", { scope: "row" }, named(row.icon, cell))
        : element("td", {}, cell),
    );
  const heads = [...columns, "State"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("caption", { class: "unseen" }, tab),
    element("thead", {}, element("tr", {}, ...heads)),
    element(
      "tbody",
      {},
      ...rows.map((row) =>
        element(
          "tr",
          {},
          ...cells(row),
          element("td", {}, element("span", { class: `pill ${row.tone}` }, row.state)),
        ),
      ),
    ),
  );
}
