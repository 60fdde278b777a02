"""Releases of a few small texts that stand in parts, made as a build makes them, without a server."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.texts_as_tables import fetched_of, write_shards
from flows import division
from flows.assemble.material import Besides
from flows.assemble.tables import assemble
from flows.fetch.declarations import read_sources
from flows.fetch.gazetteer import read_gazetteer
from flows.label.corrections.said import Said
from flows.publish.assembled import Before, keep_assembled, read_before, write_assembled
from flows.publish.earlier import latest_release
from flows.publish.facts import release_facts
from flows.publish.on_disk import Published, acquire, prepare, publish
from flows.publish.pages import entries, speakers
from flows.publish.sharing import NOTHING_KNOWN, known_of, share_unchanged
from flows.publish.steps import Asked
from flows.shards import read_shard
from flows.tasks import at_hand
from flows.validate import NOTHING_STANDS, Counts, Standing, as_json, promise_hashes, standing_in, validate
from flows.verdicts import keep_verdicts, read_verdicts, verdicts_on, write_verdicts
from tests.a_build import write_texts
from tests.publish.a_release import BUILD

FEW = 6
NOT_JUDGED = {"is_passed": True, "promises": 0, "broken": 0, "of_a_part": {"promises": 0, "promises_sha256": ""}, "tables": {}}
CHARACTERS = {division.ROOTS_PER_PART: 900, division.ROOTS_PER_SMALL_PART: 300}


class Released(NamedTuple):
    """A release, and what of it was not looked at again."""

    published: Published
    standing: Standing
    linked: Collection[str]
    """Files of the tables that were not written."""


def divide_few(patch: pytest.MonkeyPatch) -> None:
    """Have six texts be enough to be divided, and parts hold a few; so do the pages' chunks of speakers, and tasks that write them."""
    patch.setattr(division, "LEAST_TEXTS", FEW)
    patch.setattr(division, "most_characters", lambda total, roots: CHARACTERS[roots])
    patch.setattr(speakers, "SPEAKERS_A_CHUNK", 1)
    patch.setattr(entries, "SPEAKERS_PER_BUNDLE", 2)


def released(
    folder: Path, texts: Mapping[str, str], *, corrections: Sequence[Said] = (), trusts_none: bool = False, is_judged: bool = False
) -> Released:
    """Publish the texts (name → content) to `folder`/store, taking from the release before what did not change.

    The gate, which takes longer than all else, is passed where the release is to be judged, and left out elsewhere.
    """
    sources, store = write_texts(folder / "sources", texts), folder / "store"
    with acquire(store, wait_seconds=0):
        staging, latest = prepare(store), latest_release(store)
        before: Before | None = None if trusts_none else read_before(store, latest)
        parts = sorted(at_hand.get()(read_shard, write_shards(sources, store), store))
        data, fetched = staging / "release" / "data", fetched_of(sources, store)
        besides = Besides(latest=latest, before=before, corrections=corrections, run=at_hand.get())
        assembled = assemble(parts, data, read_sources(sources), fetched, read_gazetteer(sources), besides)
        linked = [path.relative_to(data).as_posix() for path in sorted(data.rglob("*.parquet")) if path.stat().st_nlink > 1]
        write_assembled(assembled, staging / "assembled.parquet")
        known = known_of(latest)
        share_unchanged(data.parent, known)
        counts = {"gazette": len(fetched)}
        now = verdicts_on(data, promise_hashes(), as_json(counts), known.sha256_of)
        found = None if trusts_none else read_verdicts(store, latest)
        standing = standing_in(now, found, latest / "data") if found and latest else NOTHING_STANDS
        results = judged(data, counts, store / "reports", standing) if is_judged else NOT_JUDGED
        facts = release_facts(data, counts, results, BUILD, NOTHING_KNOWN if trusts_none else known)
        published = publish(store, staging / "release", facts, Asked(full_rebuild=trusts_none))
        keep_assembled(staging / "assembled.parquet", store, published.version)
        if is_judged:
            write_verdicts(now.since(found), staging / "verdicts.json")
            keep_verdicts(staging / "verdicts.json", store, published.version)
    return Released(published, standing, linked)


def judged(data: Path, counts: Mapping[str, int], reports: Path, standing: Standing) -> dict[str, Any]:
    """Return what came of every promise, all of which hold."""
    verdict = validate(data, Counts(counts, {}), reports, standing=standing, with_report=False)
    assert verdict.is_passed, verdict.broken
    return verdict.results


def bytes_of(release: Path) -> dict[str, bytes]:
    """Return name → content of every file of a release."""
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in sorted(release.rglob("*")) if path.is_file()}
