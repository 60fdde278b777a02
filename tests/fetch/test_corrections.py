"""Files of corrections: what a row says, and what is refused with its line and its remedy."""

from datetime import date
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.corrections import by_text, kept_of, read_corrections
from flows.fetch.declarations import read_sources
from flows.fetch.fetching import fetch_source
from flows.label.corrections.said import Said
from schemas.columns import Span
from schemas.words import Mistake
from tests.fetch.test_declarations import RIGHT

HEAD = "speech_id,wrong,words,span,occurrence,speaker_id,right,cue,source,corrected_by,corrected_on,reason"
BY = "Dana Li,2026-01-05,I was there"
SIGNED = ("Dana Li", date(2026, 1, 5), "I was there")


def read(folder: Path, *lines: str, head: str = HEAD, name: str = "corrections.csv") -> list[Said]:
    (folder / "press.toml").write_text(f'{RIGHT}\nfiles = "press"\ncorrections = ["{name}"]\n', encoding="utf-8")
    (folder / name).write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return [one.said for one in read_corrections(folder, read_sources(folder))]


def test_a_row_says_what_is_wrong_and_what_is_right(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f'press.lake,speaker,"It is low, she said",94-120,2,,Jane Alder,,,{BY}',
        f"press.lake,missed,It is low,,,,,said,the mayor,{BY}",
        "",
        f",same-person,,,,j-alder,jane-alder,,,{BY}",
    )
    assert found == [
        Said("press", Mistake.SPEAKER, *SIGNED, "press.lake", "It is low, she said", Span(94, 120), 2, right="Jane Alder"),
        Said("press", Mistake.MISSED, *SIGNED, "press.lake", "It is low", cue="said", source="the mayor"),
        Said("press", Mistake.SAME_PERSON, *SIGNED, speaker_id="j-alder", right="jane-alder"),
    ]


def test_columns_stand_in_any_order_divided_by_commas_or_semicolons(tmp_path: Path) -> None:
    [said] = read(
        tmp_path,
        "form;press.lake;interview;2026-01-05;it is one;Dana Li",
        head="\ufeffwrong;speech_id;right;corrected_on;reason;corrected_by",
    )
    assert (said.wrong, said.right, said.reason) == (Mistake.FORM, "interview", "it is one")


@pytest.mark.parametrize(
    ("cell", "words"), [("'=1+1", "=1+1"), ("'- A dash", "- A dash"), ("''=1", "'=1"), ("'tis", "'tis"), ("'@a", "@a")]
)
def test_the_apostrophe_that_keeps_a_formula_from_running_is_no_part_of_the_words(tmp_path: Path, cell: str, words: str) -> None:
    assert read(tmp_path, f"press.lake,not-a-quotation,{cell},,,,,,,{BY}")[0].words == words


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"press.lake,speker,It,,,,Jane,,,{BY}", "wrong = 'speker': must be one of speaker, kind, date, title, form, not-a-quotation"),
        (f"press.lake,speaker,It,,,,,,,{BY}", "right: is empty; where speaker is wrong it holds a speaker's id, or a full name"),
        (f"press.lake,speaker,,,,,Jane,,,{BY}", "words: are empty, and so is span; give the exact words, as they stand in the text"),
        (f"press.lake,kind,It,,,,spoken,,,{BY}", "right = 'spoken': must be one of direct, mixed, indirect"),
        (f"press.lake,form,,,,,poem,,,{BY}", "right = 'poem': must be one of report, transcript"),
        (f"press.lake,date,,,,,10.02.2026,,,{BY}", "right = '10.02.2026': must be a day such as 2026-02-10; none where it is unknown"),
        (f"press.lake,date,It,,,,2026-02-10,,,{BY}", "words = 'It': must be empty where date is wrong"),
        (f"other.lake,title,,,,,A,,,{BY}", "speech_id = 'other.lake': must begin with press. as the texts of the source do"),
        (f"press.Lake,title,,,,,A,,,{BY}", "speech_id = 'press.Lake': must be the key of one of the source's texts, such as press.opening"),
        (f"press.lake,not-a-quotation,It,9-3,,,,,,{BY}", "span = '9-3': must be two numbers of code points such as 94-120"),
        (f"press.lake,not-a-quotation,It,,0,,,,,{BY}", "occurrence = '0': must be a number from 1"),
        (f",same-person,,,,a,The One,,,{BY}", "right = 'The One': must be the id of the speaker who both are"),
        ("press.lake,title,,,,,A,,,,2026-01-05,why", "corrected_by: is empty; where title is wrong it holds a text"),
        ("press.lake,title,,,,,A,,,Dana,yesterday,why", "corrected_on = 'yesterday': must be a day such as 2026-02-10"),
        (f"press.lake,title,,,,,A,B,,,{BY},C", "has 14 cells, and the first line names 12 columns; quote what holds a comma"),
        (f'press.lake,title,,,,,"A"B,,,{BY}', "is no CSV ("),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_meant_is_refused_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, f'press.lake,title,,,,,"Two\nlines",,,{BY}', line)
    assert f"{tmp_path / 'corrections.csv'}: line 4: {told}" in str(refused.value)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("speech,wrong", "line 1: 'speech': no such column; did you mean 'speech_id'? Allowed columns: speech_id, wrong, words"),
        ("wrong,wrong", "line 1: 'wrong': stands there twice"),
        ("wrong,corrected_by,reason", "line 1: the column corrected_on is missing"),
    ],
)
def test_other_columns_are_refused(tmp_path: Path, head: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, head=head)
    assert told in str(refused.value)


def test_every_row_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, f"press.a,kind,It,,,,x,,,{BY}", f"press.a,title,,,,,A,,,{BY}", f"press.a,form,,,,,x,,,{BY}")
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()] == ["line 2", "line 4"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((f"press.a,title,,,,,A,,,{BY}", f"press.a,title,,,,,A,,,{BY}"), "line 3: says the same as {file}: line 2; leave one of them"),
        ((f"press.a,title,,,,,A,,,{BY}", f"press.a,title,,,,,B,,,{BY}"), "line 3: says otherwise than {file}: line 2; leave one of them"),
        (
            (f",same-person,,,,a,b,,,{BY}", f",same-person,,,,b,a,,,{BY}"),
            "line 3: right: 'a' is 'b' by lines before; one of them must stay",
        ),
    ],
)
def test_corrections_that_contradict_one_another_are_refused(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, *lines)
    assert told.format(file=tmp_path / "corrections.csv") in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "press.toml").write_text(f'{RIGHT}\nfiles = "press"\ncorrections = ["none.csv"]\n', encoding="utf-8")
    with pytest.raises(Refused, match=r"press.toml: corrections = \['none.csv'\]: .*none.csv cannot be read \(No such file"):
        read_corrections(tmp_path, read_sources(tmp_path))
    (tmp_path / "none.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match=r"none.csv: is not UTF-8 \(byte 0\); save it as UTF-8"):
        read_corrections(tmp_path, read_sources(tmp_path))
    (tmp_path / "press.toml").write_text(f'{RIGHT}\nfiles = "press"\ncorrections = ["../none.csv"]\n', encoding="utf-8")
    with pytest.raises(Refused, match="must stay within the folder of this file"):
        read_sources(tmp_path)


def test_corrections_among_the_files_are_no_texts(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "lake.txt").write_text("The lake is low, the mayor said.")
    read(tmp_path, name="press/corrections.csv")
    fetched = fetch_source(read_sources(tmp_path)[0], tmp_path, tmp_path / "store")
    assert [text.origin for text in fetched.texts] == ["lake.txt"]


def test_the_key_of_a_correction_is_a_function_of_what_it_says(tmp_path: Path) -> None:
    first, other = read(tmp_path, f"press.a,title,,,,,A,,,{BY}", f"press.b,title,,,,,A,,,{BY}")
    assert first.correction_id == "press.c1c3121f28d48" != other.correction_id
    assert first._replace(reason="else", corrected_by="Tom").correction_id == first.correction_id


def test_a_text_is_read_with_its_own_corrections_and_those_of_its_source(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        f"press.a,title,,,,,A,,,{BY}",
        f",other-person,,,,tom-oakes,Tom Oakes Jr.,,,{BY}",
        f",same-person,,,,j-alder,jane-alder,,,{BY}",
    )
    assert by_text(rows, ["press.a", "press.b", "other.a"]) == {"press.a": (rows[0], rows[1]), "press.b": (rows[1],)}
    assert by_text(rows[2:], ["press.a"]) == {}


def test_persons_who_are_one_lead_to_the_one_who_stays() -> None:
    assert kept_of("a", {"a": "b", "b": "c", "c": "d"}) == "d"
