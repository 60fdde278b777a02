"""One server on SQLite and one on PostgreSQL for all tests here."""

from collections.abc import Iterator

import pytest

from tests.operate.servers import Postgres, Server, postgres


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("sqlite"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def database() -> Iterator[Postgres]:
    with postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_server(database: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("postgres"), database.address)
    try:
        server.start()
        yield server
    finally:
        server.stop()
