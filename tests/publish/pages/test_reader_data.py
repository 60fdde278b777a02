"""The reader's data: chunks that fill, words that are found."""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from flows.publish.pages.keys import keys_of_word
from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.search import Section, WordRuns, words_of, write_section
from flows.publish.pages.sections import ALL, sections_of
from flows.publish.pages.speakers import chunk_of, chunks_for


def test_a_chunk_ends_with_its_entries_or_its_bytes_whichever_comes_first(tmp_path: Path) -> None:
    chunks = Chunks(tmp_path, "speeches", Limits(entries=3, bytes=100))
    places = [chunks.add(as_literal(text)) for text in ("a", "b", "c", "d", "e" * 99, "f")]
    chunks.close()
    assert places == ["00000", "00000", "00000", "00001", "00002", "00003"]
    assert (tmp_path / "speeches" / "00000.js").read_text() == 'rostra.take("speeches/00000",["a","b","c"]);\n'
    assert len(chunks.written) == 4


def test_what_is_too_large_for_a_chunk_stands_in_one_of_its_own(tmp_path: Path) -> None:
    chunks = Chunks(tmp_path, "speeches", Limits(entries=9, bytes=10))
    assert [chunks.add(as_literal("x" * 50)), chunks.add(as_literal("y"))] == ["00000", "00001"]


def test_what_stands_in_a_part_is_in_chunks_of_its_name(tmp_path: Path) -> None:
    chunks = Chunks(tmp_path, "speeches", Limits(entries=2, bytes=100))
    days = ["2026-01", "2026-01", "2026-01", "2026-02", "undated"]
    assert [chunks.add(as_literal("x"), day) for day in days] == ["2026-01", "2026-01", "2026-01_1", "2026-02", "undated"]
    chunks.close()
    assert chunks.written == {"2026-01": 2, "2026-01_1": 1, "2026-02": 1, "undated": 1}
    assert (tmp_path / "speeches" / "2026-01_1.js").read_text() == 'rostra.take("speeches/2026-01_1",["x"]);\n'


def indexed(
    folder: Path, speeches: Iterable[tuple[str, Collection[str]]], at_once: int = 10**6, numbers_in_memory: int = 10**6
) -> list[Section]:
    """Write the search of speeches, each a section and words, so many by one task, and return its sections."""
    sections = []
    for name, some in groupby(speeches, key=itemgetter(0)):
        its = [words for _, words in some]
        runs: list[Path] = []
        for first in range(0, len(its), at_once):
            words = WordRuns(folder / "spill" / f"{name}-{first}", first, numbers_in_memory)
            for one in its[first : first + at_once]:
                words.add(one if isinstance(one, dict) else dict.fromkeys(one, ""))
            runs += words.close()
        sections.append(write_section(name, len(its), runs, folder))
    return sections


def test_words_are_found_as_the_index_has_them(tmp_path: Path) -> None:
    texts = ["Қазақстан and the bridge", "мост ёлка", "the bridges"]
    assert indexed(tmp_path, [(ALL, words_of(text)) for text in texts]) == [Section(ALL, 3, ["and"])]
    content = (tmp_path / "words" / "all.js").read_text(encoding="utf-8")
    assert '"the=02"' in content and '"ёлка=1"' in content and '"қазақстан=0"' in content


def test_what_is_too_much_for_memory_or_for_one_task_gives_the_same_index(tmp_path: Path) -> None:
    speeches = [(f"{2026 - number // 20}", words_of(f"word{number % 7} other{number}")) for number in range(50)]
    written = []
    for folder, *limits in ((tmp_path / "one", 10**6, 10**6), (tmp_path / "two", 10**6, 8), (tmp_path / "three", 3, 8)):
        sections = indexed(folder, speeches, *limits)
        assert [section.name for section in sections] == ["2026", "2025", "2024"]
        written.append([(folder / "words" / f"{section.name}.js").read_bytes() for section in sections])
    assert written[0] == written[1] == written[2]


def test_a_word_with_marks_has_one_for_each_speech_however_it_was_collected(tmp_path: Path) -> None:
    marks = ["1", "0", "7"]
    for folder, at_once, limit in (("one", 3, 10**6), ("two", 3, 1), ("three", 2, 10**6)):
        indexed(tmp_path / folder, [(ALL, {"@anna-bell": mark}) for mark in marks], at_once, limit)
        assert '"@anna-bell=011=107"' in (tmp_path / folder / "words" / "all.js").read_text(encoding="utf-8")


def test_a_new_speech_changes_its_section_of_the_search_alone(tmp_path: Path) -> None:
    old = [("2025", {"bridge", "river"}), ("2024", {"bridge"})]
    before = indexed(tmp_path / "before", [("2026-02", {"tax"}), *old])
    after = indexed(tmp_path / "after", [("2026-02", {"bridge"}), ("2026-02", {"tax"}), *old])
    assert before[1:] == after[1:] == [Section("2025", 1, ["bridge"]), Section("2024", 1, ["bridge"])]
    same = {
        path.name
        for path in (tmp_path / "after" / "words").iterdir()
        if path.read_bytes() == (tmp_path / "before" / "words" / path.name).read_bytes()
    }
    assert same == {"2025.js", "2024.js"}


def test_the_newest_month_is_a_section_and_so_is_the_rest_of_its_year() -> None:
    parts = ["2024", "2025-01-to-06", "2025-07-to-12", "2026-01-to-02", "2026-03-01-to-16", "2026-03-17-to-31", "undated-0", "undated-1"]
    assert list(sections_of(parts).values()) == ["2024", "2025", "2025", "2026", "2026-03", "2026-03", "undated", "undated"]
    assert sections_of([]) == {}
    assert sections_of(["2010-to-2019", "2020"]) == {"2010-to-2019": "2010", "2020": "2020"}


def test_however_many_years_there_are_the_search_has_few_sections() -> None:
    parts = [f"{year}-{half}" for year in range(1995, 2027) for half in ("01-to-06", "07-to-12")]
    sections = sections_of([*parts, "undated"])
    assert sections["1996-01-to-06"] == "1990-to-1999" and sections["2025-07-to-12"] == "2020-to-2029"
    assert set(sections.values()) == {"1990-to-1999", "2000-to-2009", "2010-to-2019", "2020-to-2029", "2026", "2026-07", "undated"}


def test_a_word_of_every_fourth_speech_of_many_tells_nothing_apart(tmp_path: Path) -> None:
    words = [{"the", f"only{number}"} if number % 3 == 0 else {"rare"} if number == 1 else {"else"} for number in range(1_000)]
    indexed(tmp_path, [("2025", some) for some in words])
    content = (tmp_path / "words" / "2025.js").read_text(encoding="utf-8")
    assert '"the=*"' in content and '"rare=1"' in content


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", ["вода", "воды", "водою", "водами"]),
        ("ru", ["Мария", "Марии", "Марию"]),
        ("uk", ["дорога", "дороги", "дорогою"]),
        ("kk", ["су", "судың", "суда", "сулар", "сулардың"]),
        ("en", ["bridge", "bridges", "bridging"]),
    ],
)
def test_forms_of_a_word_share_a_key(language: str, forms: list[str]) -> None:
    assert set.intersection(*(set(keys_of_word(form.lower(), language)) for form in forms))


def test_a_name_shares_a_key_with_itself_in_other_scripts_and_not_with_a_word() -> None:
    names = [("tokayev", "en"), ("токаева", "ru"), ("тоқаевтың", "kk"), ("токаєв", "uk")]
    assert set.intersection(*(set(keys_of_word(*name)) for name in names)) == {"tokaev"}
    assert not set(keys_of_word("токаев", "ru")) & set(keys_of_word("тока", "ru"))


def test_no_word_takes_long() -> None:
    for letter in "аиыы":
        keys_of_word(letter * 40, "ru")
        keys_of_word(letter * 40, "kk")


def test_a_speaker_is_found_in_the_chunk_that_the_id_tells_however_many_others_there_are() -> None:
    ids = [f"speaker-{number}" for number in range(1_000)]
    chunks = chunks_for(len(ids), 16)
    counts = Counter(chunk_of(speaker_id, chunks) for speaker_id in ids)
    assert chunks == 64 and len(counts) == chunks and max(counts.values()) < 3 * 16
    assert chunks_for(1_024, 16) == chunks and chunks_for(1_025, 16) == 2 * chunks
