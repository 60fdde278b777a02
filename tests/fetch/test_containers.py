"""Files that hold many texts: archives, web archives and tables, each of their texts with a key and a place of its own."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import Refused
from flows.fetch.beside import people_beside
from flows.fetch.containers.member import Bounds
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, Fetched
from flows.fetch.files import fetch_files
from flows.fetch.snapshots import read_snapshot
from schemas.words import Reason
from tests.clean.formats.made import a_zip
from tests.fetch.test_files import a_folder_source

COLUMNS = {"id": "nr", "text": "speech", "spoken_on": "day"}
ROWS = [{"nr": "7", "day": "2031-05-04", "speech": "The road is open."}, {"nr": "8", "day": "2031-05-05", "speech": "Дорога открыта."}]


def fetch(
    folder: Path, columns: Mapping[str, str] | None = None, bounds: Bounds = LIMITS.container, text_bytes: int = 1_000
) -> list[Fetched]:
    source = a_folder_source("press").model_dump() | {"columns": columns or {}}
    declaration = SourceDeclaration.model_validate(source)
    limits = LIMITS._replace(container=bounds, text_bytes=text_bytes)
    return fetch_files(declaration, folder / "sources", folder / "store", limits)


def put(folder: Path, name: str, raw: bytes) -> None:
    path = folder / "sources/press" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def raw_of(folder: Path, text: Fetched) -> bytes:
    return read_snapshot(folder / "store", str(text.sha256))


def reasons(found: Sequence[Fetched]) -> dict[str, Reason | None]:
    return {text.origin: text.reason for text in found}


def test_each_file_of_an_archive_is_a_text_by_its_archive_and_path(tmp_path: Path) -> None:
    put(
        tmp_path,
        "2031.zip",
        a_zip({"may/": b"", "may/road.txt": "The road.", "__MACOSX/may/._road.txt": b"x", "bridge.txt": "The bridge."}),
    )
    found = fetch(tmp_path)
    assert [(text.origin, text.part_of, text.member) for text in found] == [
        ("2031.zip/bridge.txt", "2031.zip", "bridge.txt"),
        ("2031.zip/may/road.txt", "2031.zip", "may/road.txt"),
    ]
    assert [raw_of(tmp_path, text) for text in found] == [b"The bridge.", b"The road."]
    assert all(text.speech_id.startswith("press.2031-zip--") for text in found)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_read_packed_or_not(tmp_path: Path, mode: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("road.txt")
        info.size = 9
        archive.addfile(info, io.BytesIO(b"The road."))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    put(tmp_path, "2031.tar", out.getvalue())
    other, road = fetch(tmp_path)
    assert raw_of(tmp_path, road) == b"The road."
    assert (other.reason, other.sha256) == (Reason.NOT_FETCHED, None)


@pytest.mark.parametrize("packing", [gzip, bz2, lzma], ids=["gz", "bz2", "xz"])
def test_one_packed_file_is_its_text(tmp_path: Path, packing: Any) -> None:
    name = {gzip: "road.txt.gz", bz2: "road.txt.bz2", lzma: "road.txt.xz"}[packing]
    put(tmp_path, name, packing.compress(b"The ") + packing.compress(b"road."))
    [text] = fetch(tmp_path)
    assert (text.origin, raw_of(tmp_path, text)) == (f"{name}/road.txt", b"The road.")


@pytest.mark.parametrize("name", ["../road.txt", "/etc/road.txt", "a/../../road.txt", "C:\\road.txt"])
def test_a_member_whose_path_climbs_out_is_set_aside(tmp_path: Path, name: str) -> None:
    put(tmp_path, "2031.zip", a_zip({name: "The road.", "bridge.txt": "The bridge."}))
    assert sorted(str(text.reason) for text in fetch(tmp_path)) == ["None", "unsafe"]


def test_a_member_larger_than_a_text_is_set_aside_and_the_rest_read(tmp_path: Path) -> None:
    put(tmp_path, "2031.zip", a_zip({"long.txt": "x" * 1_001, "road.txt": "The road."}))
    assert reasons(fetch(tmp_path)) == {"2031.zip/long.txt": Reason.TOO_LARGE, "2031.zip/road.txt": None}


def test_a_zip_bomb_is_not_unpacked_beyond_what_a_container_may_hold(tmp_path: Path) -> None:
    put(tmp_path, "bomb.zip", a_zip({f"{number:03}.txt": "0" * 100_000 for number in range(100)}))
    found = fetch(tmp_path, bounds=Bounds(ratio=10, free_bytes=300_000), text_bytes=200_000)
    assert reasons(found)["bomb.zip"] is Reason.UNSAFE
    assert len(found) < 6


def test_an_archive_of_too_many_members_is_cut_short(tmp_path: Path) -> None:
    put(tmp_path, "many.zip", a_zip({f"{number}.txt": "The road." for number in range(9)}))
    assert reasons(fetch(tmp_path, bounds=Bounds(members=5)))["many.zip"] is Reason.UNSAFE


@pytest.mark.parametrize("name", ["broken.zip", "broken.tar.gz", "broken.txt.gz", "broken.tar.bz2", "broken.txt.xz"])
def test_a_damaged_archive_says_so(tmp_path: Path, name: str) -> None:
    pack = {"zip": lambda words: a_zip({"road.txt": words}), "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    put(tmp_path, name, pack[name.rpartition(".")[2]](b"The road." * 100)[:-20])
    assert Reason.DAMAGED in reasons(fetch(tmp_path)).values()


def test_an_archive_that_asks_for_gigabytes_of_memory_is_not_unpacked(tmp_path: Path) -> None:
    raw = bytearray(lzma.compress(b"The road."))
    raw[16] = 40  # the largest dictionary that xz knows, of 4 GB
    end = 12 + raw[12] * 4
    raw[end : end + 4] = zlib.crc32(raw[12:end]).to_bytes(4, "little")
    put(tmp_path, "road.txt.xz", bytes(raw))
    [found] = fetch(tmp_path)
    assert (found.reason, "Memory" in (found.detail or "")) == (Reason.DAMAGED, True)


def test_a_member_with_a_password_says_so(tmp_path: Path) -> None:
    raw = bytearray(a_zip({"road.txt": "The road."}, zipfile.ZIP_STORED))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    put(tmp_path, "locked.zip", bytes(raw))
    assert reasons(fetch(tmp_path)) == {"locked.zip/road.txt": Reason.ENCRYPTED}


def a_table(kind: str, rows: Sequence[Mapping[str, str | None]]) -> bytes:
    out = io.StringIO()
    if kind in ("csv", "tsv"):
        writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if kind == "tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()
    if kind == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), sink)
    return sink.getvalue()


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet"])
def test_each_row_of_a_table_is_a_text_by_its_id(tmp_path: Path, kind: str) -> None:
    put(tmp_path, f"2031.{kind}", a_table(kind, ROWS))
    found = fetch(tmp_path, COLUMNS)
    assert [(text.speech_id, text.member, text.said) for text in found] == [
        ("press.7", "7", (("spoken_on", "2031-05-04"),)),
        ("press.8", "8", (("spoken_on", "2031-05-05"),)),
    ]
    assert [raw_of(tmp_path, text).decode() for text in found] == [row["speech"] for row in ROWS]
    assert {text.part_of for text in found} == {f"2031.{kind}"}


def test_a_row_keeps_its_key_wherever_it_stands_in_the_table(tmp_path: Path) -> None:
    columns = {"text": "speech"}
    put(tmp_path, "2031.csv", a_table("csv", ROWS))
    before = {text.speech_id for text in fetch(tmp_path, columns)}
    put(tmp_path, "2031.csv", a_table("csv", [{"nr": "1", "day": "", "speech": "A new one."}, *reversed(ROWS)]))
    assert before < {text.speech_id for text in fetch(tmp_path, columns)}


def test_a_row_with_an_address_has_the_key_of_its_page(tmp_path: Path) -> None:
    put(tmp_path, "2031.csv", a_table("csv", [{"address": "https://press.example/en/road/?utm_source=x", "speech": "The road."}]))
    [text] = fetch(tmp_path, {"url": "address", "text": "speech"})
    assert (text.speech_id, text.url) == ("press.en--road", "https://press.example/en/road")


def test_a_key_that_stands_twice_is_named_and_the_first_stands(tmp_path: Path) -> None:
    put(tmp_path, "2031.csv", a_table("csv", [*ROWS, {"nr": "7", "day": "", "speech": "Another."}]))
    found = fetch(tmp_path, COLUMNS)
    assert [(text.speech_id, text.reason) for text in found if text.reason is None] == [("press.7", None), ("press.8", None)]
    [again] = [text for text in found if text.reason]
    assert again.reason is Reason.REPEATED_KEY
    assert "press.7" in str(again.detail)


def test_rows_without_a_text_are_named(tmp_path: Path) -> None:
    put(tmp_path, "2031.jsonl", a_table("jsonl", [{"nr": "9", "day": None, "speech": None}]) + b"not json\n")
    assert reasons(fetch(tmp_path, COLUMNS)) == {"2031.jsonl#9": Reason.EMPTY, "2031.jsonl#line 2": Reason.DAMAGED}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_declared_column_that_is_not_there_is_refused(tmp_path: Path, kind: str) -> None:
    put(tmp_path, f"2031.{kind}", a_table(kind, ROWS))
    with pytest.raises(Refused, match=r"text = 'words': there is no such column; the file has 'nr', 'day', 'speech'"):
        fetch(tmp_path, {"text": "words"})


def test_a_table_in_an_old_encoding_packed_and_with_semicolons_is_read(tmp_path: Path) -> None:
    text = "nr;day;speech\n1;2031-05-04;Министр открыл мост в полдень, и дорога свободна.\n"
    put(tmp_path, "2031.csv.gz", gzip.compress(text.encode("cp1251")))
    [row] = fetch(tmp_path, COLUMNS)
    assert raw_of(tmp_path, row).decode() == "Министр открыл мост в полдень, и дорога свободна."


def test_a_broken_parquet_says_so(tmp_path: Path) -> None:
    put(tmp_path, "2031.parquet", a_table("parquet", ROWS)[:-30])
    assert Reason.DAMAGED in reasons(fetch(tmp_path, COLUMNS)).values()


def a_capture(address: str, moment: str, body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {moment}\r\n"
    head += f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(body):012}>\r\nContent-Type: application/http; msgtype=response\r\n"
    return gzip.compress(f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n")


CAPTURES = [
    a_capture("https://press.example/road", "2031-05-04T10:00:00Z", b"<p>Old."),
    a_capture("https://press.example/road", "2031-06-04T10:00:00Z", b"<p>The road."),
    a_capture("https://press.example/road", "2031-05-20T10:00:00Z", b"<p>Older."),
    a_capture("https://press.example/logo.png", "2031-05-04T10:00:00Z", b"\x89PNG", "image/png"),
    a_capture("https://press.example/gone", "2031-05-04T10:00:00Z", b"<p>No.", status="404 Not Found"),
]


def a_wacz() -> bytes:
    return a_zip({"datapackage.json": "{}", "archive/one.warc.gz": b"".join(CAPTURES)})


@pytest.mark.parametrize(("name", "raw"), [("2031.warc.gz", b"".join(CAPTURES)), ("2031.wacz", a_wacz())])
def test_of_a_web_archive_the_latest_capture_of_each_page_stands(tmp_path: Path, name: str, raw: bytes) -> None:
    put(tmp_path, name, raw)
    [text] = fetch(tmp_path)
    assert (text.speech_id, text.origin, text.url) == ("press.road", "https://press.example/road", "https://press.example/road")
    assert (str(text.retrieved_at), text.content_type, text.part_of) == ("2031-06-04 10:00:00+00:00", "text/html; charset=utf-8", name)
    assert raw_of(tmp_path, text) == b"<p>The road."


def test_a_broken_web_archive_says_so(tmp_path: Path) -> None:
    put(tmp_path, "2031.warc", b"WARC/1.0\r\nbroken")
    found = fetch(tmp_path)
    assert all(text.reason is Reason.DAMAGED for text in found)


def test_sittings_are_read_with_the_lists_of_persons_beside_them(tmp_path: Path) -> None:
    space = 'xmlns="http://www.tei-c.org/ns/1.0"'
    person = '<person xml:id="Hill"><persName><forename>Ann</forename><surname>Hill</surname></persName></person>'
    put(tmp_path, "listPerson.xml", f"<listPerson {space}>{person}</listPerson>".encode())
    put(tmp_path, "sitting.xml", f'<TEI {space}><text><body><u who="#Hill"><seg>It is late.</seg></u></body></text></TEI>'.encode())
    put(tmp_path, "speech.txt", b"The road is open.")
    persons, sitting, speech = fetch(tmp_path)
    assert people_beside(tmp_path / "store", sitting.beside) == {"Hill": "Ann Hill"}
    assert (sitting.beside, speech.beside) == ((persons.sha256,), ())


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_table_within_an_archive_is_read_row_by_row(tmp_path: Path, suffix: str) -> None:
    put(tmp_path, "2031.zip", a_zip({f"may/press.{suffix}": a_table(suffix, ROWS), "road.txt": "The old road."}))
    found = fetch(tmp_path, COLUMNS)
    assert [(text.origin, text.member, text.name) for text in found] == [
        (f"2031.zip#may/press.{suffix}#7", f"may/press.{suffix}#7", ""),
        (f"2031.zip#may/press.{suffix}#8", f"may/press.{suffix}#8", ""),
        ("2031.zip/road.txt", "road.txt", "2031.zip/road.txt"),
    ]
    assert [text.speech_id for text in found[:2]] == ["press.7", "press.8"]
    assert found[0].said == (("spoken_on", "2031-05-04"),)
    assert raw_of(tmp_path, found[1]) == "Дорога открыта.".encode()


def test_a_packed_table_is_read_row_by_row(tmp_path: Path) -> None:
    put(tmp_path, "press.csv.xz", lzma.compress(a_table("csv", ROWS)))
    assert [text.speech_id for text in fetch(tmp_path, COLUMNS)] == ["press.7", "press.8"]


def test_a_table_within_an_archive_that_lacks_the_columns_is_set_aside_alone(tmp_path: Path) -> None:
    put(tmp_path, "2031.zip", a_zip({"about.csv": "word,meaning\na,b\n", "press.csv": a_table("csv", ROWS)}))
    aside, *rows = sorted(fetch(tmp_path, COLUMNS), key=lambda text: text.reason is None)
    assert aside.origin == "2031.zip/about.csv" and aside.reason is Reason.UNREAD_MARKUP
    assert aside.detail == "columns: id = 'nr', text = 'speech', spoken_on = 'day': there is no such column; the file has 'word', 'meaning'"
    assert len(rows) == 2


def test_a_table_within_an_archive_is_not_unpacked_beyond_what_a_container_may_hold(tmp_path: Path) -> None:
    put(tmp_path, "bomb.zip", a_zip({"press.csv": "nr,day,speech\n" + "1,2031-05-04," + "0" * 3_000_000}))
    assert [text.reason for text in fetch(tmp_path, COLUMNS, bounds=Bounds(ratio=10, free_bytes=300_000))] == [Reason.UNSAFE]
