// How many texts there are over time of those that are searched for and narrowed to.
"use strict";

rostra.take("over-time-view", async (_, reader) => {
  const { element, load, plural } = rostra;
  const { words: all, options, numeral } = reader;
  const words = all.views;
  const [months, { draw, periods, unitOf, figure }] = await Promise.all([load("months"), load("chart")]);

  // The numbers of texts are in the order of time: those of each month lie between two sums.
  function counted(found) {
    if (found === null) return months;
    let [sum, place] = [0, 0];
    return months.map(([month, count]) => {
      sum += count;
      const from = place;
      while (place < found.length && found[place] < sum) place += 1;
      return [month, place - from];
    });
  }

  function choice(name, label, values) {
    const select = element("select", { id: `option-${name}` }, ...values.map(([value, text]) => element("option", { value, selected: options[name] === value }, text)));
    select.addEventListener("change", reader.safely(async () => {
      options[name] = select.value;
      await reader.again();
      document.getElementById(select.id).focus();
    }));
    return element("label", {}, `${label} `, select);
  }

  const counts = counted(reader.found());
  const unit = options.per || unitOf(months);
  const totals = periods(months, unit);
  const own = new Map(periods(counts, unit));
  const rows = totals.map(([label, total]) => {
    const count = own.get(label) ?? 0;
    return [label, count, total, total ? Math.round((1000 * count) / total) / 10 : 0];
  });
  const isShare = options.show === "share";
  const told = (value) => (isShare ? `${new Intl.NumberFormat(rostra.words.dates, { maximumFractionDigits: 1 }).format(value)}\u00a0%` : numeral(value));
  const query = document.getElementById("search").value.trim();
  const narrowed = [query && words.quoted.replace("{text}", () => query),
    ...Object.entries(reader.facets).filter(([, value]) => value).map(([name, value]) => `${all.facets[name]}: ${reader.nameOf[name](value)}`)].filter(Boolean);
  const sum = counts.reduce((total, [, count]) => total + count, 0);
  const undated = counts.filter(([month]) => !month).reduce((total, [, count]) => total + count, 0);
  const about = [narrowed.join("; ") || words.all_texts, `${numeral(sum)} ${plural("speech", sum)}`, undated && words.undated.replace("{n}", numeral(undated))].filter(Boolean).join(" · ");
  const title = (isShare ? words.share_by : words.texts_by).replace("{unit}", words[`by_${unit}`]);
  const drawn = draw(rows.map(([label, count, , share]) => [label, isShare ? share : count]), title, told, !isShare);
  const plain = (value) => new Intl.NumberFormat(rostra.words.dates).format(value);
  return {
    title: words.over_time,
    children: [
      element("p", { className: "hint" }, about),
      element("p", { className: "tools" },
        choice("per", words.by, [["", words.by_itself], ["month", words.head_month], ["year", words.head_year]]),
        choice("show", words.show, [["", words.count], ["share", words.share]])),
      figure({ rows, drawn, heads: [words[`head_${unit}`], words.head_found, words.head_all, words.head_share], title, name: "over-time", words, told: plain }),
    ],
  };
});
