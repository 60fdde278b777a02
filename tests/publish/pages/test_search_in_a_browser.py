"""What a reader finds, by words, names, days and facets, in Chromium."""

import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from flows import division
from tests.publish.pages.stores import publish_texts
from tests.publish.pages.test_in_a_browser import is_read, opened, until

pytestmark = pytest.mark.slow

TEXTS = {
    "en-bridge": "date 2025-07-05\n\n“We will build two bridges,” President Kassym-Jomart Tokayev said.\n\nHe said the river was high.\n",
    "en-tax": "date 2024-01-02\n\nMinister Anna Bell said that the tax would fall.\n",
    "ru-water": "date 2025-07-20\n\nПрезидент Касым-Жомарт Токаев заявил, что воды в реке хватит всем.\n",
    "kk-water": "date 2025-08-01\n\nПрезидент Қасым-Жомарт Тоқаев өзен суының деңгейі жоғары екенін айтты.\n",
    "ru-roads": "date 2023-05-05\n\n«Дорога готова», — сказал министр Иван Петров.\n",
}
ALL = len(TEXTS)
SOURCE = "reports"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the reader of a release of these texts, in parts, so that the search has sections."""
    folder = tmp_path_factory.mktemp("searched")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(division, "LEAST_TEXTS", ALL)
        patch.setattr(division, "most_characters", lambda total, roots: 1)
        release = publish_texts(folder / "store", folder / "one", list(TEXTS.items())).folder
    assert {path.name for path in (release / "pages" / "words").iterdir()} == {"2023.js", "2024.js", "2025.js", "2025-08.js"}
    return f"{(folder / 'store').as_uri()}/releases/1.0.0/index.html"


def listed(page: Any) -> list[str]:
    return [
        link.partition("?")[0].rpartition(".")[2] for link in page.evaluate("[...document.querySelectorAll('#list a')].map((a) => a.hash)")
    ]


def finds(page: Any, query: str, *names: str) -> None:
    page.fill("#search", query)
    until(
        page,
        "names => JSON.stringify([...document.querySelectorAll('#list a')].map((a) => a.hash.split('.')[1])) === names",
        arg=found(names),
    )


def found(names: tuple[str, ...]) -> str:
    return "[" + ",".join(f'"{name}"' for name in names) + "]"


def test_the_newest_text_is_open_and_first(chromium: Any, reader: str) -> None:
    with opened(chromium, reader) as page:
        is_read(page)
        assert listed(page) == ["kk-water", "ru-water", "en-bridge", "en-tax", "ru-roads"]
        assert page.locator("#speech-id").inner_text().endswith(".kk-water")


@pytest.mark.parametrize("query", ["2025-07", "July 2025", "июль 2025", "2025 июля", "Jul 2025", "шілде 2025", "липень 2025"])
def test_a_month_is_found_in_every_language_of_it(chromium: Any, reader: str, query: str) -> None:
    with opened(chromium, reader) as page:
        is_read(page)
        finds(page, query, "ru-water", "en-bridge")


def test_words_are_found_by_their_forms_and_names_across_scripts(chromium: Any, reader: str) -> None:
    with opened(chromium, reader) as page:
        is_read(page)
        for query, names in (
            ("вода", ("ru-water",)),
            ("водою", ("ru-water",)),
            ("су", ("kk-water",)),
            ("судың", ("kk-water",)),
            ("bridge", ("en-bridge",)),
            ("дороги", ("ru-roads",)),
            ("Tokayev", ("kk-water", "ru-water", "en-bridge")),
            ("Токаева", ("kk-water", "ru-water", "en-bridge")),
            ("Тоқаев", ("kk-water", "ru-water", "en-bridge")),
            ("Tokay", ("kk-water", "ru-water", "en-bridge")),
            ("Tokayev 5 July 2025", ("en-bridge",)),
            ("05.07.2025", ("en-bridge",)),
            ("tax Tokayev", ()),
        ):
            finds(page, query, *names)


def test_a_result_shows_its_place_and_the_text_marks_it(chromium: Any, reader: str) -> None:
    with opened(chromium, reader) as page:
        is_read(page)
        finds(page, "bridge", "en-bridge")
        page.wait_for_selector("#list .snippet")
        assert page.locator("#list .snippet mark").inner_text() == "bridges"
        page.locator("#list a").click()
        page.wait_for_selector("#text mark.hit")
        assert page.locator("#text mark.hit").all_inner_texts() == ["bridges"]


def test_facets_narrow_list_and_text_and_stand_in_the_address(chromium: Any, reader: str) -> None:
    with opened(chromium, reader) as page:
        is_read(page)
        page.locator("#facets summary").click()
        page.select_option("#facet-language", "ru")
        until(
            page,
            "document.querySelectorAll('#list a').length === 2 && document.getElementById('speech-id').textContent.endsWith('ru-water')",
        )
        page.select_option("#facet-kind", "direct")
        until(page, "document.getElementById('speech-id').textContent.endsWith('ru-roads')")
        until(page, "location.hash.endsWith('?kind=direct&language=ru')")
        address = page.url
        page.locator("#clear").click()
        until(page, "n => document.querySelectorAll('#list a').length === n && !location.hash.includes('?')", arg=ALL)
    with opened(chromium, address) as page:
        is_read(page)
        assert listed(page) == ["ru-roads"] and page.locator("#facet-language").input_value() == "ru"
    with opened(chromium, f"{reader}#?kind=indirect&language=en") as page:
        is_read(page)
        assert set(listed(page)) == {"en-bridge", "en-tax"} and page.locator("#text mark.direct").count() == 0


def test_of_speaker_and_kind_one_quotation_has_both(chromium: Any, reader: str) -> None:
    with opened(chromium, f"{reader}#?kind=direct&speaker=kassym-jomart-tokayev") as page:
        is_read(page)
        assert listed(page) == ["en-bridge"]


def test_an_address_that_finds_nothing_says_so(chromium: Any, reader: str) -> None:
    with opened(chromium, f"{reader}#?language=xx%3Cimg%3E") as page:
        is_read(page)
        assert page.locator("#count").inner_text().startswith("Nothing")
        assert page.locator("#choices img").count() == 0


def test_the_text_stands_before_the_list_on_a_phone(chromium: Any, reader: str, tmp_path: Path) -> None:
    with opened(chromium, reader, viewport={"width": 390, "height": 844}) as page:
        is_read(page)
        assert page.locator("#text").bounding_box()["y"] < 844
        page.locator("#unfold").click()
        assert page.locator("#list a").first.is_visible()


def test_a_name_in_any_script_leads_to_the_speaker_and_on_to_what_they_said(chromium: Any, reader: str) -> None:
    with opened(chromium, reader) as page:
        is_read(page)
        for name in ("Токаев", "тоқаевтың", "Kassym Tokay"):
            page.fill("#search", name)
            until(page, "document.querySelector('#names a')?.hash === '#speaker/kassym-jomart-tokayev'")
        page.locator("#names a").first.click()
        page.wait_for_selector("#view:not([hidden])")
        view = page.locator("#view")
        assert page.locator("#view-title").inner_text() == "Kassym-Jomart Tokayev" and page.locator("#speech").is_hidden()
        assert "President of the Republic of Kazakhstan" in view.inner_text() and "Тоқаев" in view.inner_text()
        assert view.locator("svg.chart .bar").count() > 0
        view.get_by_role("link", name="5 Jul 2025").first.click()
        is_read(page)
        until(page, "document.getElementById('view').hidden && document.activeElement.closest('mark')")
        page.locator("#about-rows .speaker a").click()
        page.wait_for_selector("#view:not([hidden])")
        assert page.url.endswith("#speaker/kassym-jomart-tokayev")


def test_the_concordance_is_sorted_kept_in_the_address_and_copied_as_csv(chromium: Any, reader: str) -> None:
    with opened(chromium, f"{reader}#concordance?q=Tokayev&sort=left") as page:
        lines = page.locator(".concordance tbody tr")
        lines.first.wait_for()
        assert [word.lower() for word in page.locator(".concordance .word").all_inner_texts()] == ["tokayev", "токаев", "тоқаев"]
        page.select_option("#option-sort", "right")
        until(page, "location.hash === '#concordance?sort=right&q=Tokayev'")
        assert page.locator(".concordance .after").first.inner_text().startswith("өзен") is False
        page.get_by_role("button", name="Copy as CSV").click()
        until(page, "document.getElementById('toast').textContent === 'Copied'")
        copied = list(csv.DictReader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
        assert [row["word"] for row in copied] == page.locator(".concordance .word").all_inner_texts()
        assert copied[0]["before"].split()[-1] == "Kassym-Jomart"
        page.fill("#search", "bridge")
        until(page, "document.querySelectorAll('.concordance tbody tr').length === 1")
        assert page.locator(".concordance .where").inner_text().endswith("Kassym-Jomart Tokayev")


def test_a_chart_follows_words_and_facets_and_is_saved_with_its_data(chromium: Any, reader: str) -> None:
    with opened(chromium, f"{reader}#over-time?per=year&q=Tokayev") as page:
        page.wait_for_selector("#view svg.chart")
        told = "[...document.querySelectorAll('#view .bar title')].map((title) => title.textContent).join()"
        assert page.evaluate(told) == "2023: 0,2024: 0,2025: 3"
        page.locator("#facets summary").click()
        page.select_option("#facet-language", "ru")
        until(page, f"{told} === '2023: 0,2024: 0,2025: 1'")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save as CSV").click()
        assert saved.value.path().read_text(encoding="utf-8").splitlines() == [
            'Year,Texts found,All texts,"Share, %"',
            "2023,0,1,0",
            "2024,0,1,0",
            "2025,1,3,33.3",
        ]
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save as SVG").click()
        drawn = ElementTree.fromstring(saved.value.path().read_text(encoding="utf-8"))  # noqa: S314  our own
        assert len(drawn.findall("{http://www.w3.org/2000/svg}rect")) == 3


def test_names_times_and_amounts_are_marked_until_they_are_switched_off(chromium: Any, reader: str) -> None:
    with opened(chromium, f"{reader}#{SOURCE}.en-bridge") as page:
        is_read(page)
        text = page.locator("#text").inner_text()
        assert page.locator("#text a.named").get_attribute("href") == "#speaker/kassym-jomart-tokayev"
        assert page.locator("#text .amount").get_attribute("title") == "Amount: 2"
        page.locator("#show-mentions").uncheck()
        page.locator("#show-quantities").uncheck()
        assert page.locator("#text .named, #text .amount").count() == 0 and page.locator("#text").inner_text() == text
