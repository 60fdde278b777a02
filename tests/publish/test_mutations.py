"""Each way to break a release is caught, and by whom: the table in docs/judges.md."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from flows.publish.judges import in_datasets, panel
from flows.publish.judges.declared import rows_promised
from flows.publish.manifest import MANIFEST, MANIFEST_SCHEMA
from flows.publish.schema import breaches
from rostra.errors import NotAsAsked
from rostra.verify import sha256_of, verify
from schemas.dataset import BY_NAME
from tests.expectations.valid_dataset import COUNTS, valid_rows
from tests.publish.a_release import published
from tests.publish.mutations import MUTATIONS, Mutation, loaded

pytestmark = pytest.mark.slow

DATA = "data/*"
PROMISED = "the rows that release.json promises"  # no file, but all that some read of that one
# What each looks at: where none of it differs from the good release, the verdict is that on the good release.
READS: dict[str, tuple[str, ...]] = {
    "rostra verify": ("*",),
    "the schema of release.json": (MANIFEST,),
    "the gate": (DATA,),
    "sha256sum": ("*",),
    "cross-check": ("*",),
    "check-jsonschema": ("datapackage.json", MANIFEST),
    "frictionless": (DATA, "datapackage.json"),
    "mlcroissant": (DATA, "croissant.json", PROMISED),
    "DuckDB": (DATA, PROMISED),
    "Polars": (DATA, PROMISED),
    "pandas": (DATA, PROMISED),
    "pyarrow": (DATA, PROMISED),
    "datasets": (DATA, "README.md", PROMISED),
    "cffconvert": ("CITATION.cff",),
}
PAGE = """# Who catches what

Made by `tests/publish/test_mutations.py` with `make accept`; the test breaks a good release in each of these ways and asks everyone.

*On its way* means: the files changed after the release was sealed, so that SHA256SUMS no longer fits. *Before sealing* means: our own
mistake, with every size, hash and checksum made to fit, so that no checksum can tell. `rostra verify`, the schema and the gate (Great
Expectations with every promise) look at each release; the others are asked by `rostra build --judge`, and by the tests. Spark, slow to
start, is asked by a test of its own.

| what is wrong | when | caught by |
| --- | --- | --- |
{rows}

{count} ways; each is caught by someone, and each judge catches some.
"""


@pytest.fixture(scope="module")
def good_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small release with rows in every table, whose files can be written to."""
    for judge in panel.JUDGES:
        if judge.distribution:
            pytest.importorskip({"check-jsonschema": "check_jsonschema", "rostra": "rostra"}.get(judge.distribution, judge.distribution))
    folder = published(tmp_path_factory.mktemp("good"), valid_rows()).folder
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def catchers(release: Path, reports: Path, changed: frozenset[str], loads: bool) -> list[str]:
    """Return who rejects the release; `changed` are the files that differ from the good one, `loads` what datasets says of it."""
    return [name for name in concerned(changed) if not (loads if name == "datasets" else accepts(name, release, reports, changed))]


def concerned(changed: frozenset[str]) -> list[str]:
    return [name for name, patterns in READS.items() if any(fnmatch(file, pattern) for file in changed for pattern in patterns)]


def accepts(name: str, release: Path, reports: Path, changed: frozenset[str]) -> bool:
    if name == "rostra verify":
        try:
            return verify(release) > 0
        except NotAsAsked:
            return False
    if name == "the schema of release.json":
        return not breaches(MANIFEST_SCHEMA, loaded(release / MANIFEST))
    if name == "the gate":
        from flows.validate import validate

        tables = {Path(file).stem for file in changed if fnmatch(file, DATA)} & BY_NAME.keys()
        return not tables or validate(release / "data", COUNTS, reports, changed=tables, with_report=False).is_passed
    judge = next(judge for judge in panel.JUDGES if judge.name == name)
    return panel.heard(judge, release).verdict == panel.PASSED


def hashes(release: Path) -> dict[str, str]:
    """Return file → what tells whether it differs, and the same of the promised rows."""
    files = {path.relative_to(release).as_posix(): sha256_of(path) for path in release.rglob("*") if path.is_file()}
    return files | {PROMISED: promised(release)}


def promised(release: Path) -> str:
    try:
        return repr(rows_promised(release))
    except (ValueError, LookupError, TypeError) as error:
        return repr(error)


def broken_releases(good: Path, folder: Path) -> dict[Mutation, tuple[Path, frozenset[str]]]:
    """Return each mutation's release, and the files in which it differs from the good one."""
    found = {}
    before = hashes(good)
    for number, mutation in enumerate(MUTATIONS):
        broken = folder / str(number)
        shutil.copytree(good, broken)
        mutation.change(broken)
        after = hashes(broken)
        changed = frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        assert changed, f"{mutation.name}: nothing changed"
        found[mutation] = broken, changed
    return found


def test_nobody_rejects_the_good_release(good_release: Path, tmp_path: Path, cffconvert: str) -> None:
    assert catchers(good_release, tmp_path, frozenset(hashes(good_release)), loads=not in_datasets.troubles(good_release)) == []


@pytest.mark.golden
def test_every_way_to_break_a_release_is_caught(
    good_release: Path, tmp_path: Path, cffconvert: str, golden: Callable[[str, str], None]
) -> None:
    releases = broken_releases(good_release, tmp_path / "broken")
    loaded_by_datasets = [release for release, changed in releases.values() if "datasets" in concerned(changed)]
    loads = {
        release: not found for release, found in zip(loaded_by_datasets, in_datasets.troubles_of_each(loaded_by_datasets), strict=True)
    }
    found = {
        mutation: catchers(release, tmp_path / "reports", changed, loads.get(release, True))
        for mutation, (release, changed) in releases.items()
    }
    assert [mutation.name for mutation, by in found.items() if not by] == []
    assert {name for by in found.values() for name in by} == set(READS)
    rows = [
        f"| {mutation.name} | {'on its way' if mutation.is_damage else 'before sealing'} | {', '.join(by)} |"
        for mutation, by in found.items()
    ]
    golden("../../docs/judges.md", PAGE.format(rows="\n".join(rows), count=len(found)))
