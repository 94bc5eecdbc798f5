// Tables are sorted by their headings and filtered by words. Without this script they are whole and in their first order.
"use strict";
{
  const text = (row, at) => row.cells[at].textContent.trim();
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const number = (value) => parseFloat(value.replaceAll(",", ""));

  const sort = (table, heading, at) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const each of table.tHead.rows[0].cells) {
      each.removeAttribute("aria-sort");
      each.querySelector("button").textContent = "↕";
    }
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    heading.querySelector("button").textContent = down ? "↓" : "↑";
    const compare = (a, b) => {
      const [x, y] = [text(a, at), text(b, at)];
      if (x === "unknown" || y === "unknown") return (x === "unknown") - (y === "unknown"); // last, whatever the order
      const found = heading.classList.contains("number") ? number(x) - number(y) : order.compare(x, y);
      return down ? -found : found;
    };
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort(compare));
  };

  const filter = (table, words, said) => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      const held = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => held.includes(word));
      count += !row.hidden;
    }
    said.textContent = `${count.toLocaleString("en")} of ${table.tBodies[0].rows.length.toLocaleString("en")} rows`;
  };

  for (const table of document.querySelectorAll("table")) {
    [...table.tHead.rows[0].cells].forEach((heading, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "↕";
      button.setAttribute("aria-label", `Sort by ${heading.textContent}`);
      button.addEventListener("click", () => sort(table, heading, at));
      heading.append(" ", button); // beside the heading, not around it: a button is not repeated on each printed page
    });
    if (table.tBodies[0].rows.length > 12) {
      const box = document.createElement("p");
      const label = document.createElement("label");
      const input = document.createElement("input");
      const said = document.createElement("output");
      box.className = "filter";
      label.textContent = "Rows with the words";
      label.htmlFor = input.id = `filter-${table.id}`;
      input.type = "search";
      input.addEventListener("input", () => filter(table, input.value, said));
      box.append(label, input, said);
      table.parentElement.before(box);
    }
  }

  // The mark of a note tells what the note says before it is followed.
  const tell = (event) => {
    const mark = event.target.closest?.(".notes a");
    const note = mark && !mark.title && document.getElementById(mark.hash.slice(1));
    if (note) mark.title = `${note.closest("details").querySelector("summary").textContent}: ${note.textContent}`;
  };
  document.addEventListener("pointerover", tell);
  document.addEventListener("focusin", tell);

  // A link to a note opens the list that it is in.
  const open = () => {
    const found = location.hash && document.getElementById(location.hash.slice(1));
    if (found) found.closest("details")?.setAttribute("open", "");
  };
  window.addEventListener("hashchange", open);
  open();
}
