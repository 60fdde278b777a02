"""A text is read within its time, and no process is left behind."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Unreadable
from flows.fetch import reading
from flows.fetch.reading import LARGEST_READ_HERE, Asked, cleaned_within, end_reader
from schemas.words import Reason
from tests.a_build import report, tables, write_texts
from tests.clean.formats.made import a_docx, a_pdf, column

pytestmark = pytest.mark.slow  # each reader is a process that imports what reads pages

PARAGRAPH = "The minister opened the bridge over the river today, and forty thousand cars will cross it. "
LARGE = (PARAGRAPH * 4_000).encode()
SLOW = b"a\n\n" * 2_000_000
TOO_LONG = "takes more than 0.05 seconds to read, or more memory than there is"
ONE_LARGE_TEXT = f"""
from flows.fetch import reading
found = reading.cleaned_within(reading.Asked({PARAGRAPH!r}.encode() * 4_000, None, "speech.txt", 20))
print(len(found.text), reading._readers[0].process.pid, flush=True)
"""


@pytest.fixture(autouse=True)
def no_reader_left() -> Iterator[None]:
    yield
    end_reader()


def a_reader_that(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another reader stand in, in which `does` is done where a text would be cleaned."""
    stand_in = f"import os; from flows.fetch import reading; reading.clean = lambda *text: {does}; reading.serve()"
    monkeypatch.setattr(reading, "SERVE", stand_in)


def reader_pid() -> int:
    [reader] = reading._readers
    return reader.process.pid


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_small_text_is_read_here() -> None:
    before = list(reading._readers)
    assert cleaned_within(Asked(PARAGRAPH.encode(), None, "speech.txt", 0.000001)) == clean(PARAGRAPH.encode(), None, "speech.txt")
    assert reading._readers == before


def test_a_large_text_is_read_elsewhere_and_comes_back_the_same() -> None:
    assert len(LARGE) > LARGEST_READ_HERE
    page = b"<!doctype html><title>Bridges</title><article><h1>Bridges</h1><p>" + LARGE + b"</article>"
    assert cleaned_within(Asked(LARGE, "text/plain", "https://example.org/1", 20)) == clean(LARGE, "text/plain", "https://example.org/1")
    first = reader_pid()
    assert cleaned_within(Asked(page, "text/html", "https://example.org/2", 20)) == clean(page, "text/html", "https://example.org/2")
    assert reader_pid() == first


def test_a_text_that_takes_too_long_is_too_large_and_the_next_one_is_read() -> None:
    cleaned_within(Asked(LARGE, None, "speech.txt", 20))
    first = reader_pid()
    assert cleaned_within(Asked(SLOW, None, "speech.txt", 0.05)) == Unreadable(Reason.TOO_LARGE, TOO_LONG)
    assert not is_alive(first)
    assert cleaned_within(Asked(LARGE, None, "speech.txt", 20)) == clean(LARGE, None, "speech.txt")


def test_a_document_is_read_elsewhere_however_small() -> None:
    document = a_pdf([column([PARAGRAPH[:60], PARAGRAPH[60:]])])
    assert cleaned_within(Asked(document, None, "speech.pdf", 20)) == clean(document, None, "speech.pdf")
    assert reading._readers


@pytest.mark.parametrize("document", [a_pdf([]), b"{\\rtf1 The road is open.}", a_docx("<w:p/>")], ids=["pdf", "rtf", "docx"])
def test_a_document_at_which_its_reader_crashes_is_damaged_and_the_next_one_is_read(
    document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        a_reader_that("os.kill(os.getpid(), 11)", patched)
        damaged = Unreadable(Reason.DAMAGED, "makes the program crash that reads it (it ended with -11); export it again")
        assert cleaned_within(Asked(document, None, "speech", 20)) == damaged
    assert cleaned_within(Asked(LARGE, None, "speech.txt", 20)) == clean(LARGE, None, "speech.txt")


def test_a_document_at_which_its_reader_hangs_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    a_reader_that("any(iter(int, 1))", monkeypatch)
    found = cleaned_within(Asked(a_pdf([]), None, "speech.pdf", 0.05))
    assert found == Unreadable(Reason.TOO_LARGE, TOO_LONG)


def test_a_document_at_which_its_reader_crashes_ends_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_reader_that("os.kill(os.getpid(), 11)", monkeypatch)
    sources = write_texts(tmp_path / "sources", {"opening": report("Anna Petrova", "bridge", 10)})
    (sources / "texts" / "scan.pdf").write_bytes(a_pdf([]))
    tables(sources, tmp_path / "store", tmp_path / "data")
    set_aside = pq.read_table(tmp_path / "data" / "set_aside.parquet").to_pylist()
    assert [(row["origin"], row["reason"]) for row in set_aside] == [("scan.pdf", "damaged")]
    assert pq.read_metadata(tmp_path / "data" / "speeches.parquet").num_rows == 1


def test_threads_take_turns() -> None:
    found = []
    threads = [threading.Thread(target=lambda: found.append(cleaned_within(Asked(LARGE, None, "speech.txt", 20)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [clean(LARGE, None, "speech.txt")] * 4


def test_a_reader_that_was_killed_is_replaced() -> None:
    cleaned_within(Asked(LARGE, None, "speech.txt", 20))
    os.kill(reader_pid(), 9)
    time.sleep(0.1)
    assert cleaned_within(Asked(LARGE, None, "speech.txt", 20)) == clean(LARGE, None, "speech.txt")


def test_a_process_ends_at_once_and_its_reader_with_it() -> None:
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", ONE_LARGE_TEXT], capture_output=True, text=True, check=True, timeout=60)
    characters, pid = map(int, done.stdout.split())
    assert (characters, done.stderr) == (len(PARAGRAPH) * 4_000 - 1, "")
    assert not is_alive(pid)
    assert time.monotonic() - began < 30


def test_a_killed_process_leaves_no_reader() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ONE_LARGE_TEXT + "import time; time.sleep(60)"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        pid = int(process.stdout.readline().split()[1])
        process.kill()
    for _ in range(50):
        if not is_alive(pid):
            return
        time.sleep(0.1)
    pytest.fail(f"the reader {pid} outlives the process that started it")
