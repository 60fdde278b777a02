"""The pages in Chromium, as a reader has them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.fetch.corrections import COLUMNS, corrections_in
from flows.publish.withdrawal import yank
from tests.publish.pages.conftest import KEPT
from tests.publish.pages.stores import EVIL, EVIL_ID, FIRST, OPENING, SAID

pytestmark = pytest.mark.slow

RELEASE = "releases/1.1.0"
WIDTHS = {"desktop": 1440, "phone": 390}
# The accessibility engine looks at either width in one of them.
SCHEMES = {"desktop": "light", "phone": "dark"}
# The second quotation of the first speech.
QUOTED = f"{FIRST}.q94"


@contextmanager
def opened(chromium: Any, url: str, **settings: Any) -> Iterator[Any]:
    """Open a page in a browser that has never been here; the page may neither complain nor ask anybody else for anything."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"], **settings)
    context.set_default_timeout(15_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda request: said.append(request.url) if not request.url.startswith((url.partition("/releases")[0], "data:")) else None,
    )
    page.goto(url)
    try:
        yield page
        assert said == []
    finally:
        context.close()


def is_read(page: Any) -> None:
    page.wait_for_selector("#speech[aria-busy=false]")


def until(page: Any, expression: str, arg: object = None) -> None:
    """Wait until an expression is true; Playwright's own waiting evaluates strings within the page, which the page forbids."""
    for _ in range(300):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression} ({arg})")


def pasted(page: Any) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_reader_opens_the_first_speech_of_the_list(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html") as page:
        is_read(page)
        assert page.locator("#list a").count() == 10
        assert page.locator("#list a[aria-current]").count() == 1
        assert page.locator("#text mark").count() > 0
        assert page.get_by_role("link", name="All versions").is_visible()


def test_search_finds_words_their_beginnings_names_and_days(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html") as page:
        is_read(page)
        for query, found in (
            ("Qurultay", 1),
            ("qurul", 1),
            ("qurultay xyzzy", 0),
            ("2026-02-10", 1),
            (FIRST, 1),
            ("Tokayev eOtinish", 1),
            ("", 10),
        ):
            page.fill("#search", query)
            until(page, "n => document.querySelectorAll('#list a').length === n", arg=found)
        page.fill("#search", "Кёз")
        until(page, "document.getElementById('count').textContent.startsWith('Nothing')")


def test_a_permalink_leads_to_a_speech_a_sentence_and_a_quotation(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html#{QUOTED}") as page:
        is_read(page)
        until(page, "id => document.activeElement.id === id", arg=QUOTED)
        assert page.locator("#about-rows").inner_text().count("Kassym-Jomart Tokayev") == 1
        assert page.locator("#about-rows a.id").inner_text() == QUOTED
        page.evaluate("id => { location.hash = id }", f"{FIRST}.s93")
        page.wait_for_selector("mark.target")
        assert page.locator("mark.target").first.inner_text().startswith("“As you know")
        page.evaluate("id => { location.hash = id }", f"{FIRST}.q99999")
        page.wait_for_selector("#trouble:not([hidden])")
        page.evaluate("id => { location.hash = id }", FIRST)
        page.wait_for_selector("#trouble[hidden]", state="attached")


def test_hovering_and_focus_tell_who_and_how_we_know(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html#{FIRST}") as page:
        is_read(page)
        page.locator("#text mark.direct").first.hover()
        assert page.locator("#about-kind").inner_text().startswith("Direct")
        assert "by the office held that day" in page.locator("#about-rows").inner_text()
        page.mouse.move(0, 0)
        page.wait_for_selector("#about-place", state="hidden")
        page.locator("#sentences").focus()
        page.locator("#text mark").first.focus()
        assert page.locator("#about-kind").inner_text().startswith("Indirect")
        described = page.locator("#text mark").first.get_attribute("aria-describedby")
        assert "Kassym-Jomart Tokayev" in page.locator(f"#{described}").text_content()


def test_marks_of_a_speaker_or_kind_can_be_left_out(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html#{FIRST}") as page:
        is_read(page)
        text = page.locator("#text").inner_text()
        assert page.locator("mark[tabindex]").count() == 16
        page.get_by_label("Indirect").uncheck()
        assert page.locator("mark[tabindex]").count() == 7
        page.locator("#people input").first.uncheck()
        assert page.locator("mark").count() == 0
        assert page.locator("#text").inner_text() == text


def test_what_is_copied_is_the_text_the_citation_and_a_query_that_finds_the_rows(chromium: Any, store: Path, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html#{QUOTED}") as page:
        is_read(page)
        page.wait_for_selector("#about-place:not([hidden])")
        page.locator("#copy-place .copy-text").click()
        until(page, "document.getElementById('toast').textContent === 'Copied'")
        assert pasted(page).startswith("As you know, Kazakhstan") and pasted(page).endswith("constitutional reform,")
        page.locator("#copy-place .copy-citation").click()
        assert pasted(page) == f"The Rostra project (2026). Rostra: who said what, version 1.1.0 (2026-02-10) [data set]. {QUOTED}."
        page.locator("#copy-place .copy-bibtex").click()
        assert pasted(page).startswith("@misc{rostra-1.1.0,") and QUOTED in pasted(page)
        page.locator("#copy-place .copy-query").click()
        assert rows_of(store, pasted(page)) == [QUOTED]
        page.get_by_label("Mixed").uncheck()
        page.locator("#copy-speech .copy-query").click()
        assert len(rows_of(store, pasted(page))) == 14


def report(page: Any, right: str, reason: str) -> None:
    """Fill in the open report by keys alone and copy its line."""
    for typed in (right, "Dana Li", reason):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def corrections_pasted(page: Any, folder: Path) -> list[Any]:
    """Return what a file says into which the copied line is pasted, as a build would read it."""
    path = folder / "corrections.csv"
    path.write_text(",".join(COLUMNS) + "\n" + pasted(page) + "\n", encoding="utf-8")
    return [read.said for read in corrections_in([path])]


def test_an_error_is_reported_by_keys_as_the_line_of_a_file_of_corrections(chromium: Any, where: str, tmp_path: Path) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html#{QUOTED}") as page:
        is_read(page)
        page.wait_for_selector("#report:not([hidden])")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        report(page, "", "")
        assert page.locator("#report-trouble").text_content() == "Fill in what is empty first"
        assert page.evaluate("document.activeElement.id") == "report-right"
        page.keyboard.press("Shift+Tab")
        report(page, 'Ada "A." Roe, MP', "=1+1")
        until(page, "document.getElementById('toast').textContent === 'Copied'")
        assert pasted(page).endswith('"\'=1+1"')
        [said] = corrections_pasted(page, tmp_path)
        assert (said.wrong, said.speech_id, said.right, said.reason) == ("speaker", FIRST, 'Ada "A." Roe, MP', "=1+1")
        assert said.words.startswith("As you know, Kazakhstan") and said.span.start == 94
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == QUOTED
        page.locator("#report-reason").focus()
        page.locator("#text mark.said").first.hover()
        assert page.locator("#report-reason").is_visible()
        page.locator("#report-wrong").select_option("not-a-quotation")
        page.locator("#report-copy").click()
        until(page, "async () => (await navigator.clipboard.readText()).includes('not-a-quotation')")
        assert corrections_pasted(page, tmp_path)[0].right is None


def rows_of(store: Path, query: str) -> list[str]:
    folder = (store / RELEASE).as_posix()
    with duckdb.connect() as connection:
        return [row[0] for row in connection.execute(query.replace("'data/", f"'{folder}/data/")).fetchall()]


def test_keys_lead_from_speech_to_speech_and_from_quotation_to_quotation(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html") as page:
        is_read(page)
        first = page.locator("#speech-id").inner_text()
        page.keyboard.press("ArrowRight")
        until(page, "id => document.getElementById('speech-id').textContent !== id", arg=first)
        page.keyboard.press("ArrowLeft")
        until(page, "id => document.getElementById('speech-id').textContent === id", arg=first)
        page.locator("#text mark[tabindex]").first.focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "MARK"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_texts_are_in_their_languages(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/index.html") as page:
        is_read(page)
        for query, language in (("Қарағандыдағы", "kk"), ("сказал", "ru")):
            page.fill("#search", query)
            until(page, "lang => [...document.querySelectorAll('#list .label')].every((label) => label.lang === lang)", arg=language)
            page.locator("#list a").first.click()
            until(page, "lang => document.getElementById('text').lang === lang", arg=language)
            assert page.locator("#text p").first.get_attribute("lang") == language


def test_samples_sort_and_filter(chromium: Any, where: str) -> None:
    with opened(chromium, f"{where}/{RELEASE}/pages/tables.html") as page:
        sample = page.locator("#quotations .sample")
        place = sample.locator("thead button").all_inner_texts().index("words")
        cells = sample.locator(f"tbody tr td:nth-child({place + 1})")
        sample.locator("thead button").nth(place).click()
        numbers = [int(text) for text in cells.all_inner_texts()]
        assert numbers == sorted(numbers) and len(numbers) == 50
        sample.locator("thead button").nth(place).click()
        assert cells.first.inner_text() == str(max(numbers))
        sample.locator("input").fill("direct tokayev")
        shown = sample.locator("tbody tr:visible").count()
        assert 0 < shown < 50 and sample.get_by_role("status").inner_text() == f"{shown} rows shown"
        page.locator("#speeches summary", has_text="Load it").click()
        page.get_by_role("button", name="Copy: speeches, DuckDB").click()
        assert pasted(page) == "SELECT * FROM 'data/speeches.parquet' LIMIT 10;"


def test_a_release_shows_that_it_was_yanked_and_the_catalogue_why(chromium: Any, store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    with opened(chromium, f"{copy.as_uri()}/releases/1.0.0/pages/numbers.html") as page:
        assert page.locator("#status").inner_text() == "There is a newer version: 1.1.0"
    yank(copy, "1.0.0", "a day <b>late</b>")
    with opened(chromium, f"{copy.as_uri()}/releases/1.0.0/index.html") as page:
        banner = page.get_by_role("alert").first
        assert banner.inner_text() == "This version was yanked: do not use it. a day <b>late</b> Use this version instead: 1.1.0"
        banner.get_by_role("link").click()
        page.wait_for_url("**/releases/1.1.0/index.html")
    with opened(chromium, f"{copy.as_uri()}/index.html") as page:
        assert "a day <b>late</b>" in page.locator("tr.yanked").inner_text()
        page.locator("button[data-copies=by-rostra]").click()
        assert pasted(page) == "rostra download 1.1.0 --store STORE --to releases"


def test_a_release_without_a_store_still_reads(chromium: Any, store: Path, tmp_path: Path) -> None:
    shutil.copytree(store / RELEASE, tmp_path / "alone")
    context = chromium.new_context()
    page = context.new_page()
    page.goto((tmp_path / "alone" / "index.html").as_uri())
    is_read(page)
    assert page.locator("#status").is_hidden() and page.get_by_role("link", name="All versions").is_hidden()
    context.close()


def test_a_hostile_text_is_only_text(chromium: Any, hostile_store: Path, tmp_path: Path) -> None:
    base = f"{hostile_store.as_uri()}/releases/1.0.0"
    with opened(chromium, f"{base}/index.html#{EVIL_ID}") as page:
        is_read(page)
        title = page.title()
        assert page.locator("#text p").first.text_content() == OPENING
        assert page.locator("#text mark.said").first.text_content() == SAID
        assert page.locator("#speech-title").text_content() == EVIL
        assert page.locator("#text p").nth(1).text_content().startswith("Ә very long")
        page.locator("#text mark.said").first.hover()
        assert page.locator("#about-rows .speaker").text_content() == EVIL
        page.locator("#text mark.said").first.click()
        page.locator("#report summary").click()
        for field, typed in (("right", EVIL), ("by", "@SUM(1)"), ("reason", '"quoted", and more')):
            page.locator(f"#report-{field}").fill(typed)
        page.locator("#report-copy").click()
        until(page, "document.getElementById('toast').textContent === 'Copied'")
        [said] = corrections_pasted(page, tmp_path)
        assert (said.words, said.right, said.corrected_by, said.reason) == (SAID, EVIL, "@SUM(1)", '"quoted", and more')
        assert OPENING[slice(*said.span)] == SAID
        assert page.locator("#text script, #text img, #speech-facts a, #people img").count() == 0
        assert page.title() == title != "ran"
        page.evaluate("location.hash = '#speaker/evil'")
        until(page, "name => document.getElementById('view-title')?.textContent === name", arg=EVIL)
        assert page.locator("#view blockquote").text_content() == " ".join(SAID.split())
        page.evaluate("location.hash = '#concordance?q=harm'")
        page.wait_for_selector(".concordance .where")
        assert page.locator("#view script, #view img").count() == 0 and page.title() != "ran"
    for name in ("tables", "numbers"):
        with opened(chromium, f"{base}/pages/{name}.html") as page:
            assert page.title() != "ran" and page.locator("main script, main img:not([src^=pictures])").count() == 0


PAGES = {
    "reader": f"{RELEASE}/index.html#{QUOTED}",
    "tables": f"{RELEASE}/pages/tables.html",
    "numbers": f"{RELEASE}/pages/numbers.html",
    "catalogue": "index.html",
    "reader-kk": f"{RELEASE}/pages/kk/index.html",
    "speaker-ru": f"{RELEASE}/pages/ru/index.html#speaker/kassym-jomart-tokayev",
    "concordance-uk": f"{RELEASE}/pages/uk/index.html#concordance?q=Tokayev",
    "over-time-kk": f"{RELEASE}/pages/kk/index.html#over-time?show=share",
}
VIEWS = {"speaker-ru": ".said-list", "concordance-uk": ".concordance .where", "over-time-kk": "svg.chart"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_every_page_whose_pictures_are_kept(chromium: Any, store: Path, axe: str, name: str, width: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    # The engine is put into the page from outside; the page itself allows no such thing. No colour is on its way to another one.
    settings = {"viewport": {"width": WIDTHS[width], "height": 900}, "bypass_csp": True, "reduced_motion": "reduce"}
    with opened(chromium, f"{store.as_uri()}/{PAGES[name]}", **settings) as page:
        if name == "reader-kk":
            is_read(page)
            page.locator("#facets summary").click()
        if name in VIEWS:
            page.locator(f"#view {VIEWS[name]}").first.wait_for()
        if name == "reader":
            is_read(page)
            page.wait_for_selector("#about-place:not([hidden])")
        for scheme in SCHEMES.values():
            page.emulate_media(color_scheme=scheme)
            path = KEPT / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=name in {"numbers", "catalogue"})
            assert path.stat().st_size > 10_000
        page.emulate_media(color_scheme=SCHEMES[width])
        page.evaluate(
            "for (const one of document.querySelectorAll('.picture details, #promises details, #sources details, #report')) one.open = true"
        )
        page.evaluate(axe)
        assert serious_troubles(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is wider than its window"


def serious_troubles(page: Any) -> list[tuple[str, str]]:
    """Return the rules that the page breaks by the accessibility engine, with the first place of each; of tables three are like all."""
    found = page.evaluate(
        """axe.run({ exclude: [".table:nth-of-type(n+4)"] }, {
            preload: false,
            resultTypes: ["violations"],
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        })"""
    )
    return [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"] if rule["impact"] in {"serious", "critical"}]


def test_the_interface_is_in_the_browsers_language_until_another_is_chosen(chromium: Any, address: str) -> None:
    with opened(chromium, f"{address}/{PAGES['reader']}", locale="ru-RU") as page:
        page.wait_for_url("**/pages/ru/index.html*")
        is_read(page)
        assert page.locator("html").get_attribute("lang") == "ru" and page.url.endswith(QUOTED)
        assert page.locator("#list a[aria-current] .facts").all_inner_texts() == ["10 февр. 2026 г. · английский", "16 цитат"]
        page.get_by_role("link", name="Українська").click()
        page.wait_for_url("**/pages/uk/index.html*")
        is_read(page)
        assert page.url.endswith(QUOTED) and page.locator("#facets summary").inner_text().strip() == "Звузити"
        page.goto(f"{address}/index.html")
        page.wait_for_url("**/index.uk.html")
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/index.html")
        assert page.get_by_role("heading", name="All versions").is_visible()


@pytest.mark.parametrize(("language", "day"), [("kk", "2026 ж. 10 ақпан"), ("uk", "10 лют. 2026 р.")])
def test_days_are_written_as_the_language_writes_them(chromium: Any, store: Path, language: str, day: str) -> None:
    with opened(chromium, f"{store.as_uri()}/index.{language}.html") as page:
        assert page.locator("time").first.inner_text().replace("\u00a0", " ") == day


def test_a_catalogue_on_the_web_names_its_own_address(chromium: Any, address: str) -> None:
    with opened(chromium, f"{address}/index.html") as page:
        assert page.locator("#by-rostra").inner_text() == f"rostra download 1.1.0 --store {address} --to releases"
        assert page.locator("#by-tools").inner_text().startswith(f"store={address} version=1.1.0")


def test_a_page_prints_its_speech(chromium: Any, store: Path) -> None:
    with opened(chromium, f"{store.as_uri()}/{PAGES['reader']}") as page:
        is_read(page)
        page.emulate_media(media="print")
        assert page.locator("#text").is_visible() and page.locator(".list").is_hidden() and page.locator(".legend").is_hidden()
