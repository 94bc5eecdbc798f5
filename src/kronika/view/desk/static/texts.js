// Reviewing claims by keys: a accept, c correct, r reject, n next. Without this script the buttons do the same.
"use strict";
{
  const form = document.getElementById("judge");
  const who = document.getElementById("who");
  const why = document.getElementById("why");
  const correct = document.getElementById("correct");
  const button = (verb) => form.querySelector(`button[value="${verb}"]`);
  let verb = "";

  const send = (chosen) => {
    if (form.reportValidity()) form.requestSubmit(button(chosen));
  };

  const choose = (chosen) => {
    verb = chosen;
    for (const each of form.querySelectorAll("button")) each.removeAttribute("aria-pressed");
    if (verb) button(verb).setAttribute("aria-pressed", "true");
    document.getElementById("why-label").textContent = verb
      ? `${verb === "reject" ? "Rejected" : "Corrected"}, why? Enter writes it, Esc leaves it`
      : "Why (to correct or reject)";
  };

  const typing = (event) => {
    if (event.key === "Escape") {
      choose("");
      event.target.blur();
    } else if (event.key === "Enter" && !event.isComposing && event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault(); // else a form's first button would answer: accept
      if (event.target.id === "value") why.focus();
      else if (event.target === why && verb) send(verb);
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input, textarea, select")) {
      if (form?.contains(event.target)) typing(event);
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "n") document.getElementById("next")?.click();
    if (!form || !"acr".includes(key)) return;
    event.preventDefault();
    if (!who.value.trim()) {
      who.focus();
    } else if (key === "a") {
      send("accept");
    } else if (key === "r") {
      choose("reject");
      why.focus();
    } else {
      correct.open = true;
      choose("correct");
      document.getElementById("what").focus();
    }
  });
}
