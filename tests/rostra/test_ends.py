"""A command that fails says why, and nothing else: not even where a thread still holds the error and what it met on its way."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]

# As Prefect does, a thread holds the error to the end; it came through a query's frames, one of them closed over the connection.
FAILING = """
import threading
import duckdb
from rostra import cli
from rostra.errors import NotAsAsked, Refused

def fail():
    with duckdb.connect() as connection:
        [ask(connection, question) for question in ("SELECT 1", "SELECT 2", None) if connection]

def ask(connection, question):
    if question is None:
        raise {error}
    return connection.sql(question).fetchall()

def app():
    try:
        fail()
    except BaseException as error:
        threading.Thread(target=lambda held: threading.Event().wait(), args=(error,), daemon=True).start()
        {raising}

cli.app = app
cli.making.is_here = lambda: False
cli.main()
"""


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script, *arguments], cwd=HOUSE, capture_output=True, text=True, check=False, timeout=60)


RAISING = ["raise", "raise Refused('told as this') from error", "raise ExceptionGroup('several', [error]) from None"]


@pytest.mark.parametrize("raising", RAISING)
@pytest.mark.parametrize("error", ["Refused('told as this')", "NotAsAsked('told as this')", "ValueError('told as this')", "SystemExit(3)"])
def test_a_failure_leaves_nothing_to_complain_of(error: str, raising: str) -> None:
    found = run(FAILING.format(error=error, raising=raising if "SystemExit" not in error else "raise"))
    assert found.returncode in (1, 2, 3)
    assert "nanobind" not in found.stderr and "leaked" not in found.stderr
    if raising == "raise" and error.startswith(("Refused", "NotAsAsked")):
        assert found.stderr == "rostra: told as this\n"


def test_an_error_of_ours_is_still_told_with_the_place_where_it_was_raised() -> None:
    found = run(FAILING.format(error="ValueError('a fault of ours')", raising="raise"))
    assert found.returncode == 1
    assert "Traceback (most recent call last)" in found.stderr and ", in ask" in found.stderr
    assert found.stderr.endswith("ValueError: a fault of ours\n")


ENDLESS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, also where the tests run in the background
from rostra import query, cli
cli.making.is_here = lambda: False
query.tables_of_version = lambda store, version, allow_yanked: query.ReleaseTables(None, {}, {}, {})
query.add_views = lambda connection, release: None
def endless(connection, release, asked):
    print("asking", flush=True)
    connection.sql("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b").fetchall()
query.relation_of = endless
sys.argv = ["rostra", "sql", "SELECT 1"]
cli.main()
"""


def test_an_interrupted_query_ends_without_a_traceback() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == "asking\n"
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGINT)
        try:
            said = process.communicate(timeout=60)[1]
        finally:
            process.kill()
    assert "Traceback" not in said and "nanobind" not in said
    assert process.returncode == 130 and said == "rostra: interrupted\n"
