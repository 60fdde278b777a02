// Samples, loaded when they are opened, that sort by a column's head and show the rows that hold some words.
"use strict";

for (const sample of document.querySelectorAll(".sample")) {
  const table = sample.querySelector("table");
  const body = table.tBodies[0];
  const filter = sample.querySelector("input");
  const shown = sample.querySelector("[role=status]");

  const isNumber = (place) => table.tHead.rows[0].cells[place].classList.contains("number");
  const cellOf = (cell, place) =>
    Array.isArray(cell)
      ? rostra.element("td", { lang: cell[1], dir: "auto" }, cell[0])
      : rostra.element("td", isNumber(place) ? { className: "number" } : {}, cell);

  async function fill() {
    const rows = await rostra.load(`sample/${sample.dataset.table}`);
    if (!body.rows.length) body.append(...rows.map((row) => rostra.element("tr", {}, ...row.map(cellOf))));
  }
  if (sample.open) fill();
  sample.addEventListener("toggle", fill);

  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase().split(/\s+/u).filter(Boolean);
    let count = 0;
    for (const row of body.rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} ${rostra.words.shown}`;
  });

  for (const head of table.tHead.rows[0].cells) {
    head.querySelector("button").addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way);
      const value = (row) => row.cells[head.cellIndex].textContent;
      const compare = isNumber(head.cellIndex) ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
      // Unknown values stand last, either way.
      const ordered = (a, b) => (value(a) === "") - (value(b) === "") || compare(value(a), value(b)) * (way === "ascending" ? 1 : -1);
      body.append(...[...body.rows].sort(ordered));
    });
  }
}
