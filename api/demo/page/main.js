// Starts the page: who is signed in, what that person sees, and the support panel beside it.

import { element } from "./dom.js";
import { Gateway } from "./gateway.js";
import { setGateway, setHelpHosts } from "./links.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";
import { Product } from "./product.js";
import { Tokens } from "./tokens.js";

async function start() {
  const behind = document.getElementById("product");
  const response = await fetch("/demo/setting");
  if (!response.ok) throw new Error(`the demo answered with ${response.status}`);
  const { gatewayUrl, model, helpHosts, people } = await response.json();
  setHelpHosts(helpHosts);
  setGateway(gatewayUrl);
  const memory = new Memory();
  // `?tokenSeconds=` has tokens run out early, so that one can watch them being renewed.
  const tokens = new Tokens(new URLSearchParams(location.search).get("tokenSeconds"));
  const answers = model === null ? "Built-in answers" : `Answers by ${model}`;

  const product = new Product(behind, people, {
    choose: (userId) => become(people.find((person) => person.userId === userId)),
    help: (question) => (question === null ? panel.open() : panel.ask(question)),
  });
  const panel = new Panel(document.getElementById("support"), behind, memory, (open, within) =>
    product.panelIs(open, within),
  );

  function become(person) {
    memory.user = person.userId;
    product.show(person, answers);
    panel.become(person, new Gateway(gatewayUrl, tokens, person.userId));
    product.panelIs(panel.isOpen);
  }

  become(people.find(({ userId }) => userId === memory.user) ?? people[0]);
  if (Panel.fits) panel.open({ focus: false });
}

start().catch((error) => {
  const looks = { class: "without-script", role: "alert" };
  const told = element("p", looks, "The demo does not answer.");
  document.getElementById("product").replaceChildren(told);
  console.error(error);
});
