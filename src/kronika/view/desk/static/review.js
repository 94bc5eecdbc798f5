// Judging by keys: s same, d different, u unsure, ← back, → on. Without this script the buttons do the same.
"use strict";
{
  const form = document.getElementById("judge");
  const why = document.getElementById("why");
  const who = document.getElementById("who");
  const VERDICTS = { s: "same", d: "different", u: "unsure" };
  const button = (verdict) => form.querySelector(`button[value="${verdict}"]`);
  let verdict = "";
  let shown = -1; // which of the earlier reasons

  const choose = (chosen) => {
    verdict = chosen;
    for (const each of form.querySelectorAll("button")) each.removeAttribute("aria-pressed");
    if (verdict) button(verdict).setAttribute("aria-pressed", "true");
    document.getElementById("why-label").textContent = verdict
      ? `${verdict === "same" ? "Same" : "Different"}, for what reason? Enter writes it, Esc leaves it`
      : "For what reason";
  };

  const send = (chosen) => {
    if (form.reportValidity()) form.requestSubmit(button(chosen));
  };

  const typing = (event) => {
    if (event.target === why && event.key === "Enter" && verdict && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send(verdict);
    } else if (event.key === "Escape") {
      choose("");
      event.target.blur();
    } else if (event.target === why && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const offered = JSON.parse(form.dataset.offered);
      if (!offered.length || (why.value && why.value !== offered[shown])) return; // a person's own words stay
      event.preventDefault();
      shown = Math.min(Math.max(shown + (event.key === "ArrowUp" ? 1 : -1), 0), offered.length - 1);
      why.value = offered[shown];
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input, textarea, select")) {
      if (form?.contains(event.target)) typing(event);
      return;
    }
    const link = { ArrowLeft: "back", ArrowRight: "ahead" }[event.key];
    const inside = event.target.closest(".scroll"); // arrows scroll what is wider than the page
    if (link && !(inside && inside.scrollWidth > inside.clientWidth)) document.getElementById(link)?.click();
    const chosen = form && VERDICTS[event.key.toLowerCase()];
    if (!chosen) return;
    event.preventDefault();
    if (!who.value.trim()) {
      who.focus();
    } else if (chosen === "unsure") {
      send(chosen);
    } else {
      choose(chosen);
      why.focus();
    }
  });
}
