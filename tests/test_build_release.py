"""The whole job on a real Prefect server: what is published, what is set aside, and what is refused."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import rostra
from flows import clock
from flows.errors import NotAsAsked
from flows.operate.alerts import WEBHOOK
from flows.operate.health import Health, LastRun, read_health
from rostra.store import read_index, release_folder
from rostra.verify import verify
from tests.a_build import tables, write_texts
from tests.fetch.site import IMPATIENT, Days, Site
from tests.operate.receiver import Receiver, receiver, receiving

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]

__all__ = ["receiver", "receiving"]

HOUSE = Path(__file__).resolve().parent.parent
BUNDLED = HOUSE / "sources"
SPEECH = BUNDLED / "bundled" / "2026-02-10-constitutional-reform.txt"

DECLARATION = """
publisher = "The Gazette"
languages = ["en", "ru", "kk"]
licence = "All rights reserved."
attribution = "© The Gazette"
text_may_be_published = false
least_speeches = {least}
files = "texts"
"""
ENGLISH = (
    "The minister opened the new bridge. “Bridges join people,” Minister Anna Petrova said. She added that two more would follow in spring."
)
RUSSIAN = "Министр открыл новый мост. «Мосты соединяют людей», — сказал министр Иван Петров. Он добавил, что весной откроют ещё два моста."


def build(sources: Path, store: Path) -> Any:
    from flows.build_release import run

    return run(sources, store, lambda stage, done, total: None)


def declared(folder: Path, least: int = 1, **texts: bytes) -> Path:
    """Write a source of the given texts (file name with `_` for `.`) and return the sources' folder."""
    (folder / "texts").mkdir(parents=True)
    (folder / "gazette.toml").write_text(DECLARATION.format(least=least))
    for name, content in texts.items():
        (folder / "texts" / name.replace("_", ".")).write_bytes(content)
    return folder


def test_the_first_speech_becomes_release_1_0_0(first_store: Path) -> None:
    assert read_index(first_store).latest == "1.0.0"
    assert verify(release_folder(first_store)) > 20
    speech = rostra.load("speeches", store=first_store).to_pylist()[0]
    assert speech["raw_sha256"] == hashlib.sha256(SPEECH.read_bytes()).hexdigest()
    assert str(speech["spoken_on"]) == "2026-02-10"
    counts = "SELECT (SELECT count(*) FROM paragraphs) AS paragraphs, (SELECT count(*) FROM sentences) AS sentences"
    assert rostra.sql(first_store, counts).to_pylist() == [{"paragraphs": 17, "sentences": 31}]


def test_every_quotation_of_the_first_speech_is_the_presidents(first_store: Path) -> None:
    query = "SELECT kind, count(*) AS n, count(speaker_id) AS known FROM quotations GROUP BY kind ORDER BY kind"
    assert rostra.sql(first_store, query).to_pylist() == [
        {"kind": "direct", "n": 5, "known": 5},
        {"kind": "indirect", "n": 9, "known": 9},
        {"kind": "mixed", "n": 2, "known": 2},
    ]
    assert rostra.sql(first_store, "SELECT DISTINCT speaker_id FROM quotations").to_pylist() == [{"speaker_id": "kassym-jomart-tokayev"}]


def test_building_again_publishes_nothing_new(first_store: Path) -> None:
    assert not build(BUNDLED, first_store).published.is_new
    assert [release.version for release in read_index(first_store).releases] == ["1.0.0"]


def test_fewer_speeches_than_promised_close_the_gate_and_bad_texts_are_set_aside_with_their_reasons(tmp_path: Path) -> None:
    from flows.build_release import GateClosed

    noise = hashlib.shake_256(b"noise").digest(10_000_000)
    sources = declared(
        tmp_path / "sources",
        least=3,
        good_txt=ENGLISH.encode(),
        copy_txt=ENGLISH.encode(),
        cyrillic_txt=(RUSSIAN.replace("—", "–")).encode("cp1251"),
        empty_txt=b"",
        noise_txt=noise,
        page_html=b"<html><head><title>Nothing</title></head><body><nav><a href='/'>Home</a></nav></body></html>",
        french_txt="Le président a déclaré que la réforme de la constitution serait soumise au vote des citoyens au printemps.".encode(),
        word_txt=b"Bridges",
    )
    with pytest.raises(GateClosed, match=r"nothing is published(.|\n)*gazette") as caught:
        build(sources, tmp_path / "store")
    assert "report" in str(caught.value)
    assert read_index(tmp_path / "store").latest is None
    (sources / "texts" / "wide.txt").write_bytes(RUSSIAN.replace("мост", "дом").encode("utf-16"))
    outcome = build(sources, tmp_path / "store")
    assert outcome.published.version == "1.0.0"
    assert {row.origin.removeprefix("texts/"): str(row.reason) for row in outcome.set_aside} == {
        "empty.txt": "empty",
        "noise.txt": "not-text",
        "page.html": "no-article",
        "french.txt": "unknown-language",
        "word.txt": "too-short",
        "good.txt": "copy",
    }
    languages = rostra.sql(tmp_path / "store", "SELECT speech_id, language FROM speeches ORDER BY 1").to_pylist()
    assert {row["speech_id"]: row["language"] for row in languages} == {
        "gazette.copy": "en",
        "gazette.cyrillic": "ru",
        "gazette.wide": "ru",
    }


def test_a_text_that_changed_makes_a_new_version_one_that_went_disappears_and_a_damaged_part_is_made_again(tmp_path: Path) -> None:
    three = ENGLISH.replace("bridge", "school")
    sources = declared(tmp_path / "sources", one_txt=ENGLISH.encode(), two_txt=RUSSIAN.encode(), three_txt=three.encode())
    store = tmp_path / "store"
    build(sources, store)
    (sources / "texts" / "one.txt").unlink()
    (sources / "texts" / "two.txt").write_bytes(RUSSIAN.replace("ещё два", "ещё три").encode())
    for part in (store / "parts").glob("*/quotations.parquet"):
        part.write_bytes(b"")
    assert build(sources, store).published.version == "2.0.0"
    assert sorted(rostra.load("speeches", store=store).column("speech_id").to_pylist()) == ["gazette.three", "gazette.two"]
    quoted = "SELECT DISTINCT speech_id FROM quotations ORDER BY 1"
    assert rostra.sql(store, quoted).column("speech_id").to_pylist() == ["gazette.three", "gazette.two"]


def test_two_spellings_of_one_unlisted_name_are_one_person(tmp_path: Path) -> None:
    texts = {
        name: f"The bridge {verb} on Monday. “It is {word},” Mayor Sean O{mark}Brien said."
        for name, verb, word, mark in (("one", "opened", "good", "’"), ("two", "closed", "sad", "'"))
    }
    tables(write_texts(tmp_path / "sources", texts), tmp_path / "work", tmp_path / "data")
    quotations = pq.read_table(tmp_path / "data" / "quotations.parquet").to_pylist()
    assert len(quotations) == 2
    assert {(row["speaker_id"], row["speaker_name"]) for row in quotations} == {("sean-o-brien", "Sean O’Brien")}


def test_where_nothing_changed_no_table_is_made_and_where_the_release_was_altered_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import build_release

    monkeypatch.setattr("flows.fetch.looks.TICK_NS", 0)
    sources, store = declared(tmp_path / "sources", good_txt=ENGLISH.encode()), tmp_path / "store"
    build(sources, store)
    card = release_folder(store) / "README.md"
    as_published = card.read_bytes()
    card.chmod(0o644)
    # Files look as before; files were read again.
    for tick_ns, left_out in ((0, ("fetch_all", "assemble")), (10**18, ("assemble",))):
        with monkeypatch.context() as patch:
            patch.setattr("flows.fetch.looks.TICK_NS", tick_ns)
            for step in left_out:
                patch.delattr(build_release, step)
            again = build(sources, store)
            assert (again.published.version, again.published.is_new, again.rows["speeches"]) == ("1.0.0", False, 1)
            card.write_text("Another card.\n")
            with pytest.raises(NotAsAsked, match=r"README\.md"):
                build(sources, store)
            card.write_bytes(as_published)
    began_at = datetime.now(UTC) - timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: began_at)
    assert [note.split(":")[0] for note in build(sources, store).notes] == ["a clock may be wrong"]
    assert read_health(store) == Health(last_run=LastRun(began_at=began_at, ended_at=began_at, version="1.0.0"))


PAGES = """
publisher = "The Gazette"
languages = ["en", "ru", "kk"]
licence = "All rights reserved."
attribution = "© The Gazette"
text_may_be_published = false
least_speeches = 1
may_reach_private_addresses = ["127.0.0.1"]
delay_seconds = 0
addresses = [{addresses}]
"""


@pytest.fixture
def quick_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetch with small limits and one more try: a server that never answers must not hold up the suite."""
    from flows import build_release

    monkeypatch.setattr(build_release, "FETCH_RETRIES", 1)
    monkeypatch.setattr(build_release, "LIMITS", IMPATIENT)
    monkeypatch.setattr(build_release, "fetch", build_release.fetch.with_options(retries=1, retry_delay_seconds=0))


@pytest.mark.usefixtures("quick_fetch")
def test_bad_addresses_are_set_aside_and_a_page_that_is_down_keeps_its_last_snapshot(
    site: Site, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, days: Days
) -> None:
    monkeypatch.setenv(WEBHOOK, receiver.address)
    paths = ["/good", "/missing", "/never-answers", "/redirects-forever", "/endless"]
    site.pages["/good"] = ENGLISH.encode()
    (tmp_path / "sources").mkdir()
    addresses = ", ".join(f'"{site.address}{path}"' for path in paths)
    (tmp_path / "sources" / "gazette.toml").write_text(PAGES.format(addresses=addresses))
    outcome = build(tmp_path / "sources", tmp_path / "store")
    assert {row.origin.removeprefix(site.address): str(row.reason) for row in outcome.set_aside} == {
        "/missing": "not-fetched",
        "/never-answers": "not-fetched",
        "/redirects-forever": "not-fetched",
        "/endless": "too-large",
    }
    assert outcome.texts["gazette"].published == 1
    site.failing["/good"] = 503
    days.later()
    again = build(tmp_path / "sources", tmp_path / "store")
    assert not again.published.is_new
    assert [note.split(": ")[0] for note in again.notes] == ["gazette", f"{site.address}/good"]
    # Four of five pages were set aside, and then the fifth was not to be had either: that is one alert.
    assert [(posted["event"], posted["source"]) for posted in receiver.posted] == [("source-down", "gazette")]
    assert "4 of 5 texts were set aside: 3 not-fetched, 1 too-large" in receiver.posted[0]["message"]
    assert read_health(tmp_path / "store").sources["gazette"].what.startswith("nothing could be had of it: 1 of 5 pages")
