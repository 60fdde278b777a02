"""What a table beside the files, the files' names and addresses say of texts, and what of it is said in vain."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration, read_sources
from flows.fetch.fetched import Fetched
from flows.fetch.fetching import fetch_source
from flows.fetch.metadata import described, told_after, told_before
from flows.label.speakers.gazetteer import Gazetteer
from flows.label.speech import Labelled
from flows.shards import ShardInput, read_text
from schemas.words import Form, Language, TakenFrom
from tests.fetch.test_declarations import RIGHT

SPEECH = "The bridge was built in a year, the minister said. It is open to all from today on."


def a_source(folder: Path, lines: str) -> SourceDeclaration:
    (folder / "press.toml").write_text(f'{RIGHT}\nfiles = "press"\n{lines}\n', encoding="utf-8")
    return read_sources(folder)[0]


def a_file(origin: str = "2031/opening.txt") -> Fetched:
    return Fetched("press", origin, "press.opening")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", b"file,spoken_on,speaker\nopening.txt,2031-05-04,Lara Holm\n"),
        ("t.csv", b"\xef\xbb\xbffile,spoken_on,speaker\r\n2031/opening.txt,04.05.2031,Lara Holm\r\n"),
        ("t.tsv", b"file\tspoken_on\tspeaker\nopening.txt\t4 May 2031\tLara Holm\n"),
        ("t.jsonl", b'{"file": "opening.txt", "spoken_on": "2031-05-04", "speaker": "Lara Holm", "place": null}\n\n'),
    ],
)
def test_a_table_says_what_texts_hold(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    found = described(a_source(tmp_path, f'metadata = "{name}"'), tmp_path, [a_file(), a_file("other.txt")])
    assert found.troubles == ()
    assert [(text.stated.spoken_on, text.stated.speaker) for text in found.texts] == [(date(2031, 5, 4), "Lara Holm"), (None, None)]


def test_a_parquet_table_is_read_too(tmp_path: Path) -> None:
    rows = [
        {
            "address": "https://press.example.org/news/1/?utm_source=x",
            "published_at": datetime(2031, 5, 4, 9, tzinfo=UTC),
            "form": "interview",
        }
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "t.parquet")
    page = Fetched("press", "https://press.example.org/news/1", "press.1", url="https://press.example.org/news/1")
    found = described(a_source(tmp_path, 'metadata = "t.parquet"'), tmp_path, [page])
    assert (found.troubles, found.texts[0].stated.form) == ((), Form.INTERVIEW)
    assert found.texts[0].stated.published_at == datetime(2031, 5, 4, 9, tzinfo=UTC)


def test_what_a_table_says_in_vain_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "file,spoken_on,colour,language\nopening.txt,05/04/2031,red,Greek\nopening.txt,2031-05-04,,\nclosing.txt,2031-05-05,,\n,2031-05-06,,\n"
    )
    found = described(a_source(tmp_path, 'metadata = "t.csv"'), tmp_path, [a_file()])
    colour, without, twice, wrong = (sentence.removeprefix("press.toml: metadata = 't.csv': ") for sentence in found.troubles)
    assert colour.startswith("unknown columns: colour; known ones are file, address, title, spoken_on,")
    assert without == "2 rows without a text: closing.txt, row 4"
    assert twice == "1 further rows of a text, which are not read: 2031/opening.txt"
    assert wrong.startswith("2 values that are not read: 2031/opening.txt: spoken_on = '05/04/2031' is not a day such as 2026-02-10;")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", None, "cannot be read (No such file or directory); put the table there"),
        ("t.txt", "", "is no table that can be read; name one that ends in .csv, .tsv"),
        ("t.jsonl", "[1]\n", "is no such table: line 1 is no JSON object; write one a line"),
        ("t.parquet", "none", "is no such table: t.parquet cannot be read as Parquet ("),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path, name: str, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(Refused) as refused:
        described(a_source(tmp_path, f'metadata = "{name}"'), tmp_path, [a_file()])
    assert told in str(refused.value)


def test_the_table_among_the_files_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "opening.txt").write_text(SPEECH)
    (tmp_path / "press" / "t.csv").write_text("file,title\nopening.txt,On bridges\nclosing.txt,On roads\n")
    fetched = fetch_source(a_source(tmp_path, 'metadata = "press/t.csv"'), tmp_path, tmp_path / "store")
    assert [(text.origin, text.stated.title) for text in fetched.texts] == [("opening.txt", "On bridges")]
    assert fetched.trouble == "press.toml: metadata = 'press/t.csv': 1 rows without a text: closing.txt"


def test_a_file_name_says_what_its_pattern_names(tmp_path: Path) -> None:
    source = a_source(tmp_path, "file_names = '(?P<spoken_on>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<speaker>[A-Za-z_]+)'")
    told = told_after(a_file("2031/2031-05-04-Lara_Holm-17.txt"), source)
    assert (told.stated.spoken_on, told.stated.speaker) == (date(2031, 5, 4), "Lara Holm")
    assert (told.origins.spoken_on, told.origins.title) == (TakenFrom.FILE_NAME, None)
    assert told_after(a_file(), source).stated.spoken_on is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://press.example.org/2031/05/04/opening", date(2031, 5, 4)),
        ("https://press.example.org/news/2031-05-04-opening", date(2031, 5, 4)),
        ("https://press.example.org/news/20310504", date(2031, 5, 4)),
        ("https://press.example.org/2031/05/opening", None),
        ("https://press.example.org/2031/13/04/opening", None),
        ("https://press.example.org/news/203105041", None),
    ],
)
def test_an_address_says_the_day_that_it_holds(tmp_path: Path, address: str, day: date | None) -> None:
    told = told_after(Fetched("press", address, "press.1", url=address), a_source(tmp_path, ""))
    assert (told.stated.spoken_on, told.origins.spoken_on) == (day, TakenFrom.ADDRESS if day else None)


def read(folder: Path, lines: str, text: str, name: str = "opening.txt") -> Any:
    (folder / "press").mkdir()
    (folder / "press" / name).write_text(text, encoding="utf-8")
    source = a_source(folder, lines)
    fetched = fetch_source(source, folder, folder / "store")
    found = read_text(folder / "store", ShardInput(fetched.texts[0], source), Gazetteer())
    assert isinstance(found, Labelled), found
    return found.speech


def test_the_first_place_that_says_something_is_believed(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"file": "2031-05-06.txt", "title": "On bridges", "language": "en"}))
    lines = """metadata = "t.jsonl"\nplace = "Almaty"\nfile_names = '(?P<spoken_on>[0-9-]{10})'"""
    speech = read(tmp_path, lines, f"Bridge opens\n\nGeneva, 4 May 2031\n\n{SPEECH}", "2031-05-06.txt")
    assert (speech.title, speech.title_from) == ("On bridges", TakenFrom.TABLE)
    assert (speech.spoken_on, speech.spoken_on_from) == (date(2031, 5, 4), TakenFrom.HEAD)
    assert (speech.place, speech.place_from) == ("Almaty", TakenFrom.DECLARED)
    assert (speech.language, speech.language_from) == (Language.ENGLISH, TakenFrom.TABLE)
    assert (speech.form_from, speech.event, speech.event_from) == (TakenFrom.TEXT, None, None)


def test_the_day_is_that_of_the_zone_in_which_a_source_writes(tmp_path: Path) -> None:
    speech = read(tmp_path, 'timezone = "Asia/Almaty"', f"2031-05-03T21:30:00Z\n\n{SPEECH}")
    assert speech.spoken_on == date(2031, 5, 4)
    assert (speech.published_at, speech.published_offset) == (datetime(2031, 5, 3, 21, 30, tzinfo=UTC), "+00:00")


def test_an_hour_without_an_offset_is_read_in_the_zone(tmp_path: Path) -> None:
    speech = read(tmp_path, 'timezone = "Asia/Almaty"', f"4 May 2031, 14:30\n\n{SPEECH}")
    assert (speech.published_at, speech.published_offset) == (datetime(2031, 5, 4, 9, 30, tzinfo=UTC), "+05:00")


@pytest.mark.parametrize(("lines", "day"), [("day_first = true", date(2031, 5, 4)), ("day_first = false", date(2031, 4, 5)), ("", None)])
def test_the_source_says_which_number_is_the_day(tmp_path: Path, lines: str, day: date | None) -> None:
    assert read(tmp_path, lines, f"04/05/2031\n{SPEECH}").spoken_on == day


def test_what_is_declared_is_believed_before_the_table(tmp_path: Path) -> None:
    source = a_source(tmp_path, 'event = "The assembly"')
    table = a_file()._replace(stated=a_file().stated._replace(event="A feast", place="Almaty"))
    told = told_before(table, source)
    assert (told.stated.event, told.origins.event, told.origins.place) == ("The assembly", TakenFrom.DECLARED, TakenFrom.TABLE)


def test_a_row_that_holds_its_text_says_what_its_other_columns_hold(tmp_path: Path) -> None:
    source = a_source(tmp_path, "")
    row = a_file("t.csv#1")._replace(said=(("spoken_on", "4 May 2031"), ("speaker", "Lara Holm"), ("form", "song")))
    told = told_before(row, source)
    assert (told.stated.spoken_on, told.origins.spoken_on) == (date(2031, 5, 4), TakenFrom.TABLE)
    assert described(source, tmp_path, [row]).troubles == (
        f"press.toml: columns: 1 values that are not read: t.csv#1: form = 'song' is not {', '.join(Form)}",
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('timezone = "Almaty"', "timezone = 'Almaty': must be the name of a time zone in quotes"),
        ('day_first = "yes"', "day_first = 'yes': must be true or false"),
        ("file_names = '(?P<day>.*)'", "no group is named day; known names are title, spoken_on"),
        ("file_names = '(?=x)'", "file_names = '(?=x)': must be a regular expression in quotes"),
        ("file_names = 'x'", "a regular expression with a group such as"),
        ('metadata = "../t.csv"', "must stay within the folder of this file"),
    ],
)
def test_a_wrong_key_is_told(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        a_source(tmp_path, line)
    assert told in str(refused.value)
