"""What a reader finds, by words, names, days and facets, in Chromium."""

from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the reader of a release of these texts."""
    folder = tmp_path_factory.mktemp("searched")
    publish_texts(folder / "store", folder / "one", list(TEXTS.items()))
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
