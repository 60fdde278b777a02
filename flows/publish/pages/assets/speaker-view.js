// A speaker: what they said, who quotes them and how often, their names and offices, who mentions them.
"use strict";

rostra.take("speaker-view", async (id, reader) => {
  const { element, load, day, plural, region } = rostra;
  const { words: all, numeral } = reader;
  const words = all.views;
  const interfaceLanguage = document.documentElement.lang;
  const [entries, { draw, periods, unitOf, figure }] = await Promise.all([load(`speakers/${reader.chunkOf(id, reader.about.chunks.speakers)}`), load("chart")]);
  const its = entries.find((entry) => entry.id === id);
  if (!its) return { title: id, children: [element("p", { className: "hint" }, `${all.missing} ${id}`)] };

  const linked = (place, ...children) => element("a", { href: `#${place}` }, ...children);
  const counted = (count, what) => `${numeral(count)} ${plural(what, count)}`;
  const dated = (iso) => (iso ? day(iso, "medium") : all.undated);
  const section = (title, ...children) => (children.length ? [element("section", {}, element("h3", {}, title), ...children)] : []);

  function officeOf(office, named) {
    const names = Object.fromEntries(named ?? []);
    const inWords = office.replaceAll("-", " ");
    const known = interfaceLanguage in names ? interfaceLanguage : "en" in names ? "en" : null;
    return element("span", { lang: known ?? "en" }, known ? names[known] : inWords.charAt(0).toUpperCase() + inWords.slice(1));
  }

  const officeNames = new Map((its.offices ?? []).map(([office, , , , named]) => [office, named]));
  const span = (since, until) => `${since ? dated(since) : "…"} – ${until ? dated(until) : words.until_now}`;
  const facts = [all.speaker_kinds[its.kind], its.country && region(its.country), its.born && words.born.replace("{year}", its.born),
    its.wikidata && element("a", { href: `https://www.wikidata.org/wiki/${its.wikidata}`, rel: "noreferrer" }, "Wikidata")].filter(Boolean);
  const names = (its.names ?? []).map(([language, forms]) => element("li", {}, `${all.languages[language] ?? language}: `, element("span", { lang: language }, forms.join(", "))));
  const offices = (its.offices ?? []).map(([office, , since, until, named]) => element("li", {}, officeOf(office, named), element("span", { className: "facts" }, span(since, until))));
  const memberships = (its.memberships ?? []).map(([party, chamber, since, until]) =>
    element("li", {}, [party, chamber].filter(Boolean).join(", "), element("span", { className: "facts" }, since || until ? span(since, until) : "")));
  const list = (items) => (items.length ? [element("ul", {}, ...items)] : []);

  function overTime() {
    if (!its.months?.some(([month]) => month)) return [];
    const unit = unitOf(its.months);
    const rows = periods(its.months, unit);
    const title = words.quotations_by.replace("{unit}", words[`by_${unit}`]);
    return [figure({ rows, drawn: draw(rows, title, numeral, true), heads: [words[`head_${unit}`], words.head_quotations], title, name: id, words, told: numeral })];
  }

  const said = (its.said ?? []).map(([place, spokenOn, kind, language, office, isCut, text]) =>
    element("li", {},
      element("blockquote", { lang: language, dir: "auto" }, text, isCut ? "…" : ""),
      element("p", { className: "facts" }, linked(place, dated(spokenOn)), element("span", {}, all.kinds[kind]), ...(office ? [officeOf(office, officeNames.get(office))] : []))));
  const mentions = (its.mentions ?? []).map(([place, spokenOn, language, by, name, before, text, after]) =>
    element("li", {},
      element("p", { lang: language, dir: "auto", className: "snippet" }, `… ${before.replace(/^\S*\s/u, "")}`, element("mark", {}, text), `${after.replace(/\s\S*$/u, "")} …`),
      element("p", { className: "facts" }, linked(place, dated(spokenOn)), ...(by ? [linked(`speaker/${by}`, element("bdi", {}, name))] : []))));
  const sources = (its.sources ?? []).map(([source, count, texts]) =>
    element("li", {}, element("a", { href: `#?${new URLSearchParams({ speaker: id, source })}` }, source), element("span", { className: "facts" }, `${counted(count, "quotation")} · ${counted(texts, "speech")}`)));
  const who = (its.who ?? []).map(([by, name, count]) =>
    element("li", {}, by ? linked(`speaker/${by}`, element("bdi", {}, name)) : words.by_nobody, element("span", { className: "facts" }, counted(count, "mention"))));
  const kinds = (its.kinds ?? []).map(([kind, count]) => `${all.kinds[kind]}: ${numeral(count)}`).join(" · ");
  const [times = 0, texts = 0] = its.mentioned?.[0] ?? [];
  const newest = (shown, count) => (count > shown ? [element("p", { className: "hint" }, words.newest.replace("{n}", numeral(shown)).replace("{all}", numeral(count)))] : []);
  return {
    title: element("bdi", {}, Object.fromEntries(its.names ?? [])[interfaceLanguage]?.[0] ?? its.name),
    children: [
      element("p", { className: "facts" }, ...facts.map((fact) => element("span", {}, fact))),
      element("ul", { className: "figures" },
        element("li", {}, element("b", {}, numeral(its.quotations)), plural("quotation", its.quotations)),
        element("li", {}, element("b", {}, numeral(times)), plural("mention", times))),
      element("p", { className: "copies" }, element("a", { href: `#?${new URLSearchParams({ speaker: id })}` }, words.read_their)),
      element("div", { className: "columns" }, ...section(words.offices, ...list([...offices, ...memberships])), ...section(words.names, ...list(names))),
      ...section(words.how_often, ...(its.months?.length ? [element("p", { className: "hint" }, kinds), ...overTime()] : [])),
      ...section(words.quoted_by, ...list(sources)),
      ...section(words.said, ...newest(said.length, its.quotations), ...(said.length ? [element("ol", { className: "said-list" }, ...said)] : [])),
      ...section(words.mentioned_by, ...(who.length ? [element("p", { className: "hint" }, `${counted(times, "mention")} · ${counted(texts, "speech")}`)] : []), ...list(who)),
      ...section(words.mentions, ...newest(mentions.length, times), ...(mentions.length ? [element("ol", { className: "said-list" }, ...mentions)] : [])),
    ],
  };
});
