"""Releases in parts: what did not change is the same file, and what is taken from before is what would be made anew."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import rostra
from expectations import in_bundles
from flows import shards
from flows.assemble import bundles, shuffle
from flows.carried import carried
from flows.engines import Engine, Workers, at_work
from flows.label.corrections.said import Said
from flows.publish import registry
from flows.publish.bucket import Bucket
from flows.publish.descriptors import write_checksums
from flows.publish.judges.cross_check import troubles
from flows.publish.pages import bundles as pages
from flows.publish.pages.speeches import ReaderSpeech, reader_speeches
from flows.publish.registry import registry_files
from flows.tasks import Run, Task, having_at_hand
from rostra.errors import NotAsAsked
from rostra.mirror import mirror
from rostra.verify import verify
from schemas.words import Mistake
from tests.a_build import PERSONS, PLACES, report
from tests.publish.a_bucket import address, bucket
from tests.publish.in_parts import Released, bytes_of, divide_few, released

__all__ = ["address", "bucket"]

pytestmark = pytest.mark.slow

NAMES = tuple(f"report-{number}" for number in range(12))
TEXTS = st.builds(report, st.sampled_from(PERSONS), st.sampled_from(PLACES), st.integers(1, 28)) | st.just("Too short.")
AT_ONCE = (
    (bundles, "CHARACTERS_PER_BUNDLE"),
    (in_bundles, "BYTES_PER_BUNDLE"),
    (in_bundles, "BYTES_PER_BUNDLE_OF_ROWS"),
    (pages, "BYTES_PER_BUNDLE"),
    (registry, "SPEECHES_PER_BUNDLE"),
)
# Of another year, so that the search has a section in which nothing changes.
KEPT = {"report-kept": report("Jane Alder", "museum", 27).replace("2026", "2019")}
STATES = st.dictionaries(st.sampled_from(NAMES), TEXTS, min_size=4).map(lambda texts: texts | KEPT)
MORE = {"report-new": report("Jane Alder", "market", 28)}


@pytest.fixture(autouse=True, scope="module")
def _divided() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        divide_few(patch)
        yield


def some_texts() -> dict[str, str]:
    return {name: report(PERSONS[number % 4], PLACES[number % 3], 2 * number + 1) for number, name in enumerate(NAMES)} | KEPT


def registered(release: Path) -> dict[str, Mapping[str, str | None]]:
    return {row["row_id"]: row for path in registry_files(release) for row in pq.read_table(path).to_pylist()}


def shared(before: Path, after: Path) -> set[str]:
    """Return the files of the later release that are those of the earlier one."""
    names = {path.relative_to(after).as_posix() for path in after.rglob("*") if path.is_file()}
    return {name for name in names if (before / name).is_file() and (before / name).samefile(after / name)}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with one release of some texts; nobody's to write to."""
    folder = tmp_path_factory.mktemp("begun")
    released(folder, some_texts(), is_judged=True)
    return folder


@pytest.fixture(scope="module")
def with_one_more(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Released:
    """The next release of that store, in a copy of it: with a text more."""
    return released(copied(begun, tmp_path_factory.mktemp("more")), some_texts() | MORE, is_judged=True)


def copied(folder: Path, into: Path) -> Path:
    return Path(shutil.copytree(folder, into / "copy"))


def test_a_new_text_leaves_the_other_parts_their_files(with_one_more: Released) -> None:
    second, after = with_one_more, with_one_more.published.folder
    first = after.parent / "1.0.0"
    assert second.published.version == "1.1.0"
    for table in (
        "data/speeches",
        "data/sentences",
        "data/quotations",
        "registry",
        "pages/speeches",
        "pages/list",
        "pages/speakers",
        "validation/parts",
    ):
        files = {path.relative_to(after).as_posix() for path in (after / table).iterdir()}
        own = files - shared(first, after) - {"registry/gone.parquet"}
        assert len(own) == 1 < len(files), table
    assert len(second.standing.parts) == len(list((after / "data" / "speeches").iterdir())) - 1
    assert second.linked
    assert verify(first) and verify(after)
    assert troubles(after) == []


def test_what_is_said_of_a_part_must_be_said_of_its_files(with_one_more: Released, tmp_path: Path) -> None:
    release = Path(shutil.copytree(with_one_more.published.folder, tmp_path / "release"))
    said = sorted((release / "validation" / "parts").iterdir())
    said[0].chmod(0o644)
    said[0].write_bytes(said[1].read_bytes())
    (release / "SHA256SUMS").chmod(0o644)
    write_checksums(release)
    with pytest.raises(NotAsAsked, match=f"validation/parts/{said[0].name}: is not on the files of its part"):
        verify(release)


def of_the_build(task: Any) -> str:
    """Return the name of the task that is carried."""
    return f"{task.args[-1].__module__}.{task.args[-1].__name__}"


def hidden_from(run: Run, store: Path, asked: list[str]) -> Run:
    """Return what runs tasks while the store's folder is nowhere to be found, and notes which were asked."""

    def run_hidden(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
        asked.extend([of_the_build(task)] * len(paths))
        away = store.rename(store.with_name("away"))
        try:
            done = list(run(task, paths, folder))
        finally:
            away.rename(store)
        return iter(done)

    return run_hidden


def test_two_processes_that_see_no_folder_of_the_build_make_the_same_releases(
    begun: Path, with_one_more: Released, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "slots_for", lambda texts: 4)
    monkeypatch.setattr(shards, "LEAST_SLOTS", 4)
    monkeypatch.setattr(shuffle, "READS_OF_A_SHUFFLE", 0)
    monkeypatch.setattr(shuffle, "SHARDS_IN_A_GROUP", 2)
    for module, bound in AT_ONCE:
        monkeypatch.setattr(module, bound, 2_000)
    store = tmp_path / "store"
    asked: list[str] = []
    with (
        at_work(Workers(Engine.PROCESSES, 2)) as run,
        carried(hidden_from(run, store, asked), bucket.address, store) as there,
        having_at_hand(there),
    ):
        first = released(tmp_path, some_texts(), is_judged=True).published.folder
        second = released(tmp_path, some_texts() | MORE, is_judged=True)
    assert len(set(asked)) == 9 and len(asked) >= 4 * len(set(asked))
    assert bytes_of(first) == bytes_of(begun / "store" / "releases" / "1.0.0")
    assert bytes_of(second.published.folder) == bytes_of(with_one_more.published.folder)
    assert second.linked == with_one_more.linked
    assert bucket.names("") == []


def test_pages_are_made_of_texts_of_changed_parts_alone(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(connection: Any) -> Iterator[ReaderSpeech]:
        for speech in reader_speeches(connection):
            read.append(speech.speech_id)
            yield speech

    monkeypatch.setattr(pages, "reader_speeches", noted)
    after = released(copied(begun, tmp_path), some_texts() | MORE).published.folder
    assert "gazette.report-new" in read and len(read) < len(some_texts())
    assert "pages/words/2010.js" in shared(after.parent / "1.0.0", after)


def test_a_mirror_has_the_releases_and_what_lies_beside_them_and_shares_their_files(with_one_more: Released, tmp_path: Path) -> None:
    store, into = with_one_more.published.folder.parent.parent, tmp_path / "mirror"
    mirror(store, into, last=1)
    mirror(store, into)  # the older release takes from the newer one
    found = bytes_of(into)
    assert found.keys() >= {"releases.json", "index.html", "index.kk.html", "releases.atom", "feed.json", "status.js"}
    assert found.items() <= bytes_of(store).items()
    same = shared(store / "releases" / "1.0.0", store / "releases" / "1.1.0")
    assert same and all((into / "releases" / "1.0.0" / name).stat().st_nlink > 1 for name in same)


def test_rows_that_went_and_came_back_are_registered_with_their_versions(begun: Path, tmp_path: Path) -> None:
    folder, texts = copied(begun, tmp_path), some_texts()
    gone = released(folder, {name: text for name, text in texts.items() if name != NAMES[0]}).published.folder
    row = registered(gone)[f"gazette.{NAMES[0]}"]
    assert (row["first_seen"], row["last_seen"], row["last_changed"]) == ("1.0.0", "1.0.0", "1.0.0")
    back = registered(released(folder, texts).published.folder)
    assert (back[f"gazette.{NAMES[0]}"]["first_seen"], back[f"gazette.{NAMES[0]}"]["last_seen"]) == ("1.0.0", None)
    assert back[f"gazette.{NAMES[1]}"]["last_changed"] == "1.0.0"


def test_a_release_in_parts_is_read_as_one_and_one_that_shrank_stands_in_files_again(begun: Path, tmp_path: Path) -> None:
    folder, texts = copied(begun, tmp_path), some_texts()
    assert rostra.load("speeches", store=folder / "store").num_rows == len(texts)
    few = released(folder, dict(list(texts.items())[:3])).published
    assert (few.folder / "data" / "speeches.parquet").is_file() and (few.folder / "registry.parquet").is_file()
    assert len(registered(few.folder)) > rostra.load("sentences", store=folder / "store").num_rows


def test_where_a_disk_has_no_links_files_are_copied(
    begun: Path, with_one_more: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    by_copies = released(copied(begun, tmp_path), some_texts() | MORE, is_judged=True).published.folder
    assert bytes_of(with_one_more.published.folder) == bytes_of(by_copies)


def test_persons_who_are_one_by_a_correction_are_one_in_parts_too(begun: Path, tmp_path: Path) -> None:
    one = Said("gazette", Mistake.SAME_PERSON, "A Reader", date(2026, 2, 10), "a pen name", speaker_id="peter-holm", right="jane-alder")
    taking, making = copied(begun, tmp_path / "taking"), copied(begun, tmp_path / "making")
    for corrections in ((one,), ()):
        taken = released(taking, some_texts(), corrections=corrections).published.folder
        made = released(making, some_texts(), corrections=corrections, trusts_none=True).published.folder
        assert bytes_of(taken) == bytes_of(made)
        speakers = set(rostra.load("quotations", store=taking / "store").column("speaker_id").to_pylist())
        assert ("peter-holm" in speakers) is (not corrections)


# Without shrinking: an example takes many seconds.
@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(states=st.lists(STATES, min_size=1, max_size=2))
def test_after_any_edits_the_release_is_that_of_a_full_rebuild(
    states: list[dict[str, str]], begun: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    taking, making = copied(begun, folder / "taking"), copied(begun, folder / "making")
    for texts in states:
        shutil.rmtree(making / "store" / "parts")
        taken = released(taking, texts, is_judged=True).published.folder
        made = released(making, texts, trusts_none=True, is_judged=True).published.folder
        assert bytes_of(taken) == bytes_of(made)
