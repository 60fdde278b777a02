"""verify, sql and load on a store that lies on a web server: right answers, few bytes, and no lie believed."""

import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import rostra
from rostra.errors import NotAsAsked, Refused
from rostra.places import place_of
from rostra.verify import promised_of, verify
from tests.rostra.a_store import SOURCES, SPEECHES, Making, made, marked, seal
from tests.rostra.servers import Server, Wire, nginx, plain_answer

ROWS = 60_000
NOISE = random.Random(1)  # noqa: S311  not for secrets
LONG = pa.table({"row": list(range(ROWS)), "text": [NOISE.randbytes(60).hex() for _ in range(ROWS)]})


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server]]:
    """Serve a store whose table `long` is large, and mostly text; in `parts` it stands in three files."""
    folder = tmp_path_factory.mktemp("large")
    made(folder / "store", "1.0.0", Making({"long": LONG, "parts": LONG}, parts={"parts": 3}))
    with nginx(folder / "store", folder / "nginx") as server:
        yield folder / "store", server


def sent_since(server: Server, before: int) -> int:
    return sum(request.sent_bytes for request in server.requests()[before:] if ".parquet" in request.path)


@pytest.mark.parametrize("table", ["long", "parts"])
def test_a_query_of_one_column_brings_little_of_the_file(table: str, large: tuple[Path, Server]) -> None:
    store, server = large
    files = [path for path in (store / "releases/1.0.0/data").rglob("*.parquet") if table in str(path.relative_to(store))]
    before = len(server.requests())
    answer = rostra.sql(server.address, f"SELECT sum(row) AS total, count(*) AS n FROM {table} WHERE row % 2 = 0")
    assert answer.to_pylist() == [{"total": sum(range(0, ROWS, 2)), "n": ROWS // 2}]
    assert 0 < sent_since(server, before) < sum(path.stat().st_size for path in files) / 8
    assert {request.status for request in server.requests()[before:] if ".parquet" in request.path} == {206}


def test_a_table_is_loaded_whole_or_in_columns(large: tuple[Path, Server]) -> None:
    store, server = large
    before = len(server.requests())
    assert rostra.load("parts", store=server.address, columns=["row"]).equals(LONG.select(["row"]))
    assert sent_since(server, before) < (store / "releases/1.0.0/data/long.parquet").stat().st_size / 8
    assert rostra.load("parts", store=server.address).equals(rostra.load("long", store=store))
    with pytest.raises(NotAsAsked, match="holds no column 'rows'; it has row, text"):
        rostra.load("long", store=server.address, columns=["rows"])


def test_two_tables_are_joined_across_the_web(server: Server) -> None:
    answer = rostra.sql(server.address, "SELECT count(*) AS n FROM speeches CROSS JOIN sources")
    assert answer.to_pylist() == [{"n": 2}]


def test_a_server_without_ranges_is_read_whole_once(store: Path, tmp_path: Path) -> None:
    with nginx(store, tmp_path / "nginx", "max_ranges 0;") as server:
        assert rostra.load("speeches", store=server.address).equals(SPEECHES)
        assert rostra.sql(server.address, "FROM sources").equals(SOURCES)
        (store / "releases/1.0.0/data/sources.parquet").write_bytes(bytes(1000))
        with pytest.raises(NotAsAsked, match=r"sources\.parquet: "):
            rostra.sql(server.address, "FROM sources")


def test_what_a_file_is_missing_for_is_said_in_our_words(store: Path, server: Server) -> None:
    (store / "releases/1.0.0/data/sources.parquet").unlink()
    with pytest.raises(NotAsAsked, match=r"data/sources\.parquet: missing"):
        rostra.sql(server.address, "FROM sources")
    with pytest.raises(NotAsAsked, match=r"data/sources\.parquet: missing"):
        rostra.load("sources", store=server.address)


def test_a_file_that_was_cut_short_is_not_answered_from(store: Path, server: Server) -> None:
    with (store / "releases/1.0.0/data/speeches.parquet").open("r+b") as file:
        file.truncate(50)
    with pytest.raises(NotAsAsked, match=r"data/speeches\.parquet: shorter than announced"):
        rostra.sql(server.address, "FROM speeches")


def test_a_page_that_was_altered_is_not_loaded(store: Path, server: Server) -> None:
    path = store / "releases/1.0.0/data/speeches.parquet"
    content = path.read_bytes()
    place = content.index(b"It rains.")
    path.write_bytes(content[:place] + b"It burns." + content[place + 9 :])
    for where in (store, server.address):
        with pytest.raises(NotAsAsked, match=r"data/speeches\.parquet: .*CRC"):
            rostra.load("speeches", store=where)


def test_a_query_outlives_a_server_that_hiccups(store: Path, wire: Wire) -> None:
    wire.answers = [plain_answer("503 Busy"), b"", plain_answer("502 Bad Gateway")]
    assert rostra.sql(wire.address, "SELECT count(*) AS n FROM speeches").to_pylist() == [{"n": 2}]


def test_a_wrong_query_is_refused_with_duckdbs_words(server: Server) -> None:
    with pytest.raises(Refused, match="Table with name speach does not exist"):
        rostra.sql(server.address, "FROM speach")


def test_a_yanked_version_is_asked_by_those_who_insist(store: Path, server: Server) -> None:
    marked(store, "1.0.0", "yanked", "dates are wrong")
    with pytest.raises(NotAsAsked, match="was yanked: dates are wrong"):
        rostra.sql(server.address, "FROM speeches", "1.0.0")
    assert rostra.sql(server.address, "FROM speeches", "1.0.0", allow_yanked=True).num_rows == 2


def test_a_release_is_verified_where_it_lies(store: Path, server: Server) -> None:
    place = place_of(server.address + "/releases/1.0.0")
    assert verify(place, promised_of(place, None)) == 4
    (store / "releases/1.0.0/README.md").write_bytes(b"# A dataseT\n")
    (store / "releases/1.0.0/data/sources.parquet").unlink()
    (store / "releases/1.0.0/data/speeches.parquet").write_bytes(bytes(100_000))
    with pytest.raises(NotAsAsked) as caught:
        verify(place)
    assert [line.strip() for line in str(caught.value).splitlines()[1:]] == [
        "README.md: altered; its SHA-256 is not the promised one",
        "data/sources.parquet: missing",
        "data/speeches.parquet: larger than announced",
    ]


def test_checksums_that_were_changed_with_the_data_are_caught_by_the_index(store: Path, server: Server) -> None:
    index = (store / "releases.json").read_bytes()
    (store / "releases/1.0.0/README.md").write_bytes(b"# Another dataset\n")
    seal(store, "1.0.0")
    (store / "releases.json").write_bytes(index)
    place = place_of(server.address + "/releases/1.0.0")
    with pytest.raises(NotAsAsked, match="not the one in the store's index"):
        verify(place, promised_of(place, None))


def test_a_copy_is_held_against_the_index_of_another_place(store: Path, server: Server, tmp_path: Path) -> None:
    copy = place_of((store / "releases/1.0.0").rename(tmp_path / "copy"))
    assert promised_of(copy, None) is None
    assert verify(copy, promised_of(copy, server.address)) == 4
    marked(store, "1.0.0", "withdrawn", "a court's order")
    with pytest.raises(NotAsAsked, match="was withdrawn: a court's order"):
        promised_of(copy, server.address)
