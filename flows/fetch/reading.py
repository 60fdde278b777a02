"""A text is read within a time: what could take long, or crash its reader, is read by a process of its own, ended when its time is over."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned, Unreadable
from flows.clean.formats.documents import READERS
from flows.clean.formats.kinds import LOOKED_AT, Kind, kind_of_beginning
from flows.clean.formats.sittings import NOBODY
from flows.clean.writing import AS_WRITTEN, Writing
from schemas.words import Reason

HOUSE = Path(__file__).resolve().parents[2]
LARGEST_READ_HERE = 300_000
"""Bytes; what is no larger is read within seconds, whatever it holds (flows/clean/page_size.py)."""
DOCUMENTS = frozenset({*READERS, Kind.ZIP})
"""As a file's first bytes tell them, a DOCX or ODT being a ZIP: libraries of others read them, with bounds of their own, and may crash."""
LENGTH_BYTES = 8
PATIENCE = 10
"""On a busy machine, so many times its seconds of work pass on the clock before a reader is taken for stuck."""
LEAST_PATIENCE_SECONDS = 30.0
SERVE = "from flows.fetch.reading import serve; serve()"


class Asked(NamedTuple):
    """What is to be read, as `flows.clean.cleaning.clean` takes it, and how many seconds of processor time that may take."""

    raw: bytes
    content_type: str | None
    name: str
    seconds: float
    writing: Writing = AS_WRITTEN
    people: Mapping[str, str] = NOBODY


class Reader(NamedTuple):
    """The process that reads, and the one that started it: a forked copy of that has none."""

    process: subprocess.Popen[bytes]
    started_by: int


_turn = threading.Lock()
_readers: list[Reader] = []
"""One at most."""


def cleaned_within(asked: Asked) -> Cleaned | Unreadable:
    """Return what `clean` does; too large, where that takes more seconds; damaged, where the reader crashes.

    May be called from any thread: one large text or document is read at a time.
    """
    if len(asked.raw) <= LARGEST_READ_HERE and kind_of_beginning(asked.raw[:LOOKED_AT]) not in DOCUMENTS:
        return _read(asked)
    with _turn:
        return _read_by(_reader(), asked._replace(people=dict(asked.people)))


def _read(asked: Asked) -> Cleaned | Unreadable:
    return clean(asked.raw, asked.content_type, asked.name, asked.writing, asked.people)


def _reader() -> Reader:
    """Return the reader that waits, or a new one."""
    if _readers and _readers[0].started_by == os.getpid() and _readers[0].process.poll() is None:
        return _readers[0]
    path = os.pathsep.join(filter(None, (str(HOUSE), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(  # noqa: S603  (our own Python, our own words)
        [sys.executable, "-c", SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C ends us, and our end ends it
    )
    _readers[:] = [Reader(process, os.getpid())]
    return _readers[0]


def _read_by(reader: Reader, asked: Asked) -> Cleaned | Unreadable:
    process = reader.process
    stuck = threading.Timer(max(LEAST_PATIENCE_SECONDS, PATIENCE * asked.seconds), process.kill)
    stuck.daemon = True
    stuck.start()
    try:
        _send(process.stdin, asked)
        answer = _receive(process.stdout)
    except OSError:  # it has ended; how is told below
        answer = None
    finally:
        stuck.cancel()
    if isinstance(answer, Exception):
        raise answer
    if isinstance(answer, Cleaned | Unreadable):
        return answer
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    end_reader()
    return _unread(process.returncode, asked.seconds)


def _unread(ended_with: int | None, seconds: float) -> Unreadable:
    """Return why a reader gave no answer: a signal ended it, or a library of others did."""
    if ended_with in (-signal.SIGPROF, -signal.SIGKILL):
        return Unreadable(Reason.TOO_LARGE, f"takes more than {seconds:g} seconds to read, or more memory than there is")
    return Unreadable(Reason.DAMAGED, f"makes the program crash that reads it (it ended with {ended_with}); export it again")


def end_reader() -> None:
    """End the reader, where one waits; the next large text starts another."""
    while _readers:
        reader = _readers.pop()
        if reader.started_by == os.getpid():
            reader.process.kill()
            with contextlib.suppress(OSError), reader.process:  # closes its pipes and waits for its end
                pass


def serve() -> None:
    """Read what is asked for on the standard input, one after another, until there is no more: the reader's whole life."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process at once, even within a library's own code
    while isinstance(asked := _receive(source), Asked):
        signal.setitimer(signal.ITIMER_PROF, asked.seconds)
        answer = _answer(asked)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _send(answers, answer)


def _answer(asked: Asked) -> Cleaned | Unreadable | Exception:
    try:
        return _read(asked)
    except Exception as error:  # raised again where it was asked for
        return error


def _send(stream: IO[bytes] | None, value: object) -> None:
    if stream is None:
        raise BrokenPipeError
    content = pickle.dumps(value)
    stream.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> object:
    """Return the next value; None where the stream ends."""
    if stream is None:
        return None
    length = int.from_bytes(stream.read(LENGTH_BYTES), "big")
    content = stream.read(length)
    return pickle.loads(content) if content and len(content) == length else None  # noqa: S301  (both ends are this file)


atexit.register(end_reader)
