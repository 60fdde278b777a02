// What every page of a release does: say what became of the version, and copy.
"use strict";

const rostra = (() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const waiting = new Map();

  // The store's status.js calls this, where the release lies in a store.
  function status(known) {
    const { version, root } = document.documentElement.dataset;
    const mine = known.releases[version];
    if (!mine || !document.getElementById("status")) return;
    for (const link of document.querySelectorAll("[data-in-store]")) link.hidden = false;
    const latest = known.latest !== null && known.latest !== version ? known.latest : null;
    if (mine.status !== "published") {
      tell("alert", [words[mine.status], mine.reason], latest && [words.use_instead, latest]);
    } else if (latest) {
      tell("status", [], [words.newer, latest]);
    }

    function tell(role, texts, instead) {
      const banner = document.getElementById("status");
      banner.setAttribute("role", role);
      banner.className = `banner ${mine.status}`;
      for (const text of texts.filter(Boolean)) banner.append(element("span", {}, text), " ");
      if (instead) {
        const page = known.releases[instead[1]].page ?? "";
        banner.append(`${instead[0]} `, element("a", { href: `${root}../${instead[1]}/${page}` }, instead[1]));
      }
      banner.hidden = false;
    }
  }

  // A chunk of data is a script that calls `take` with its name; a browser loads scripts from a disk too.
  function take(name, entries) {
    waiting.get(name).resolve(entries);
  }

  function load(name) {
    if (!waiting.has(name)) {
      const promise = Promise.withResolvers ? Promise.withResolvers() : resolvers();
      waiting.set(name, promise);
      const script = element("script", { src: `${document.documentElement.dataset.root}pages/${name}.js` });
      script.onerror = () => {
        waiting.delete(name);
        script.remove();
        promise.reject(new Error(name));
      };
      document.head.append(script);
    }
    return waiting.get(name).promise;
  }

  function resolvers() {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  }

  async function copy(text, button) {
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      isCopied = copyThroughField(text);
    }
    tell(isCopied ? words.copied : words.not_copied);
    button.classList.toggle("done", isCopied);
    setTimeout(() => button.classList.remove("done"), TOLD_MILLISECONDS);
  }

  const TOLD_MILLISECONDS = 1600;
  let telling = 0;
  function tell(text) {
    const mine = ++telling;
    document.getElementById("toast").textContent = text;
    setTimeout(() => {
      if (mine === telling) document.getElementById("toast").textContent = "";
    }, TOLD_MILLISECONDS);
  }

  // Save a text as a file of a name.
  function save(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = element("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  // Plain http has no clipboard.
  function copyThroughField(text) {
    const field = element("textarea", { readOnly: true, className: "unseen" });
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }

  // element("a", {href: "#x", "aria-label": "y"}, "text", child)
  function element(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key.includes("-") || key === "role" || key === "lang" || key === "for") made.setAttribute(key, value);
      else made[key] = value;
    }
    made.append(...children);
    return made;
  }

  const language = document.documentElement.lang;

  // plural("speech", 2): the word for so many of them
  function plural(what, count) {
    const forms = words.figures[what];
    return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  }

  // A browser may say that it knows a language and name its months M01.
  const knowsMonths = !/\d/u.test(new Intl.DateTimeFormat(words.dates, { month: "long" }).format(0));

  // day("2026-02-10", "medium"): a day as the language writes it
  function day(iso, dateStyle) {
    if (knowsMonths) {
      return new Intl.DateTimeFormat(words.dates, { dateStyle, timeZone: "UTC" }).format(new Date(iso));
    }
    const [year, month, number] = iso.split("-").map(Number);
    return words.day_is.replace("{year}", year).replace("{month}", words.months.split(" ")[month - 1]).replace("{day}", number);
  }

  // region("KZ"): a country as the language names it; in English where the browser does not know that.
  const regions = [words.dates, "en"].map((one) => new Intl.DisplayNames(one, { type: "region", fallback: "code" }));
  function region(code) {
    try {
      return regions.map((names) => names.of(code)).find((name) => name !== code) ?? code;
    } catch {
      return code;
    }
  }

  // The page without a language in its address goes to the one that was chosen, or else to the browser's.
  const CHOSEN = "rostra-language";
  function inItsLanguage() {
    const there = new Map([...document.querySelectorAll("[data-language]")].map((link) => [link.dataset.language, link]));
    let wanted = null;
    try {
      wanted = localStorage.getItem(CHOSEN);
    } catch {} // a browser may keep nothing
    wanted ??= navigator.languages.map((one) => one.split("-")[0].toLowerCase()).find((one) => there.has(one));
    if (language === "en" && wanted !== "en" && there.has(wanted)) location.replace(there.get(wanted).href + location.hash);
    for (const [code, link] of there) {
      link.addEventListener("click", () => {
        link.hash = location.hash;
        try {
          localStorage.setItem(CHOSEN, code);
        } catch {}
      });
    }
  }

  inItsLanguage();
  for (const one of document.querySelectorAll("[data-plural]")) one.textContent = plural(one.dataset.plural, Number(one.dataset.count));
  for (const time of document.querySelectorAll("time[datetime]")) time.textContent = day(time.dateTime, "medium");

  // A catalogue on the web knows the address that its commands want.
  if (/^https?:$/u.test(location.protocol)) {
    const store = new URL(".", location.href).href.replace(/\/$/u, "");
    for (const code of document.querySelectorAll("[data-wants-address]")) code.textContent = code.textContent.replace("STORE", () => quotedForShell(store));
    for (const hint of document.querySelectorAll("[data-without-address]")) hint.hidden = true;
  }

  // An address is put into a command: what a shell would take for its own is quoted.
  function quotedForShell(text) {
    return /^[\w.:/%~-]+$/u.test(text) ? text : `'${text.replaceAll("'", "%27")}'`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copies]");
    if (button) copy(document.getElementById(button.dataset.copies).textContent, button);
  });

  return { words, status, take, load, copy, tell, save, element, plural, day, region };
})();
