"""Releases in parts: what did not change is the same file, and what is taken from before is what would be made anew."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import rostra
from flows.label.corrections.said import Said
from flows.publish.registry import registry_files
from rostra.verify import verify
from schemas.words import Mistake
from tests.a_build import PERSONS, PLACES, report
from tests.publish.in_parts import bytes_of, divide_few, released

pytestmark = pytest.mark.slow

NAMES = tuple(f"report-{number}" for number in range(12))
TEXTS = st.builds(report, st.sampled_from(PERSONS), st.sampled_from(PLACES), st.integers(1, 28)) | st.just("Too short.")
KEPT = {"report-kept": report("Jane Alder", "museum", 27)}
STATES = st.dictionaries(st.sampled_from(NAMES), TEXTS, min_size=4).map(lambda texts: texts | KEPT)


@pytest.fixture(autouse=True, scope="module")
def _divided() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        divide_few(patch)
        yield


def some_texts() -> dict[str, str]:
    return {name: report(PERSONS[number % 4], PLACES[number % 3], 2 * number + 1) for number, name in enumerate(NAMES)}


def registered(release: Path) -> dict[str, Mapping[str, str | None]]:
    return {row["row_id"]: row for path in registry_files(release) for row in pq.read_table(path).to_pylist()}


def shared(before: Path, after: Path) -> set[str]:
    """Return the files of the later release that are those of the earlier one."""
    names = {path.relative_to(after).as_posix() for path in after.rglob("*") if path.is_file()}
    return {name for name in names if (before / name).is_file() and (before / name).samefile(after / name)}


def test_a_new_text_leaves_the_other_parts_their_files(tmp_path: Path) -> None:
    texts = some_texts()
    first = released(tmp_path, texts).published.folder
    second = released(tmp_path, {**texts, "report-new": report("Jane Alder", "market", 28)})
    after = second.published.folder
    assert second.published.version == "1.1.0"
    for table in ("data/speeches", "data/sentences", "data/quotations", "registry", "pages/speeches", "pages/list"):
        files = {path.relative_to(after).as_posix() for path in (after / table).iterdir()}
        own = files - shared(first, after) - {"registry/gone.parquet", "registry/tables.parquet"}
        assert len(own) == 1 < len(files), table
    assert len(second.standing) == len(list((after / "data" / "speeches").iterdir())) - 1
    assert second.linked
    assert verify(first) and verify(after)


def test_rows_that_went_and_came_back_are_registered_with_their_versions(tmp_path: Path) -> None:
    texts = some_texts()
    released(tmp_path, texts)
    gone = released(tmp_path, {name: text for name, text in texts.items() if name != NAMES[0]}).published.folder
    row = registered(gone)[f"gazette.{NAMES[0]}"]
    assert (row["first_seen"], row["last_seen"], row["last_changed"]) == ("1.0.0", "1.0.0", "1.0.0")
    back = registered(released(tmp_path, texts).published.folder)
    assert (back[f"gazette.{NAMES[0]}"]["first_seen"], back[f"gazette.{NAMES[0]}"]["last_seen"]) == ("1.0.0", None)
    assert back[f"gazette.{NAMES[1]}"]["last_changed"] == "1.0.0"


def test_a_release_in_parts_is_read_as_one_and_one_that_shrank_stands_in_files_again(tmp_path: Path) -> None:
    texts = some_texts()
    released(tmp_path, texts)
    assert rostra.load("speeches", store=tmp_path / "store").num_rows == len(texts)
    few = released(tmp_path, dict(list(texts.items())[:3])).published
    assert (few.folder / "data" / "speeches.parquet").is_file() and (few.folder / "registry.parquet").is_file()
    assert len(registered(few.folder)) > rostra.load("sentences", store=tmp_path / "store").num_rows


def test_where_a_disk_has_no_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: object) -> None:
        raise OSError("no links here")

    texts = some_texts()
    released(tmp_path / "linked", texts), released(tmp_path / "copied", texts)
    more = {**texts, "report-new": report("Jane Alder", "market", 28)}
    linked = released(tmp_path / "linked", more).published.folder
    monkeypatch.setattr("os.link", refuse)
    copied = released(tmp_path / "copied", more).published.folder
    assert bytes_of(linked) == bytes_of(copied)


def test_persons_who_are_one_by_a_correction_are_one_in_parts_too(tmp_path: Path) -> None:
    one = Said("gazette", Mistake.SAME_PERSON, "A Reader", date(2026, 2, 10), "a pen name", speaker_id="peter-holm", right="jane-alder")
    texts = some_texts()
    for corrections in ((), (one,), ()):
        taken = released(tmp_path / "taken", texts, corrections=corrections).published.folder
        made = released(tmp_path / "made", texts, corrections=corrections, trusts_none=True).published.folder
        assert bytes_of(taken) == bytes_of(made)
        speakers = set(rostra.load("quotations", store=tmp_path / "taken" / "store").column("speaker_id").to_pylist())
        assert ("peter-holm" in speakers) is (not corrections)


# Without shrinking: an example takes half a minute.
@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(states=st.lists(STATES, min_size=2, max_size=3))
def test_after_any_edits_the_release_is_that_of_a_full_rebuild(
    states: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    for texts in states:
        taken = released(folder / "taken", texts).published.folder
        made = released(folder / "made", texts, trusts_none=True).published.folder
        assert bytes_of(taken) == bytes_of(made)
        shutil.rmtree(folder / "made" / "store" / "parts")
