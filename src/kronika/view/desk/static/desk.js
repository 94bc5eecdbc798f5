// Comfort only: the desk works without. Search as you type, and notes beside their marks.
"use strict";

/** Call `act` when nothing has come for a moment; only the last call counts. */
function later(act, milliseconds) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), milliseconds);
  };
}

/** Fetch a part of a page; an answer that comes after a later question is dropped. */
function latest() {
  let asking = null;
  return async (address) => {
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null; // the form still works
    }
  };
}

function asked(form, more) {
  const values = new URLSearchParams(new FormData(form));
  for (const [key, value] of [...values]) if (!value) values.delete(key);
  for (const [key, value] of Object.entries(more)) values.set(key, value);
  return `${form.action.split("?")[0]}?${values}`;
}

/** The search page: its results follow what is typed and chosen. */
function live(form) {
  const results = document.querySelector(form.dataset.live);
  const ask = latest();
  const show = later(async () => {
    const text = await ask(asked(form, { part: "rows" }));
    if (text === null) return;
    results.innerHTML = text; // our own page, escaped on the server
    history.replaceState(null, "", asked(form, {}));
  }, 120);
  form.addEventListener("input", show);
}

/** The box at the top of the other pages: a few names below it. */
function suggest(form) {
  const input = form.querySelector("input");
  const list = document.createElement("div");
  list.className = "suggested";
  list.setAttribute("role", "region");
  list.setAttribute("aria-label", "Names found");
  list.setAttribute("aria-live", "polite");
  form.append(list);
  const ask = latest();
  const show = later(async () => {
    if (!input.value.trim()) {
      list.replaceChildren();
      return;
    }
    const text = await ask(asked(form, { part: "suggest" }));
    if (text !== null) list.innerHTML = text; // our own page, escaped on the server
  }, 120);
  input.addEventListener("input", show);
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      list.replaceChildren();
      input.focus();
    } else if (event.key === "ArrowDown" && at + 1 < links.length) {
      event.preventDefault();
      links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] || input).focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) list.replaceChildren();
  });
}

/** Notes: what a mark's title says, shown beside it on hovering, focus or a tap of the finger. */
function notes() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let shown = null;
  const show = (mark) => {
    if (mark.title) {
      mark.dataset.says = mark.title;
      mark.removeAttribute("title");
    }
    tip.textContent = mark.dataset.says;
    tip.hidden = false;
    mark.setAttribute("aria-describedby", "tip");
    const at = mark.getBoundingClientRect();
    const left = Math.max(16, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 16));
    tip.style.setProperty("left", `${left + scrollX}px`);
    tip.style.setProperty("top", `${at.bottom + scrollY + 4}px`);
    shown = mark;
  };
  const hide = () => {
    if (shown) shown.removeAttribute("aria-describedby");
    tip.hidden = true;
    shown = null;
  };
  const of = (event) => (event.target instanceof Element ? event.target.closest("a.fn") : null);
  document.addEventListener("pointerover", (event) => {
    const mark = of(event);
    if (mark) show(mark);
    else if (shown && event.target !== tip) hide();
  });
  document.addEventListener("focusin", (event) => (of(event) ? show(of(event)) : hide()));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  // A finger cannot hover: its first tap shows the note, its second follows the mark.
  document.addEventListener("click", (event) => {
    const mark = of(event);
    if (mark && matchMedia("(hover: none)").matches && mark.dataset.tapped !== "yes") {
      event.preventDefault();
      mark.dataset.tapped = "yes";
      show(mark);
    }
  });
}

document.querySelectorAll("form[data-live]").forEach(live);
document.querySelectorAll("form[data-suggest]").forEach(suggest);
if (document.querySelector("a.fn")) notes();
document.getElementById("cell")?.scrollIntoView({ block: "center", inline: "center" });
