"""The reader's data: chunks that fill, words that are found."""

from collections import Counter
from pathlib import Path

import pytest

from flows.publish.pages.keys import keys_of_word
from flows.publish.pages.scripts import Chunks, Limits, as_literal
from flows.publish.pages.search import WordIndex, words_of
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


def test_words_are_found_as_the_index_has_them(tmp_path: Path) -> None:
    index = WordIndex(tmp_path / "spill")
    for number, text in enumerate(["Қазақстан and the bridge", "мост ёлка", "the bridges"]):
        index.add(number, words_of(text))
    written = index.write(tmp_path / "pages", 3)
    assert written.firsts == ["and"]
    content = written.files[0].read_text(encoding="utf-8")
    assert '["the","0 2"]' in content and '["ёлка","1"]' in content and '["қазақстан","0"]' in content


def test_what_is_too_much_for_memory_gives_the_same_index(tmp_path: Path) -> None:
    texts = [f"word{number % 7} other{number}" for number in range(50)]
    written = []
    for folder, limit in ((tmp_path / "one", 10**6), (tmp_path / "two", 8)):
        (folder / "spill").mkdir(parents=True)
        index = WordIndex(folder / "spill", limit)
        for number, text in enumerate(texts):
            index.add(number, words_of(text))
        written.append(index.write(folder, 50).files[0].read_bytes())
    assert written[0] == written[1]
    assert list((tmp_path / "two" / "spill").iterdir())


def test_a_word_of_every_fourth_speech_of_many_tells_nothing_apart(tmp_path: Path) -> None:
    index = WordIndex(tmp_path)
    for number in range(1_000):
        index.add(number, ["the", f"only{number}"] if number % 3 == 0 else ["rare"] if number == 1 else ["else"])
    content = index.write(tmp_path / "pages", 1_000).files[0].read_text(encoding="utf-8")
    assert '["the","*"]' in content and '["rare","1"]' in content


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
