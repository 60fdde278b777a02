// A chart over time: bars that stand, drawn as SVG, with its data beside it as a table and as CSV.
"use strict";

(() => {
  const { element, save, copy } = rostra;
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const HEIGHT = 260;
  const [WIDE, NARROW] = [720, 340]; // letters keep their size on a phone
  const ROOM = { left: 52, right: 8, top: 10, bottom: 26 };
  const WIDTH_OF_A_LABEL = 60;
  const LINES = 4;
  const FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
  const MONTHS_SHOWN = 48;

  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // Return the least round step by which some lines reach the largest value.
  function stepOf(largest, isWhole) {
    const size = 10 ** Math.floor(Math.log10(largest / LINES || 1));
    const step = [1, 2, 5, 10].map((times) => times * size).find((one) => one * LINES >= largest);
    return isWhole ? Math.max(1, Math.round(step)) : step;
  }

  // Draw rows [label, value] as bars; `told` writes a value.
  function draw(rows, title, told, isWhole) {
    const across = matchMedia("(max-width: 48rem)").matches ? NARROW : WIDE;
    const largest = Math.max(0, ...rows.map(([, value]) => value)) || 1;
    const step = stepOf(largest, isWhole);
    const top = step * Math.ceil(largest / step);
    const [width, height] = [across - ROOM.left - ROOM.right, HEIGHT - ROOM.top - ROOM.bottom];
    const wide = width / Math.max(1, rows.length);
    const high = (value) => ROOM.top + height * (1 - value / top);
    const drawn = svg("svg", { xmlns: NAMESPACE, viewBox: `0 0 ${across} ${HEIGHT}`, class: "chart", role: "img", "aria-label": title });
    drawn.append(svg("title", {}, title));
    for (let value = 0; value <= top + step / 2; value += step) {
      drawn.append(svg("line", { class: "line", x1: ROOM.left, x2: across - ROOM.right, y1: high(value), y2: high(value), stroke: "#e4ddd0" }));
      drawn.append(svg("text", { class: "label", x: ROOM.left - 8, y: high(value) + 4, "text-anchor": "end", "font-size": 12, "font-family": FONT, fill: "#625b50" }, told(value)));
    }
    const every = Math.ceil((rows.length * WIDTH_OF_A_LABEL) / width);
    for (const [place, [label, value]] of rows.entries()) {
      const left = ROOM.left + place * wide;
      const bar = { class: "bar", x: left + 0.14 * wide, width: Math.max(0.5, 0.72 * wide), y: high(value), height: ROOM.top + height - high(value), fill: "#1c4f9c" };
      drawn.append(svg("rect", bar, svg("title", {}, `${label}: ${told(value)}`)));
      if (place % every === 0) {
        drawn.append(svg("text", { class: "label", x: left + wide / 2, y: HEIGHT - 8, "text-anchor": "middle", "font-size": 12, "font-family": FONT, fill: "#625b50" }, label));
      }
    }
    return drawn;
  }

  // Return months [month, number], in any order, as [label, number] of each month or year from the first to the last, those without any too.
  function periods(months, unit) {
    const known = months.filter(([month]) => month).sort(([one], [other]) => (one < other ? -1 : 1));
    if (!known.length) return [];
    const place = (month) => (unit === "year" ? Number(month.slice(0, 4)) : Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1);
    const first = place(known[0][0]);
    const counts = new Array(place(known.at(-1)[0]) - first + 1).fill(0);
    for (const [month, number] of known) counts[place(month) - first] += number;
    const label = (at) => (unit === "year" ? String(at).padStart(4, "0") : `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`);
    return counts.map((count, at) => [label(first + at), count]);
  }

  const unitOf = (months) => (periods(months, "month").length > MONTHS_SHOWN ? "year" : "month");

  // Return a figure with the chart, ways to save it, and its data as a table. `heads` are those of the columns; a row may hold more than is drawn.
  function figure({ rows, drawn, heads, title, name, words, told }) {
    const csv = [heads, ...rows].map((row) => row.map((cell) => (/[",\n]/u.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(",")).join("\n") + "\n";
    const button = (text, act) => {
      const made = element("button", { type: "button" }, text);
      made.addEventListener("click", () => act(made));
      return made;
    };
    const head = element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))));
    const body = element("tbody", {}, ...rows.map(([label, ...numbers]) =>
      element("tr", {}, element("th", { scope: "row" }, label), ...numbers.map((number) => element("td", { className: "number" }, told(number))))));
    return element("div", { className: "charted" },
      element("figure", {}, drawn, element("figcaption", {}, title)),
      element("p", { className: "copies" },
        button(words.save_svg, () => save(`${name}.svg`, "image/svg+xml", new XMLSerializer().serializeToString(drawn))),
        button(words.save_csv, () => save(`${name}.csv`, "text/csv;charset=utf-8", csv)),
        button(words.copy_csv, (made) => copy(csv, made))),
      element("details", {}, element("summary", {}, words.as_table), element("div", { className: "wide", tabIndex: 0, role: "group", "aria-label": title }, element("table", {}, head, body))));
  }

  rostra.take("chart", { draw, periods, unitOf, figure });
})();
