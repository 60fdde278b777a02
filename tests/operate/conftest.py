"""For each file of tests a server of its own, on SQLite or on PostgreSQL: what other files ran is not in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operate.building import Builds, builds_on
from tests.operate.receiver import Receiver, receiver, receiving
from tests.operate.servers import Postgres, Server, postgres

SECRETS = {
    "PREFECT_SERVER_API_AUTH_STRING": "admin:planted-api-5d0e",
    "PREFECT_API_AUTH_STRING": "admin:planted-api-5d0e",
    "AWS_SECRET_ACCESS_KEY": "planted-key-c81b",
}
__all__ = ["receiver", "receiving"]


@pytest.fixture(scope="module")
def sqlite_server(prefect_database: Path, tmp_path_factory: pytest.TempPathFactory, receiving: Receiver) -> Iterator[Server]:
    """Run a server with a password, an alert webhook and an object store's key in its environment: secrets that may show nowhere."""
    server = Server(tmp_path_factory.mktemp("sqlite"), **SECRETS, ROSTRA_ALERT_WEBHOOK=receiving.address)
    (server.folder / "home").mkdir()
    shutil.copy(prefect_database, server.folder / "home")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with postgres() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def postgres_server(database: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("postgres"), database.address)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def postgres_builds(postgres_server: Server) -> Iterator[Builds]:
    with builds_on(postgres_server) as builds:
        yield builds
