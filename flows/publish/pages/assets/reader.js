// The reader: one speech at a time, with all that is marked in it. Data come in chunks, each loaded when it is needed.
"use strict";

(() => {
  const { element, load, copy } = rostra;
  const about = JSON.parse(document.getElementById("about").textContent);
  const words = about.words;
  const at = (id) => document.getElementById(id);
  const HUES = 8;
  const SHOWN = 100;
  const RANGES_OF_A_BEGINNING = 4;
  const LETTERS_OF_A_NODE = 8_000;

  let number = null; // of the open speech
  let speech = null;
  let chosen = null; // the open quotation's, sentence's or paragraph's inner id
  let found = null; // numbers of the speeches found; null: all
  let shown = SHOWN;
  const hidden = { speakers: new Set(), kinds: new Set() };

  // ---- chunks

  const numbered = new Map(); // speech id → number, as far as the list is loaded
  const wordsName = (place) => `words/${String(place).padStart(5, "0")}`;
  const firsts = []; // the number of the first speech of each chunk of the list
  about.lists.reduce((sum, [, count]) => (firsts.push(sum), sum + count), 0);

  // Return the place of the last of rising values that is none beyond the wanted one; 0 where all are.
  function lastUpTo(values, wanted) {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  async function entryOf(n) {
    const place = lastUpTo(firsts, n);
    const [id, label, hasTitle, day, language, principal, quotations, chunk] = (await load(`list/${about.lists[place][0]}`))[n - firsts[place]];
    numbered.set(id, n);
    return { n, id, label, hasTitle, day, language, principal, quotations, chunk };
  }

  async function contentOf(n) {
    const { id, chunk } = await entryOf(n);
    return (await load(`speeches/${chunk}`)).find((content) => content.id === id);
  }

  // ---- search

  // The words of a text as the index has them.
  const wordsOf = (text) => text.toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}_]{2,40}/gu) ?? [];

  const numbersOf = (steps) => {
    let sum = 0;
    return steps.split(" ").map((step) => (sum += parseInt(step, 36)));
  };

  // Return the numbers of the speeches that hold a word, or one that begins so; null where that is (nearly) all.
  async function holding(word, isBeginning) {
    if (!about.first_words.length) return new Set();
    const numbers = new Set();
    const first = lastUpTo(about.first_words, word);
    for (let place = first; place < about.first_words.length && place < first + RANGES_OF_A_BEGINNING; place++) {
      if (place > first && !about.first_words[place].startsWith(word)) break;
      for (const [entry, steps] of await load(wordsName(place))) {
        if (entry === word || (isBeginning && entry.startsWith(word))) {
          if (steps === "*") return null;
          for (const n of numbersOf(steps)) numbers.add(n);
        }
      }
      if (!isBeginning) break;
    }
    return numbers;
  }

  async function search(query) {
    const exact = query.trim().toLowerCase();
    if (/[-.]/u.test(exact)) {
      const numbers = await holding(exact, false);
      if (numbers?.size) return [...numbers];
    }
    const wanted = wordsOf(query);
    if (!wanted.length) return exact ? [] : null;
    let numbers = null;
    for (const [place, word] of wanted.entries()) {
      const some = await holding(word, place === wanted.length - 1);
      if (some !== null) numbers = numbers === null ? some : new Set([...numbers].filter((n) => some.has(n)));
    }
    return numbers === null ? null : [...numbers].sort((a, b) => a - b);
  }

  async function showList() {
    const numbers = found ?? { length: about.speeches };
    const count = Math.min(numbers.length, shown);
    const items = [];
    let year = null;
    for (let place = 0; place < count; place++) {
      const entry = await entryOf(found ? found[place] : place);
      const its = entry.day?.slice(0, 4) ?? words.undated;
      if (its !== year) items.push(element("li", { className: "year" }, (year = its)));
      items.push(itemOf(entry));
    }
    at("list").replaceChildren(...items);
    at("more").hidden = count === numbers.length;
    at("count").textContent = found && !found.length ? words.none : (found ? words.found : words.all).replace("{n}", numbers.length.toLocaleString("en"));
  }

  function itemOf(entry) {
    const facts = [entry.day, words.languages[entry.language], entry.principal].filter(Boolean).join(" · ");
    const link = element("a", { href: `#${entry.id}` },
      element("bdi", { className: "label", lang: entry.language }, entry.label),
      element("span", { className: "facts" }, facts),
      element("span", { className: "facts" }, `${entry.quotations} ${words.quotations}`));
    if (entry.n === number) link.setAttribute("aria-current", "true");
    return element("li", {}, link);
  }

  // ---- the text with its marks

  const isShown = (quotation) => !hidden.kinds.has(quotation.kind) && !hidden.speakers.has(quotation.speaker_id ?? "");

  function marksOf() {
    const marks = [];
    for (const quotation of speech.quotations) {
      if (!isShown(quotation)) continue;
      for (const [role, start, end] of quotation.spans) {
        if (role !== "v" || quotation.kind !== "direct") marks.push({ role, start, end, quotation });
      }
    }
    const target = chosen && speech.sentences.find(([inner]) => inner === chosen);
    if (target) marks.push({ role: "target", start: target[1], end: target[2] });
    return marks.sort(outerFirst);
  }

  const ORDER = "targettvsca";
  const outerFirst = (a, b) => a.start - b.start || b.end - a.end || ORDER.indexOf(a.role) - ORDER.indexOf(b.role);

  // A browser takes half a minute to lay out one node of a megabyte, and a second for the same in pieces.
  function* pieces(from, to) {
    for (let start = from; start < to; ) {
      let end = Math.min(start + LETTERS_OF_A_NODE, to);
      if (end < to && speech.text.codePointAt(end - 1) > 0xffff) end += 1; // never between the halves of a letter
      yield speech.text.slice(start, end);
      start = end;
    }
  }

  // Fill an element with text from `from` up to `to`; marks lie within, outer before inner; one that crosses another is cut.
  function paint(parent, from, to, marks, depth) {
    let place = from;
    let left = marks;
    while (left.length) {
      const [mark, ...others] = left;
      parent.append(...pieces(place, mark.start));
      const inner = [];
      const rest = [];
      for (const other of others) {
        if (other.start >= mark.end) rest.push(other);
        else if (other.end <= mark.end) inner.push(other);
        else {
          inner.push({ ...other, end: mark.end });
          rest.push({ ...other, start: mark.end, isRest: true });
        }
      }
      const made = elementOf(mark, depth);
      paint(made, mark.start, mark.end, inner, depth + (mark.role === "t" ? 1 : 0));
      parent.append(made);
      place = mark.end;
      left = rest.some((other) => other.isRest) ? rest.sort(outerFirst) : rest;
    }
    parent.append(...pieces(place, to));
  }

  const CLASSES = { t: "said", v: "verbatim", c: "cue", s: "source", a: "addressee", target: "target" };

  function elementOf(mark, depth) {
    const { quotation, role } = mark;
    if (role === "target") return element("mark", { className: "target", id: fullId(chosen), tabIndex: -1 });
    const made = element(role === "t" ? "mark" : "span", { className: `${CLASSES[role]} ${quotation.kind} ${hueOf(quotation)}` });
    made.dataset.q = quotation.id;
    if (role === "t") {
      if (depth) made.classList.add("nested");
      if (quotation.id === chosen) made.classList.add("chosen");
      if (!painted.has(quotation.id)) {
        painted.add(quotation.id);
        made.id = fullId(quotation.id);
        made.tabIndex = 0;
        made.setAttribute("aria-describedby", `about-${quotation.id}`);
      }
    }
    return made;
  }

  const painted = new Set();
  const fullId = (inner) => (inner ? `${speech.id}.${inner}` : speech.id);
  const hueOf = (quotation) => {
    const place = people().findIndex(([id]) => id !== "" && id === quotation.speaker_id);
    return place < 0 || place >= HUES ? "hue" : `hue hue-${place}`;
  };

  // Return [id, name, number of quotations] of those quoted, the most quoted first; "" stands for whoever is unknown.
  function people() {
    if (speech.people) return speech.people;
    const counts = new Map();
    for (const { speaker_id: id = "", speaker } of speech.quotations) {
      const known = counts.get(id) ?? [id, speaker ?? words.unknown, 0];
      known[2] += 1;
      counts.set(id, known);
    }
    return (speech.people = [...counts.values()].sort((a, b) => (a[0] === "") - (b[0] === "") || b[2] - a[2] || (a[0] < b[0] ? -1 : 1)));
  }

  function showText() {
    painted.clear();
    const marks = marksOf();
    const paragraphs = speech.paragraphs.map(([start, end, language]) => {
      const made = element("p", { dir: "auto", lang: language ?? speech.language });
      const clipped = marks
        .filter((mark) => mark.start < end && mark.end > start)
        .map((mark) => ({ ...mark, start: Math.max(mark.start, start), end: Math.min(mark.end, end) }));
      paint(made, start, end, clipped, 0);
      numberSentences(made, start, end);
      return made;
    });
    at("text").lang = speech.language;
    at("text").replaceChildren(...paragraphs);
    at("descriptions").replaceChildren(...speech.quotations.filter(isShown).map((quotation) =>
      element("p", { id: `about-${quotation.id}` }, [words.kinds[quotation.kind], words.quotation, quotation.speaker ?? words.unknown].join(", "))));
  }

  // Put a link to each sentence before its first character; links are shown where they are asked for.
  function numberSentences(paragraph, start, end) {
    if (!at("sentences").checked) return;
    const within = [...speech.sentences.entries()].filter(([, [, from]]) => from >= start && from < end);
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let place = start;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push([node, place]);
      place += node.length;
    }
    for (const [count, [inner, from]] of within.reverse()) {
      const [node, first] = nodes.findLast(([, first]) => first <= from);
      const link = element("a", { className: "number-of-sentence", href: `#${fullId(inner)}`, "aria-label": `${words.sentence} ${count + 1}` }, String(count + 1));
      node.splitText(from - first).before(link);
    }
  }

  function showHead(entry) {
    const facts = [entry.day, words.languages[speech.language], words.forms[speech.form], speech.place, speech.event].filter(Boolean);
    at("speech-title").replaceChildren(entry.hasTitle ? element("bdi", { lang: speech.language }, speech.title) : headingOf(entry));
    at("speech-facts").replaceChildren(...facts.map((fact) => element("span", {}, fact)));
    if (speech.principal) at("speech-facts").append(element("span", { className: "principal" }, `${words.principal}: ${speech.principal}`));
    if (/^https?:/u.test(speech.url ?? "")) {
      at("speech-facts").append(element("a", { href: speech.url, rel: "noreferrer" }, words.published_at + " " + new URL(speech.url).host));
    }
    at("speech-id").textContent = speech.id;
    at("speech-link").href = `#${speech.id}`;
    at("previous").disabled = neighbour(-1) === null;
    at("next").disabled = neighbour(1) === null;
    at("copy-speech").replaceChildren(...copyButtons(null));
  }

  // A text without a title is headed by whose words it carries, and when.
  function headingOf(entry) {
    const day = entry.day && new Intl.DateTimeFormat(words.dates, { dateStyle: "long", timeZone: "UTC" }).format(new Date(entry.day));
    return [speech.principal ?? words.forms[speech.form], day].filter(Boolean).join(", ");
  }

  // ---- the legend

  function showLegend() {
    const counts = { direct: 0, mixed: 0, indirect: 0 };
    for (const quotation of speech.quotations) counts[quotation.kind] += 1;
    at("people").replaceChildren(...people().map(([id, name, count], place) =>
      filterOf(hidden.speakers, id, name, count, `swatch hue ${id && place < HUES ? `hue-${place}` : ""}`)));
    at("kinds").replaceChildren(...Object.entries(counts).map(([kind, count]) =>
      filterOf(hidden.kinds, kind, words.kinds[kind], count, `key said ${kind} hue hue-0`, words[`key_${kind}`])));
    at("nobody").hidden = speech.quotations.length > 0;
  }

  function filterOf(group, value, name, count, look, meaning) {
    const box = element("input", { type: "checkbox", checked: !group.has(value) });
    box.addEventListener("change", () => {
      group[box.checked ? "delete" : "add"](value);
      showText();
    });
    const label = element("span", { className: "name" }, element("bdi", {}, name));
    if (meaning) label.append(element("small", {}, meaning));
    return element("li", {}, element("label", {}, box, element("span", { className: look, "aria-hidden": "true" }, meaning ? "abc" : ""), label,
      element("span", { className: "count" }, String(count))));
  }

  // ---- what is known of a place

  function showAbout(inner) {
    const quotation = speech.quotations.find(({ id }) => id === inner);
    at("pick").hidden = Boolean(inner);
    at("about-place").hidden = !inner;
    if (!inner) return;
    const rows = quotation ? rowsOf(quotation) : [];
    const kind = quotation ? `${words.kinds[quotation.kind]} · ${words.quotation}` : words.sentence;
    at("about-place").className = quotation ? hueOf(quotation) : "";
    at("about-kind").textContent = kind;
    at("about-rows").replaceChildren(...[...rows, [words.id, element("a", { href: `#${fullId(inner)}`, className: "id", title: words.link }, fullId(inner))]]
      .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
    at("copy-place").setAttribute("aria-label", quotation ? words.copy_of_quotation : words.copy_of_sentence);
    at("copy-place").replaceChildren(...copyButtons(inner));
    at("report").hidden = !quotation || inner !== chosen; // not while a pointer passes over another one
  }

  function rowsOf(quotation) {
    const quoted = (text) => element("q", { lang: speech.language }, text);
    const outer = quotation.in && element("a", { href: `#${fullId(quotation.in)}`, className: "id" }, fullId(quotation.in));
    const cue = quotation.cue && element("span", {}, quoted(quotation.cue), quotation.lemma ? ` (${quotation.lemma})` : "");
    return [
      [words.speaker, element("bdi", { className: "speaker" }, quotation.speaker ?? words.unknown)],
      [words.resolved, words.methods[quotation.method]],
      [words.source, quotation.source && quoted(quotation.source)],
      [words.cue, cue],
      [words.addressee, quotation.addressee && quoted(quotation.addressee)],
      [words.relayed, quotation.relayed && "✓"],
      [words.nested, outer],
      [words.corrected, quotation.corrected && element("bdi", {}, quotation.corrected.join(": "))],
      [words.expected, quotation.expected && words.expected_of.replace("{percent}", quotation.expected[0]).replace("{n}", quotation.expected[1])],
    ].filter(([, value]) => value);
  }

  // ---- copies

  const textOf = (inner) => {
    if (!inner) return speech.text;
    const quotation = speech.quotations.find(({ id }) => id === inner);
    if (quotation) return quotation.spans.filter(([role]) => role === "t").map(([, start, end]) => speech.text.slice(start, end)).join(" ");
    const sentence = speech.sentences.find(([id]) => id === inner);
    return sentence ? speech.text.slice(sentence[1], sentence[2]) : "";
  };

  const citationOf = (inner) => `${about.citation} ${fullId(inner)}.`;
  const bibtexOf = (inner) => about.bibtex.replace("@ROW@", () => fullId(inner));

  function queryOf(inner) {
    if (inner) {
      const [table, key] = inner[0] === "q" ? ["quotations", "quotation_id"] : ["sentences", "sentence_id"];
      return `SELECT * FROM '${about.files[table]}' WHERE ${key} = '${fullId(inner)}';`;
    }
    const conditions = [`speech_id = '${speech.id}'`];
    if (hidden.kinds.size) conditions.push(`kind NOT IN (${[...hidden.kinds].map((kind) => `'${kind}'`).join(", ")})`);
    const named = [...hidden.speakers].filter(Boolean).map((id) => `'${id}'`);
    if (named.length) conditions.push(`(speaker_id IS NULL OR speaker_id NOT IN (${named.join(", ")}))`);
    if (hidden.speakers.has("")) conditions.push("speaker_id IS NOT NULL");
    return `SELECT * FROM '${about.files.quotations}' WHERE ${conditions.join(" AND ")} ORDER BY position;`;
  }

  // ---- reports of errors: a line of a file of corrections, as docs/corrections.md says

  const RIGHT = { speaker: "right_speaker", kind: "right_kind" };
  let reported = null; // the quotation whose report is open

  function renewReport(inner) {
    if (inner?.[0] !== "q" || reported === fullId(inner)) return;
    reported = fullId(inner);
    at("report").open = false;
    at("report-right").value = at("report-trouble").textContent = "";
    at("report-wrong").replaceChildren(...Object.entries(words.mistakes).map(([value, name]) => element("option", { value }, name)));
    askForRight();
  }

  function askForRight() {
    const asked = RIGHT[at("report-wrong").value];
    at("report-right").disabled = !asked;
    at("report-right").placeholder = asked ? words[asked] : "";
  }

  // A cell of CSV; a program for tables would take one that begins so for a formula, but for the apostrophe.
  const cellOf = (text) => {
    const plain = text.replaceAll(/\s+/gu, " ").trim();
    const guarded = /^'*[=+\-@]/u.test(plain) ? `'${plain}` : plain;
    return `"${guarded.replaceAll('"', '""')}"`;
  };

  // Places count code points in a correction, and UTF-16 units here.
  const pointsBefore = (units) => [...speech.text.slice(0, units)].length;

  function correctionOf(quotation) {
    const said = quotation.spans.filter(([role]) => role === "t");
    const wrong = at("report-wrong").value;
    const cells = [
      speech.id,
      wrong,
      said.map(([, start, end]) => speech.text.slice(start, end)).join(" || "),
      `${pointsBefore(said[0][1])}-${pointsBefore(said[0][2])}`,
      RIGHT[wrong] ? at("report-right").value : "",
      at("report-by").value,
      new Date().toISOString().slice(0, 10),
      at("report-reason").value,
    ];
    const [id, what, text, span, right, ...signed] = cells.map(cellOf);
    return [id, what, text, span, "", "", right, "", "", ...signed].join(",");
  }

  at("report-wrong").addEventListener("change", askForRight);
  at("report-copy").addEventListener("click", () => {
    const needed = ["right", "by", "reason"].map((name) => at(`report-${name}`)).filter((field) => !field.disabled);
    const empty = needed.find((field) => !field.value.trim());
    at("report-trouble").textContent = empty ? words.report_missing : "";
    if (empty) empty.focus();
    else copy(correctionOf(speech.quotations.find(({ id }) => fullId(id) === reported)), at("report-copy"));
  });

  function copyButtons(inner) {
    const made = { text: textOf, citation: citationOf, bibtex: bibtexOf, query: queryOf };
    return Object.entries(made).map(([name, of]) => {
      const button = element("button", { type: "button", className: `copy copy-${name}` }, words[`copy_${name}`]);
      button.addEventListener("click", () => copy(of(inner), button));
      return button;
    });
  }

  // ---- going from place to place

  function neighbour(step) {
    const order = found ?? { length: about.speeches };
    const place = (found ? found.indexOf(number) : number) + step;
    if (place < 0 || place >= order.length || (found && !found.includes(number))) return null;
    return found ? found[place] : place;
  }

  async function open(n, inner) {
    const entry = await entryOf(n);
    const content = await contentOf(n);
    if (number !== n) hidden.speakers.clear();
    number = n;
    speech = { quotations: [], ...content };
    choose(inner);
    showHead(entry);
    showLegend();
    showText();
    document.title = `${entry.label} · ${about.title}`;
    at("speech").setAttribute("aria-busy", "false");
    for (const link of at("list").querySelectorAll("a")) {
      if (link.hash === `#${entry.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function choose(inner) {
    chosen = inner;
    renewReport(inner);
    showAbout(inner);
  }

  async function step(by) {
    const n = number === null ? null : neighbour(by);
    if (n === null) return;
    location.hash = (await entryOf(n)).id;
  }

  // #gazette.on-bridges, #gazette.on-bridges.q94
  async function follow() {
    const [source, slug, inner = null] = decodeURIComponent(location.hash.slice(1)).split(".");
    if (!source) return open(0, null);
    const id = `${source}.${slug}`;
    const n = numbered.get(id) ?? [...((slug && (await holding(id, false))) || [])][0];
    if (n === undefined) return complain(`${words.missing} ${location.hash.slice(1)}`);
    await open(n, null);
    const isKnown = [...speech.quotations.map((quotation) => quotation.id), ...speech.sentences.map(([its]) => its)].includes(inner);
    complain(inner === null || isKnown ? "" : `${words.missing} ${location.hash.slice(1)}`);
    if (isKnown) {
      choose(inner);
      showText();
    }
    const target = inner && at(fullId(inner));
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else if (inner === null) at("speech").scrollIntoView({ block: "nearest" });
  }

  function complain(text) {
    at("trouble").hidden = !text;
    at("trouble").textContent = text;
  }

  const safely = (work) => (...given) => work(...given).catch((error) => complain(`${words.broken} ${error.message}`));

  // ---- what a reader does

  function light(inner) {
    for (const mark of at("text").querySelectorAll("[data-q]")) mark.classList.toggle("lit", mark.dataset.q === inner);
    if (!document.activeElement.closest("#report")) showAbout(inner ?? chosen); // whoever fills it in goes on
  }

  const quotationAt = (target) => target.closest?.("[data-q]")?.dataset.q ?? null;

  at("text").addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") light(quotationAt(event.target));
  });
  at("text").addEventListener("pointerleave", () => light(null));
  at("text").addEventListener("focusin", (event) => {
    const inner = quotationAt(event.target);
    if (inner) {
      choose(inner);
      light(inner);
      history.replaceState(null, "", `#${fullId(inner)}`);
    }
  });
  at("text").addEventListener("click", (event) => {
    const inner = quotationAt(event.target);
    if (inner) at(fullId(inner)).focus({ preventScroll: true });
  });

  // Beyond the last quotation, Tab would come to the report of that one alone.
  document.addEventListener("keydown", (event) => {
    const isOnQuotation = event.target.matches?.("#text [data-q]");
    if (event.key === "Enter" && isOnQuotation) {
      at("report").querySelector("summary").focus();
      event.preventDefault(); // or the same Enter opens it
    }
    if (event.key === "Escape" && event.target.closest?.("#report")) {
      at(reported)?.focus();
      event.stopImmediatePropagation();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select")) return;
    if (event.key === "ArrowLeft") safely(step)(-1);
    else if (event.key === "ArrowRight") safely(step)(1);
    else if (event.key === "Escape" && speech) {
      document.activeElement.blur();
      choose(null);
      light(null);
      showText();
      history.replaceState(null, "", `#${speech.id}`);
    }
  });

  let typing = 0;
  at("search").addEventListener("input", () => {
    const mine = ++typing;
    setTimeout(safely(async () => {
      if (mine !== typing) return;
      const numbers = await search(at("search").value);
      if (mine !== typing) return;
      found = numbers;
      shown = SHOWN;
      await showList();
      at("previous").disabled = neighbour(-1) === null;
      at("next").disabled = neighbour(1) === null;
    }), 150);
  });
  at("more").addEventListener("click", safely(async () => {
    shown += SHOWN;
    await showList();
  }));
  at("previous").addEventListener("click", () => safely(step)(-1));
  at("next").addEventListener("click", () => safely(step)(1));
  at("sentences").addEventListener("change", () => showText());
  window.addEventListener("hashchange", safely(follow));

  at("reader").hidden = false;
  if (about.speeches) safely(async () => {
    await showList();
    await follow();
  })();
})();
