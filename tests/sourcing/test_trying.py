"""`rostra source try` looks at a little of everything, and says how much that was."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.fetch.ledger import Entry, Kind
from flows.fetch.schedule import evenly, some_of_each_place
from flows.label.speakers.gazetteer import Gazetteer
from flows.sourcing.commands import app
from flows.sourcing.trying import Tried, try_source
from tests.fetch.site import QUICK, Days, Site, a_source
from tests.sourcing.press_service import serve_on

NEWS = "/news/[0-9]+$"


def an_entry(found_in: str, number: int, days: Days) -> Entry:
    address = f"https://press.example.org/{found_in}/{number}"
    return Entry(address, address, Kind.PAGE, f"press.{found_in}-{number}", found_in, days.now(), address)


def test_some_of_each_place_are_chosen_and_of_a_large_one_from_all_over_it(days: Days) -> None:
    due = [*(an_entry("feed", number, days) for number in range(3)), *(an_entry("sitemap", number, days) for number in range(100))]
    chosen = [entry.url.removeprefix("https://press.example.org/") for entry in some_of_each_place(due, 8, lambda entry: entry.found_in)]
    assert chosen == ["feed/0", "feed/1", "feed/2", "sitemap/0", "sitemap/20", "sitemap/40", "sitemap/60", "sitemap/80"]


@pytest.mark.parametrize(("most", "chosen"), [(0, ""), (1, "a"), (3, "ace"), (9, "abcdef")])
def test_evenly_means_from_the_first_on_at_even_distances(most: int, chosen: str) -> None:
    assert "".join(evenly("abcdef", most)) == chosen


def tried(site: Site, folder: Path, most: int = 2, **keys: object) -> Tried:
    serve_on(site)
    return try_source(a_source(site, **keys), folder, Gazetteer((), ()), most, limits=QUICK)  # type: ignore[arg-type]  # any key


@pytest.mark.slow
def test_it_says_whether_a_build_would_look_further(site: Site, tmp_path: Path) -> None:
    listing = {"address": site.address + "/news", "links": NEWS, "next": "[?]page="}
    first = tried(site, tmp_path, listings=[listing])
    assert (first.found, first.is_all, len(first.texts)) == (4, False, 2)
    every = tried(site, tmp_path, 10, listings=[listing])
    assert (every.found, every.is_all, len(every.texts)) == (6, True, 6)


@pytest.mark.slow
def test_all_files_of_a_folder_are_found_and_a_few_are_read(site: Site, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / "press").mkdir(exist_ok=True)
        (tmp_path / "press" / f"{number}.txt").write_text(f"The minister opened school number {number} and thanked all who had built it.")
    found = tried(site, tmp_path, files="press")
    assert (found.found, [text.address for text in found.texts]) == (5, ["0.txt", "2.txt"])


def test_nothing_is_left_beside_the_file(site: Site, tmp_path: Path) -> None:
    tried(site, tmp_path, feeds=[site.address + "/feed.xml"])
    assert list(tmp_path.iterdir()) == []


def test_no_address_is_broken_where_the_answer_goes_to_a_file(site: Site, tmp_path: Path) -> None:
    serve_on(site)
    path = f"/news/{'a-long-name-of-a-report-' * 20}"
    site.pages[path] = site.pages["/news/101"]
    keys = f'addresses = ["{site.address}{path}"]\nmay_reach_private_addresses = ["127.0.0.1"]\ndelay_seconds = 0\n'
    every = 'publisher = "P"\nlanguages = ["en"]\nlicence = "L"\nattribution = "A"\ntext_may_be_published = false\nleast_speeches = 0\n'
    (tmp_path / "press.toml").write_text(every + keys, encoding="utf-8")
    assert site.address + path in CliRunner().invoke(app, ["try", str(tmp_path / "press.toml")]).output


def test_a_principal_speaker_whom_no_file_declares_is_refused(tmp_path: Path) -> None:
    every = 'publisher = "P"\nlanguages = ["en"]\nlicence = "L"\nattribution = "A"\ntext_may_be_published = false\nleast_speeches = 0\n'
    (tmp_path / "press.toml").write_text(every + 'files = "press"\nprincipal_speaker = "nobody"\n', encoding="utf-8")
    found = CliRunner().invoke(app, ["try", str(tmp_path / "press.toml")])
    assert "no file speakers/nobody.toml" in str(found.exception)
