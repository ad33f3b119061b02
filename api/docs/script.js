// Without this the page reads just as well: it adds buttons to copy with, and a field to find with.
"use strict";

for (const block of document.querySelectorAll("pre[data-copy]")) {
  const text = block.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${block.getAttribute("aria-label")}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(block.querySelector("code"));
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  block.prepend(button);
}

const field = document.getElementById("find");
document.getElementById("finding").hidden = false;
field.addEventListener("input", () => {
  const wanted = field.value.trim().toLowerCase();
  for (const part of document.querySelectorAll("[data-find]")) {
    part.hidden = !part.dataset.find.toLowerCase().includes(wanted);
  }
});
