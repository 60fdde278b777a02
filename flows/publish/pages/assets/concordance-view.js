// The concordance: each place of the words searched for, with what stands to its left and right.
"use strict";

rostra.take("concordance-view", async (_, reader) => {
  const { element, copy, save, day, plural } = rostra;
  const { words: all, options, numeral, cellOf } = reader;
  const words = all.views;
  const AROUND = 64;
  const LINES_A_TURN = 60;
  const CHUNKS_A_TURN = 3;
  const SORTS = ["", "left", "word", "right"];

  if (!reader.isSought()) return { title: words.in_context, children: [element("p", { className: "hint" }, words.in_context_none)] };

  const found = reader.found();
  const texts = found ? found.length : reader.about.speeches;
  const lines = [];
  let read = 0;
  let isStopped = false;

  const isWithin = ([start, end], [role, from, to]) => role === "t" && from <= start && end <= to;
  const length = ([, from, to]) => to - from;

  // Return the lines of a text; where it is asked who or what says it, those within such quotations alone.
  function linesOf(content) {
    const { speaker, speaker_kind: kindOfSpeaker, kind } = reader.facets;
    const quotations = content.quotations ?? [];
    const isAll = (!speaker && !kindOfSpeaker && !kind) || (content.principal_id === speaker && !kind && !kindOfSpeaker);
    return reader.hitsIn(content).flatMap((hit) => {
      const holding = quotations.flatMap((quotation) => quotation.spans.filter((span) => isWithin(hit, span)).map((span) => [length(span), quotation]));
      const [, quotation] = holding.sort(([one], [other]) => one - other)[0] ?? [];
      if (!isAll && !holding.some(([, one]) => reader.isAskedIn(content, one))) return [];
      const [start, end] = hit;
      const left = content.text.slice(Math.max(0, start - AROUND), start).replace(start > AROUND ? /^\S*\s/u : /^/u, "");
      const right = content.text.slice(end, end + AROUND).replace(end + AROUND < content.text.length ? /\s\S*$/u : /$/u, "");
      return [{ content, start, left, word: content.text.slice(start, end), right, quotation, place: lines.length }];
    });
  }

  // Read texts until there are more lines, or all are read.
  async function readMore(wanted, chunks) {
    const loaded = new Set();
    while (read < texts && lines.length < wanted) {
      const n = found ? found[read] : read;
      const { chunk } = await reader.entryOf(n);
      if (!loaded.has(chunk) && loaded.size >= chunks) break;
      loaded.add(chunk);
      for (const line of linesOf(await reader.contentOf(n))) lines.push({ ...line, place: lines.length });
      read += 1;
      if (isStopped || reader.isStale()) break;
    }
  }

  const letters = (text) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/u);
  const collator = new Intl.Collator(rostra.words.dates);
  const KEYS = {
    left: (line) => letters(line.left).reverse().join(" "),
    word: (line) => line.word.toLowerCase(),
    right: (line) => letters(line.right).join(" "),
  };

  function sorted() {
    const key = KEYS[options.sort];
    if (!key) return lines;
    return lines.map((line) => [key(line), line]).sort(([a, one], [b, other]) => collator.compare(a, b) || one.place - other.place).map(([, line]) => line);
  }

  const plain = (text) => text.replaceAll(/\s+/gu, " ");
  const status = element("p", { className: "hint", role: "status" });
  const body = element("tbody", {});
  const button = (text, act) => {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", reader.safely(async () => act(made)));
    return made;
  };

  function rowOf({ content, left, word, right, quotation }) {
    const place = quotation ? `${content.id}.${quotation.id}` : content.id;
    const facts = [content.spoken_on && day(content.spoken_on, "medium"), quotation?.speaker].filter(Boolean).join(" · ");
    const link = element("a", { href: `#${place}${reader.asked()}`, title: content.title ?? content.id }, facts || content.id);
    return element("tr", { lang: content.language },
      element("td", { className: "before" }, element("span", {}, plain(left))), element("td", { className: "word" }, element("mark", {}, word)),
      element("td", { className: "after" }, plain(right)), element("td", { className: "where", lang: document.documentElement.lang }, link));
  }

  function show() {
    body.replaceChildren(...sorted().map(rowOf));
    status.textContent = words.lines_of.replace("{lines}", `${numeral(lines.length)} ${plural("line", lines.length)}`).replace("{read}", numeral(read)).replace("{texts}", numeral(texts));
    more.hidden = rest.hidden = read >= texts;
    ways.hidden = !lines.length;
  }

  const more = button(all.more, async () => {
    await readMore(lines.length + LINES_A_TURN, CHUNKS_A_TURN);
    show();
  });
  const rest = button(words.read_all, async (made) => {
    const isRunning = made.dataset.running === "yes";
    isStopped = isRunning;
    if (isRunning) return;
    made.dataset.running = "yes";
    made.textContent = words.stop;
    while (read < texts && !isStopped && !reader.isStale()) {
      await readMore(Infinity, 1);
      show();
    }
    made.dataset.running = "";
    made.textContent = words.read_all;
  });

  function csv() {
    const heads = ["speech_id", "spoken_on", "language", "source_id", "span_start", "before", "word", "after", "speaker_id", "speaker_name", "quotation_id"];
    const rows = sorted().map(({ content, start, left, word, right, quotation }) => [
      content.id, content.spoken_on, content.language, content.source, String([...content.text.slice(0, start)].length), left, word, right,
      quotation?.speaker_id, quotation?.speaker, quotation && `${content.id}.${quotation.id}`,
    ]);
    return [heads.join(","), ...rows.map((row) => row.map((cell) => cellOf(cell ?? "")).join(","))].join("\n") + "\n";
  }

  const select = element("select", { id: "option-sort" }, ...SORTS.map((value) => element("option", { value, selected: options.sort === value }, words[`sort_${value || "time"}`])));
  select.addEventListener("change", () => {
    options.sort = select.value;
    reader.renewAddress();
    show();
  });
  const ways = element("p", { className: "copies" }, button(words.copy_csv, (made) => copy(csv(), made)), button(words.save_csv, () => save("concordance.csv", "text/csv;charset=utf-8", csv())));
  const heads = [words.before, words.word, words.after, words.where].map((text) => element("th", { scope: "col" }, text));
  await readMore(LINES_A_TURN, CHUNKS_A_TURN);
  show();
  return {
    title: words.in_context,
    children: [
      status,
      element("p", { className: "tools" }, element("label", {}, `${words.sort} `, select)),
      element("div", { className: "wide" }, element("table", { className: "concordance" }, element("thead", {}, element("tr", {}, ...heads)), body)),
      element("p", { className: "copies" }, more, rest),
      ways,
    ],
  };
});
