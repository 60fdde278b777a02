// The reader: one speech at a time, with all that is marked in it. Data come in chunks, each loaded when it is needed.
"use strict";

(() => {
  const { element, load, copy, plural, day, region, tell } = rostra;
  const about = JSON.parse(document.getElementById("about").textContent);
  const words = about.words;
  const at = (id) => document.getElementById(id);
  const HUES = 8;
  const SHOWN = 100;
  const SHOWN_OF_FOUND = 6; // each may stand in a chunk of its own; further ones come as they are scrolled to
  const RANGES_OF_A_BEGINNING = 4;
  const LETTERS_OF_A_NODE = 8_000;

  let number = null; // of the open speech
  let speech = null;
  let chosen = null; // the open quotation's, sentence's or paragraph's inner id
  let found = null; // numbers of the speeches found, rising; null: all
  let sought = null; // tells whether a word of a text in a language was searched for; null: none was
  let shown = SHOWN;
  let viewed = null; // the open view in place of a speech: its name, and what stands behind that in the address
  const hidden = { speakers: new Set(), kinds: new Set() };
  const facets = Object.fromEntries(["speaker", "speaker_kind", "kind", "language", "source", "year", "form"].map((name) => [name, ""]));
  const options = { sort: "", per: "", show: "" }; // how a view shows what it shows
  const OF_QUOTATIONS = ["speaker_kind", "kind"];
  const KINDS = ["direct", "mixed", "indirect"]; // in the order of their bits in a mark

  // ---- chunks

  const numbered = new Map(); // speech id → number, as far as the list is loaded
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
    return whole((await load(`speeches/${chunk}`)).find((content) => content.id === id));
  }

  const PARTS_OF_A_QUOTATION = { source: "s", cue: "c", addressee: "a" };

  // Fill in what a chunk does not say twice: who a quotation's speaker is, and what its spans say.
  function whole(content) {
    if (content.isWhole) return content;
    for (const quotation of content.quotations ?? []) {
      if (quotation.speaker_id) [quotation.speaker, quotation.speaker_kind] = content.speakers[quotation.speaker_id];
      for (const [name, role] of Object.entries(PARTS_OF_A_QUOTATION)) {
        quotation[name] ??= quotation.spans.filter(([its]) => its === role).map(([, start, end]) => content.text.slice(start, end)).join(" ");
      }
    }
    content.isWhole = true;
    return content;
  }

  // ---- search

  // Return a function that spells a word by rules: [pattern, what stands in its place].
  function rewriting(rules) {
    const pattern = new RegExp(rules.map(([pattern]) => `(${pattern})`).join("|"), "gu");
    return (word) => word.replace(pattern, (...match) => rules[match.slice(1).findIndex((group) => group !== undefined)][1]);
  }

  const letterwise = (table) =>
    rewriting(Object.entries(table).sort(([one], [other]) => other.length - one.length).map(([letters, its]) => [letters, its]));
  const alike = letterwise(about.keys.alike);
  const latin = letterwise(about.keys.letters);
  const spelt = rewriting(about.keys.spellings);
  const endings = Object.fromEntries(Object.entries(about.keys.inflections).map(([language, rules]) => [language, rewriting(rules)]));
  const inLatin = (word) => latin(word.toLowerCase()).normalize("NFKD").replaceAll(/\p{M}/gu, "");

  function stem(word, language) {
    let left = word;
    for (let count = 0; endings[language] && count < about.keys.endings; count++) left = endings[language](left);
    return left;
  }

  // Return the keys of a word in the languages that it may be of: first the one that it begins with.
  function keysOf(word, languages) {
    const low = alike(word.toLowerCase());
    const plain = inLatin(low);
    return [...new Set([plain, spelt(plain), ...languages.map((language) => spelt(inLatin(stem(low, language))))])].filter(Boolean);
  }

  const WORD = /[\p{L}\p{N}_]{2,40}/gu;
  const wordsOf = (text) => text.match(WORD) ?? [];

  // Rising numbers as the steps between them: a small letter or digit, of 36, ends a step, and capitals, of 26, stand before it.
  function numbersOf(steps) {
    let sum = 0;
    return steps.match(/[A-Z]*[0-9a-z]/gu).map((step) => {
      const more = [...step.slice(0, -1)].reduce((count, capital) => count * 26 + capital.charCodeAt(0) - 65, 0);
      return (sum += more * 36 + parseInt(step.at(-1), 36));
    });
  }

  // Return the numbers of the speeches that hold a word, or one that begins so; null where that is (nearly) all.
  // Each section of the search tells its own, which it counts from 0.
  // Where a word has marks, those speeches alone count whose mark is wanted.
  async function holding(word, isBeginning, isWanted = () => true) {
    const sections = await load("words");
    const found = await Promise.all(sections.map((section) => holdingIn(section, word, isBeginning, isWanted)));
    if (found.length && found.every((some) => some === null)) return null;
    const numbers = new Set();
    let before = 0;
    for (const [place, [, speeches]] of sections.entries()) {
      for (const n of found[place] ?? Array(speeches).keys()) numbers.add(before + n);
      before += speeches;
    }
    return numbers;
  }

  async function holdingIn([name, , firsts], word, isBeginning, isWanted) {
    const numbers = new Set();
    const first = lastUpTo(firsts, word);
    for (let place = first; place < firsts.length && place < first + RANGES_OF_A_BEGINNING; place++) {
      if (place > first && !firsts[place].startsWith(word)) break;
      for (const line of await load(`words/${name}${place ? `_${place}` : ""}`)) {
        const [entry, steps, marks] = line.split("=");
        if (entry === word || (isBeginning && entry.startsWith(word))) {
          if (steps === "*") return null;
          for (const [order, n] of numbersOf(steps).entries()) if (!marks || isWanted(marks[order])) numbers.add(n);
        }
      }
      if (!isBeginning) break;
    }
    return numbers;
  }

  async function holdingAny(word, isBeginning) {
    const numbers = new Set();
    for (const [place, key] of keysOf(word, Object.keys(endings)).entries()) {
      const some = await holding(key, isBeginning && place === 0);
      if (some === null) return null;
      for (const n of some) numbers.add(n);
    }
    return numbers;
  }

  // Return the numbers that all sets hold; null where none of them narrows.
  function common(sets) {
    const narrowing = sets.filter((some) => some !== null);
    if (!narrowing.length) return null;
    const [first, ...others] = narrowing;
    return [...first].filter((n) => others.every((some) => some.has(n))).sort((a, b) => a - b);
  }

  const months = new Map(Object.entries(about.keys.months));
  const two = (count) => String(count).padStart(2, "0");

  // Return the day or month that a query names, as the index has it, and what else stands in the query.
  function dayOf(query) {
    const parts = { rest: [] };
    for (const token of query.split(/\s+/u)) {
      const plain = token.replaceAll(/^[(,]+|[.,)]+$/gu, "");
      const numeric = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/u.exec(plain);
      if (/^\d{4}-\d{2}(-\d{2})?$/u.test(plain)) parts.day = plain;
      else if (numeric) parts.day = `${numeric[3]}-${two(numeric[2])}-${two(numeric[1])}`;
      else if (months.has(inLatin(plain)) && !parts.month) [parts.month, parts.monthAs] = [months.get(inLatin(plain)), token];
      else if (/^\d{4}$/u.test(plain) && !parts.year) parts.year = plain;
      else if (/^\d{1,2}$/u.test(plain) && !parts.number) parts.number = plain;
      else parts.rest.push(token);
    }
    const { rest, month, year, number } = parts;
    if (month && year) return { day: `${year}-${two(month)}${number ? `-${two(number)}` : ""}`, rest: rest.join(" ") };
    return { day: parts.day, rest: [parts.monthAs, year, number, ...rest].filter(Boolean).join(" ") };
  }

  async function search(query) {
    sought = null;
    const exact = query.trim().toLowerCase();
    if (/^[a-z0-9-]+\.[a-z0-9-]+$/u.test(exact)) {
      const numbers = await holding(exact, false);
      if (numbers?.size) return [...numbers];
    }
    const { day: wantedDay, rest } = dayOf(exact);
    const wanted = wordsOf(rest);
    if (!wanted.length && !wantedDay) return exact ? [] : null;
    if (wanted.length) seek(wanted);
    const sets = wantedDay ? [await holding(wantedDay, false)] : [];
    for (const [place, word] of wanted.entries()) sets.push(await holdingAny(word, place === wanted.length - 1));
    return common(sets);
  }

  // Remember which words are searched for, so that their places in a text can be told.
  function seek(wanted) {
    const keys = new Set(wanted.flatMap((word) => keysOf(word, Object.keys(endings))));
    const beginning = inLatin(alike(wanted.at(-1)));
    const known = new Map();
    sought = (word, language) => {
      if (!known.has(word)) known.set(word, keysOf(word, [language]).some((key, place) => keys.has(key) || (place === 0 && key.startsWith(beginning))));
      return known.get(word);
    };
  }

  function hitsIn(content) {
    if (!sought) return [];
    return [...content.text.matchAll(WORD)].filter(([word]) => sought(word, content.language)).map(({ 0: word, index }) => [index, index + word.length]);
  }

  // ---- names

  // The chunk that a key stands in, of so many: the FNV-1a hash of its letters, which are all of ASCII.
  function chunkOf(key, chunks) {
    let found = 0x811c9dc5;
    for (const letter of key) found = Math.imul(found ^ letter.codePointAt(0), 0x01000193) >>> 0;
    return String(found % chunks).padStart(4, "0");
  }

  // Return the speakers one of whose names begins with each of the words, in any script: [id, name], the most quoted first.
  async function namesakes(query) {
    const wanted = wordsOf(dayOf(query.trim().toLowerCase()).rest);
    if (!wanted.length || wanted.length > MOST_WORDS_OF_A_NAME || wanted.some((word) => word.length < LETTERS_OF_A_NAMES_CHUNK)) return [];
    const known = new Map();
    const ids = [];
    for (const word of wanted) {
      const its = new Set();
      for (const [place, key] of keysOf(word, Object.keys(endings)).entries()) {
        if (!/^[\x21-\x7e]+$/u.test(key)) continue;
        for (const [id, name, kind, times, ...keys] of await load(`names/${chunkOf(key.slice(0, LETTERS_OF_A_NAMES_CHUNK), about.chunks.names)}`)) {
          known.set(id, [id, name, kind, times]);
          if (keys.some((one) => one === key || (place === 0 && one.startsWith(key)))) its.add(id);
        }
      }
      ids.push(its);
    }
    const isPerson = ([, , kind]) => kind === "person";
    return [...ids[0]].filter((id) => ids.every((some) => some.has(id))).map((id) => known.get(id))
      .sort((a, b) => isPerson(b) - isPerson(a) || b[3] - a[3] || (a[1] < b[1] ? -1 : 1));
  }

  const LETTERS_OF_A_NAMES_CHUNK = 3;
  const MOST_WORDS_OF_A_NAME = 4;
  const NAMES_SHOWN = 4;
  const addressOf = (id) => `#speaker/${id}`;

  async function showNames(query) {
    const some = (await namesakes(query)).slice(0, NAMES_SHOWN);
    return some.map(([id, name, kind]) =>
      element("li", {}, element("a", { href: addressOf(id) }, element("bdi", {}, name), element("span", { className: "facts" }, words.speaker_kinds[kind]))));
  }

  // ---- facets

  // What is asked of quotations, one of them must have all of it: of a speaker's the marks say that, for all others there is one key.
  async function withFacets() {
    const keys = Object.keys(facets).filter((name) => facets[name] && name !== "speaker" && !OF_QUOTATIONS.includes(name)).map((name) => `${name}:${facets[name]}`);
    const ofOne = OF_QUOTATIONS.filter((name) => facets[name]).map((name) => `${name}:${facets[name]}`);
    if (ofOne.length && !facets.speaker) keys.push(ofOne.join(" "));
    return common(await Promise.all([...(facets.speaker ? [ofSpeaker(facets)] : []), ...keys.map((key) => holding(key, false))]));
  }

  // Return the numbers of the speeches that hold words of a speaker; a mark is a digit, with a bit for each kind.
  async function ofSpeaker({ speaker, speaker_kind: its, kind }) {
    const known = its && (await load(`speakers/${chunkOf(speaker, about.chunks.speakers)}`)).find(({ id }) => id === speaker);
    if (its && known?.kind !== its) return new Set();
    const bit = 1 << KINDS.indexOf(kind);
    return holding(`@${speaker}`, false, (mark) => !(kind || its) || (kind ? mark & bit : mark !== "0"));
  }

  const nameOf = {
    speaker: (value) => about.people[value] ?? value,
    speaker_kind: (value) => words.speaker_kinds[value] ?? value,
    kind: (value) => words.kinds[value] ?? value,
    language: (value) => words.languages[value] ?? value,
    source: (value) => value,
    year: (value) => (value === "undated" ? words.undated : value),
    form: (value) => words.forms[value] ?? value,
  };

  function showFacets() {
    at("choices").replaceChildren(...Object.keys(facets).map((name) => {
      const known = (about.facets[name] ?? []).map(([value, count]) => [value, `${nameOf[name](value)} (${numeral(count)})`]);
      if (name === "year") known.sort(([one], [other]) => (one < other ? 1 : -1));
      if (facets[name] && !known.some(([value]) => value === facets[name])) known.push([facets[name], nameOf[name](facets[name])]);
      const select = element("select", { id: `facet-${name}` },
        ...[["", words.facets.any], ...known].map(([value, text]) => element("option", { value, selected: value === facets[name] }, text)));
      select.addEventListener("change", safely(async () => {
        facets[name] = select.value;
        await narrow();
      }));
      return element("div", {}, element("label", { for: select.id }, words.facets[name]), select);
    }));
    const count = Object.values(facets).filter(Boolean).length;
    at("narrowed").textContent = count ? `(${numeral(count)})` : "";
    at("clear").hidden = !count;
  }

  // Find by query and facets, show what is found, and open the newest where the open speech is none of it.
  async function narrow() {
    await find();
    showFacets();
    if (viewed) await showView(viewed);
    else if (found === null || found.includes(number)) {
      if (speech) showText();
      renewAddress();
    } else if (found.length) await open(found[0], null).then(renewAddress);
  }

  let finding = 0;
  async function find() {
    const mine = ++finding;
    const query = at("search").value;
    const [names, ...both] = await Promise.all([showNames(query), search(query), withFacets()]);
    if (mine !== finding) return;
    at("names").replaceChildren(...names);
    found = common(both.map((some) => some && new Set(some)));
    shown = found ? SHOWN_OF_FOUND : SHOWN;
    await showList();
    at("previous").disabled = neighbour(-1) === null;
    at("next").disabled = neighbour(1) === null;
  }

  // Facets and query stand behind the place in the address: #gazette.on-bridges?language=ru
  function asked() {
    const given = new URLSearchParams([...Object.entries(facets), ...Object.entries(viewed ? options : {})].filter(([, value]) => value));
    if (at("search").value.trim()) given.set("q", at("search").value.trim());
    return given.size ? `?${given}` : "";
  }

  const placeOf = () => decodeURIComponent(location.hash.slice(1).split("?")[0]);
  const openPlace = () => (viewed ? [viewed.name, viewed.its].filter(Boolean).join("/") : speech ? fullId(chosen) : placeOf());
  const renewAddress = (place = openPlace()) => history.replaceState(null, "", `#${place}${asked()}`);

  async function takeFromAddress() {
    const given = new URLSearchParams(location.hash.split("?")[1] ?? "");
    if (!given.size || `?${given}` === asked()) return;
    for (const some of [facets, options]) for (const name of Object.keys(some)) some[name] = given.get(name) ?? "";
    at("search").value = given.get("q") ?? "";
    at("facets").open = Object.values(facets).some(Boolean) && matchMedia("(min-width: 74rem)").matches;
    showFacets();
    await find();
  }

  // ---- the list

  const numeral = (count) => String(count).replaceAll(/\B(?=(\d{3})+$)/gu, rostra.words.thousands);

  let listing = 0;

  // Show the list anew, or what comes after so many of it.
  async function showList(from = 0) {
    const mine = from ? listing : ++listing;
    const numbers = found ?? { length: about.speeches };
    const count = Math.min(numbers.length, shown);
    at("count").textContent = found && !found.length ? words.none : (found ? words.found : words.all).replace("{n}", numeral(numbers.length));
    const entries = await Promise.all(Array.from({ length: count - from }, (_, place) => entryOf(found ? found[from + place] : from + place)));
    if (mine !== listing) return;
    const items = [];
    let year = from ? [...at("list").querySelectorAll(".year")].at(-1)?.textContent : null;
    for (const entry of entries) {
      const its = entry.day?.slice(0, 4) ?? words.undated;
      if (its !== year) items.push(element("li", { className: "year" }, (year = its)));
      items.push(itemOf(entry));
    }
    at("list")[from ? "append" : "replaceChildren"](...items);
    at("more").hidden = count === numbers.length;
  }

  function itemOf(entry) {
    const facts = [entry.day && day(entry.day, "medium"), words.languages[entry.language], entry.principal].filter(Boolean).join(" · ");
    const link = element("a", { href: `#${entry.id}` },
      element("bdi", { className: "label", lang: entry.language }, entry.label),
      element("span", { className: "facts" }, facts),
      element("span", { className: "facts" }, `${numeral(entry.quotations)} ${plural("quotation", entry.quotations)}`));
    if (entry.n === number) link.setAttribute("aria-current", "true");
    if (sought) {
      link.dataset.n = entry.n;
      seen.observe(link);
    }
    return element("li", {}, link);
  }

  // A result shows its words once it is seen, for which its text is loaded; one after the other, since each pushes those below it out of sight.
  const AROUND = 70;
  const inSight = new Set();
  let isShowing = false;
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target);
    safely(showSnippets)();
  });

  async function showSnippets() {
    if (isShowing) return;
    isShowing = true;
    try {
      for (let link = nextInSight(); link; link = nextInSight()) {
        inSight.delete(link);
        seen.unobserve(link);
        await showSnippet(link);
        await new Promise((seenAgain) => setTimeout(seenAgain)); // the observer tells what is in sight by now
      }
    } finally {
      isShowing = false;
    }
  }

  function nextInSight() {
    for (const link of inSight) if (!link.isConnected) inSight.delete(link);
    return [...inSight].sort((a, b) => a.dataset.n - b.dataset.n)[0];
  }

  async function showSnippet(link) {
    const content = await contentOf(Number(link.dataset.n));
    const hits = hitsIn(content);
    delete link.dataset.n;
    if (!hits.length) return;
    const [start, end] = hits[0];
    const from = Math.max(0, start - AROUND);
    const before = content.text.slice(from, start).replace(from ? /^\S*\s/u : /^/u, from ? "… " : "");
    const after = content.text.slice(end, end + AROUND).replace(/\s\S*$/u, " …");
    link.append(element("span", { className: "snippet", lang: content.language, dir: "auto" }, before, element("mark", {}, content.text.slice(start, end)), after));
    link.append(element("span", { className: "facts" }, words.places.replace("{n}", numeral(hits.length))));
  }

  // ---- the text with its marks

  const isAskedIn = (content, quotation) =>
    (!facets.kind || quotation.kind === facets.kind) &&
    (!facets.speaker_kind || quotation.speaker_kind === facets.speaker_kind) &&
    (!facets.speaker || quotation.speaker_id === facets.speaker || (content.principal_id === facets.speaker && !facets.kind && !facets.speaker_kind));
  const isShown = (quotation) => isAskedIn(speech, quotation) && !hidden.kinds.has(quotation.kind) && !hidden.speakers.has(quotation.speaker_id ?? "");

  function marksOf() {
    const marks = [];
    for (const quotation of speech.quotations) {
      if (!isShown(quotation)) continue;
      for (const [role, start, end] of quotation.spans) {
        if (role !== "v" || quotation.kind !== "direct") marks.push({ role, start, end, quotation });
      }
    }
    for (const [start, end] of hitsIn(speech).slice(0, HITS_MARKED)) marks.push({ role: "h", start, end });
    for (const [name, role] of Object.entries(NAMED)) {
      if (at(`show-${name}`).checked) for (const [start, end, ...its] of speech[name] ?? []) marks.push({ role, start, end, its });
    }
    const target = chosen && chosen[0] !== "q" && spanOf(chosen);
    if (target) marks.push({ role: "target", start: target[0], end: target[1] });
    return marks.sort(outerFirst);
  }

  const HITS_MARKED = 1_000;
  const NAMED = { mentions: "m", dates: "d", quantities: "n" };
  const ORDER = ["target", "t", "v", "s", "c", "a", "m", "d", "n", "h"];
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

  // Where a sentence or a mention stands; undefined where there is none of that inner id.
  function spanOf(inner) {
    const sentence = speech.sentences.find(([id]) => id === inner);
    return sentence?.slice(1) ?? speech.mentions?.find(([start]) => inner === `m${pointsBefore(start)}`);
  }

  function placeNamed(code) {
    const [country, isCapital] = code.split("-");
    return (isCapital ? `${words.capital}, ` : "") + region(country);
  }

  const asNumber = (value) => new Intl.NumberFormat(rostra.words.dates, { maximumFractionDigits: 6 }).format(value);

  function amountOf([value, lowest, highest, unit, isApproximate]) {
    const isRange = lowest != null && highest != null;
    const bounds = isRange ? `${asNumber(lowest)}–${asNumber(highest)}` : `${lowest != null ? "≥ " : highest != null ? "≤ " : ""}${asNumber(lowest ?? highest ?? value)}`;
    return [isApproximate && "≈", bounds, unit].filter(Boolean).join("\u00a0");
  }

  // What a name, a time or an amount means, in words.
  function meaningOf(role, its) {
    if (role === "d") return [words.time_means, [its[1] && "≈", its[0] ?? words.not_told].filter(Boolean).join(" ")].join(": ");
    if (role === "n") return [words.amount_means, amountOf(its)].join(": ");
    const [kind, entity] = its;
    return [words.mention_kinds[kind], entity && kind === "place" && placeNamed(entity)].filter(Boolean).join(": ");
  }

  const NAMED_AS = { m: "named", d: "when", n: "amount" };

  function elementOfName({ role, its }) {
    const [kind, entity] = its;
    const title = meaningOf(role, its);
    if (role === "m" && entity && kind !== "place") return element("a", { className: "named", href: addressOf(entity), title });
    return element("span", { className: NAMED_AS[role], title });
  }

  const CLASSES = { t: "said", v: "verbatim", c: "cue", s: "source", a: "addressee", target: "target" };

  function elementOf(mark, depth) {
    const { quotation, role } = mark;
    if (role === "h") return element("mark", { className: "hit" });
    if (mark.its) return elementOfName(mark);
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
    const facts = [entry.day && day(entry.day, "medium"), words.languages[speech.language], words.forms[speech.form], speech.place, speech.event].filter(Boolean);
    at("speech-title").replaceChildren(entry.hasTitle ? element("bdi", { lang: speech.language }, speech.title) : headingOf(entry));
    at("speech-facts").replaceChildren(...facts.map((fact) => element("span", {}, fact)));
    if (speech.principal) at("speech-facts").append(element("span", { className: "principal" }, `${words.principal}: `, linkTo(speech.principal_id, speech.principal)));
    if (/^https?:/u.test(speech.url ?? "")) {
      at("speech-facts").append(element("a", { href: speech.url, rel: "noreferrer" }, words.published_at + " " + new URL(speech.url).host));
    }
    at("speech-id").textContent = speech.id;
    at("speech-link").href = `#${speech.id}`;
    at("previous").disabled = neighbour(-1) === null;
    at("next").disabled = neighbour(1) === null;
    at("copy-speech").replaceChildren(...copyButtons(null));
  }

  const linkTo = (id, name) => element("a", { href: addressOf(id), title: words.of_speaker }, element("bdi", {}, name));

  // A text without a title is headed by whose words it carries, and when.
  function headingOf(entry) {
    return [speech.principal ?? words.forms[speech.form], entry.day && day(entry.day, "long")].filter(Boolean).join(", ");
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
    const kind = quotation ? `${words.kinds[quotation.kind]} · ${words.quotation}` : inner[0] === "m" ? words.mention : words.sentence;
    at("about-place").className = quotation ? hueOf(quotation) : "";
    at("about-kind").textContent = kind;
    at("about-rows").replaceChildren(...[...rows, [words.id, element("a", { href: `#${fullId(inner)}`, className: "id", title: words.link }, fullId(inner))]]
      .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
    at("copy-place").setAttribute("aria-label", quotation ? words.copy_of_quotation : inner[0] === "m" ? words.copy_of_mention : words.copy_of_sentence);
    at("copy-place").replaceChildren(...copyButtons(inner));
    at("report").hidden = !quotation || inner !== chosen; // not while a pointer passes over another one
  }

  function rowsOf(quotation) {
    const quoted = (text) => element("q", { lang: speech.language }, text);
    const outer = quotation.in && element("a", { href: `#${fullId(quotation.in)}`, className: "id" }, fullId(quotation.in));
    const cue = quotation.cue && element("span", {}, quoted(quotation.cue), quotation.lemma ? ` (${quotation.lemma})` : "");
    return [
      [words.speaker, element("span", { className: "speaker" }, quotation.speaker_id ? linkTo(quotation.speaker_id, quotation.speaker) : words.unknown)],
      [words.resolved, words.methods[quotation.method]],
      [words.source, quotation.source && quoted(quotation.source)],
      [words.cue, cue],
      [words.addressee, quotation.addressee && (quotation.addressee_id ? element("a", { href: addressOf(quotation.addressee_id), title: words.of_speaker }, quoted(quotation.addressee)) : quoted(quotation.addressee))],
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
    const span = spanOf(inner);
    return span ? speech.text.slice(span[0], span[1]) : "";
  };

  const citationOf = (inner) => `${about.citation} ${fullId(inner)}.`;
  const bibtexOf = (inner) => about.bibtex.replace("@ROW@", () => fullId(inner));

  const TABLE_OF = { q: ["quotations", "quotation_id"], s: ["sentences", "sentence_id"], m: ["mentions", "mention_id"] };

  function queryOf(inner) {
    if (inner) {
      const [table, key] = TABLE_OF[inner[0]];
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

  // ---- views in place of a speech, each a script of its own

  const VIEWS = ["speaker", "concordance", "over-time"];
  let viewing = 0;

  async function showView({ name, its }) {
    const mine = ++viewing;
    viewed = { name, its };
    if (name !== "speaker") renewAddress();
    const view = await load(`${name}-view`);
    const made = await view(its, {
      about, words, options, facets, at, chunkOf, addressOf, entryOf, contentOf, hitsIn, isAskedIn, numeral, cellOf, nameOf, load, asked, renewAddress,
      found: () => found, isSought: () => sought !== null, isStale: () => mine !== viewing, safely,
      again: () => showView({ name, its }),
    });
    if (mine !== viewing) return;
    const heading = element("h2", { id: "view-title", tabIndex: -1 }, made.title);
    at("view").replaceChildren(heading, ...made.children);
    showPart(true);
    document.title = `${at("view-title").textContent} · ${about.title}`;
    for (const link of at("views").querySelectorAll("a")) link.toggleAttribute("aria-current", link.hash.slice(1) === name);
  }

  function showPart(isView) {
    at("view").hidden = !isView;
    at("speech").hidden = at("beside").hidden = isView;
    at("reader").classList.toggle("viewing", isView);
  }

  function closeView() {
    viewing += 1;
    viewed = null;
    for (const link of at("views").querySelectorAll("a")) link.removeAttribute("aria-current");
    showPart(false);
  }

  function openNothing() {
    at("speech-title").textContent = words.none;
    at("speech-id").textContent = "";
    at("speech").setAttribute("aria-busy", "false");
  }

  function choose(inner) {
    chosen = inner;
    renewReport(inner);
    showAbout(inner);
  }

  async function step(by) {
    const n = number === null ? null : neighbour(by);
    if (n === null) return;
    location.hash = `${(await entryOf(n)).id}${asked()}`;
  }

  // #gazette.on-bridges, #gazette.on-bridges.q94
  async function follow() {
    const place = placeOf();
    const [name, its = ""] = place.split("/");
    if (VIEWS.includes(name)) {
      if (viewed?.name !== name) for (const option of Object.keys(options)) options[option] = "";
      viewed = { name, its };
      await takeFromAddress();
      complain("");
      await showView({ name, its });
      at("view-title").focus({ preventScroll: true });
      if (matchMedia("(max-width: 48rem)").matches || at("view").getBoundingClientRect().top < 0) at("view").scrollIntoView();
      return;
    }
    closeView();
    await takeFromAddress();
    const [source, slug, inner = null] = place.split(".");
    if (!source) return found?.length === 0 ? openNothing() : open(found?.[0] ?? 0, null);
    const id = `${source}.${slug}`;
    const n = numbered.get(id) ?? [...((slug && (await holding(id, false))) || [])][0];
    if (n === undefined) return complain(`${words.missing} ${place}`);
    await open(n, null);
    const isKnown = [...speech.quotations.map((quotation) => quotation.id), ...speech.sentences.map(([key]) => key)].includes(inner) || (inner?.[0] === "m" && Boolean(spanOf(inner)));
    complain(inner === null || isKnown ? "" : `${words.missing} ${place}`);
    if (isKnown) {
      choose(inner);
      showText();
    }
    if (asked()) renewAddress(place);
    const target = inner && at(fullId(inner));
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else if (inner === null && sought) at("text").querySelector(".hit")?.scrollIntoView({ block: "center" });
    else if (inner === null) at("speech").scrollIntoView({ block: "nearest" });
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
      renewAddress(fullId(inner));
    }
  });
  at("text").addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const named = event.target.closest(".named, .when, .amount");
    if (named) tell(named.title); // where there is no pointer that could rest on it
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
    if (viewed) return;
    if (event.key === "ArrowLeft") safely(step)(-1);
    else if (event.key === "ArrowRight") safely(step)(1);
    else if (event.key === "Escape" && speech) {
      document.activeElement.blur();
      choose(null);
      light(null);
      showText();
      renewAddress(speech.id);
    }
  });

  let typing = 0;
  at("search").addEventListener("input", () => {
    const mine = ++typing;
    setTimeout(safely(async () => {
      if (mine !== typing) return;
      unfold(true);
      await find();
      if (viewed && viewed.name !== "speaker") return showView(viewed);
      if (viewed) return;
      if (speech) showText();
      renewAddress();
    }), 150);
  });
  at("clear").addEventListener("click", safely(async () => {
    for (const name of Object.keys(facets)) facets[name] = "";
    await narrow();
    at("facets").querySelector("summary").focus();
  }));
  // On a phone the list is folded away, lest it stand before the text.
  const unfold = (isOpen) => {
    at("unfold").setAttribute("aria-expanded", String(isOpen));
    at("list").classList.toggle("unfolded", isOpen);
  };
  at("unfold").addEventListener("click", () => unfold(at("unfold").getAttribute("aria-expanded") !== "true"));
  at("list").addEventListener("click", () => unfold(false));
  let isGrowing = false;
  const grow = safely(async () => {
    if (isGrowing) return;
    isGrowing = true;
    const from = shown;
    shown += found ? SHOWN_OF_FOUND : SHOWN;
    await showList(from).finally(() => (isGrowing = false));
    end.unobserve(at("more")); // to be told at once where the end is still in sight
    end.observe(at("more"));
  });
  const end = new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && found) grow();
  }, { rootMargin: "0px 0px 100% 0px" }); // the list reaches below the window until the page is scrolled
  end.observe(at("more"));
  at("more").addEventListener("click", grow);
  at("previous").addEventListener("click", () => safely(step)(-1));
  at("next").addEventListener("click", () => safely(step)(1));
  for (const id of ["sentences", ...Object.keys(NAMED).map((name) => `show-${name}`)]) at(id).addEventListener("change", () => showText());
  window.addEventListener("hashchange", safely(follow));

  at("reader").hidden = false;
  if (about.speeches) safely(async () => {
    showFacets();
    await showList();
    await follow();
  })();
})();
