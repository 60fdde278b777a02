"""Who is asked about a release before it is published, and what came of it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from flows.errors import NotAsAsked, Refused
from flows.publish.judges import checksums, citation

PASSED, FAILED = "passed", "failed"
TROUBLES_SHOWN = 5


class Judge(NamedTuple):
    """One judge: its module holds `troubles(release)`."""

    name: str
    module: str
    distribution: str | None
    """The package whose version is its own; None for a program of the system, whose module tells its `version()`."""
    asks: str
    """What it asks, in a sentence."""
    is_left_out_where_missing: bool = False


class Verdict(NamedTuple):
    """What one judge said; nothing in it depends on the clock or the machine's folders."""

    name: str
    version: str
    verdict: str
    detail: str


JUDGES = (
    Judge("sha256sum", "checksums", None, "Each listed file has the listed SHA-256."),
    Judge("cross-check", "cross_check", "rostra", "No two descriptors, nor a Parquet footer, say different things of the same."),
    Judge("check-jsonschema", "profiles", "check-jsonschema", "datapackage.json is by its profile, release.json by its schema."),
    Judge("frictionless", "in_frictionless", "frictionless", "Tables are by their schema, keys and words; files have their hash."),
    Judge("mlcroissant", "in_mlcroissant", "mlcroissant", "croissant.json is valid, and every record of every record set can be read."),
    Judge("DuckDB", "in_duckdb", "duckdb", "Tables have the declared columns, types and number of rows."),
    Judge("Polars", "in_polars", "polars", "Tables have the declared columns, types and number of rows."),
    Judge("pandas", "in_pandas", "pandas", "Tables have the declared columns, types and number of rows."),
    Judge("pyarrow", "in_arrow", "pyarrow", "Every page has its checksum; tables have the declared columns, types and number of rows."),
    Judge("datasets", "in_datasets", "datasets", "The card's configurations load, offline.", is_left_out_where_missing=True),
    Judge("cffconvert", "citation", None, "CITATION.cff is valid.", is_left_out_where_missing=True),
)


def refuse_without_judges() -> None:
    """Raise Refused where a judge that is asked each time is not installed."""
    if missing := [judge.name for judge in JUDGES if not judge.is_left_out_where_missing and _version(judge) is None]:
        raise Refused(f"--judge: {', '.join(missing)} not installed; `make everything` brings them, or the extra rostra[judges]")


def ask(release: Path) -> list[Verdict]:
    """Return the verdicts of all judges that are there; NotAsAsked names each that rejects the release, and what it said."""
    refuse_without_judges()
    verdicts = [heard(judge, release) for judge in present()]
    if failed := [verdict for verdict in verdicts if verdict.verdict == FAILED]:
        said = "\n".join(f"  {verdict.name} {verdict.version}: {verdict.detail}" for verdict in failed)
        raise NotAsAsked(f"nothing is published: a judge rejects the release\n{said}")
    return verdicts


def present() -> Iterable[Judge]:
    """Return the judges that are there."""
    return [judge for judge in JUDGES if _version(judge) is not None]


def heard(judge: Judge, release: Path) -> Verdict:
    """Return what one judge says of a release."""
    found = troubles(judge, release)
    more = f"; and {len(found) - TROUBLES_SHOWN} more" if len(found) > TROUBLES_SHOWN else ""
    detail = "; ".join(found[:TROUBLES_SHOWN]) + more if found else judge.asks
    return Verdict(judge.name, _version(judge) or "unknown", FAILED if found else PASSED, detail)


def troubles(judge: Judge, release: Path) -> list[str]:
    """Return what a judge rejects, one line each, without the folder's name; a judge that breaks down rejects what broke it."""
    try:
        found: list[str] = importlib.import_module(f"flows.publish.judges.{judge.module}").troubles(release)
    except Exception as error:  # whatever an outside library raises is its verdict
        found = [f"{type(error).__name__}: {error}"]
    return [" ".join(line.replace(f"{release}/", "").split())[:500] for line in found]


def _version(judge: Judge) -> str | None:
    if judge.distribution is None:
        return {"checksums": checksums.version, "citation": citation.version}[judge.module]()
    try:
        return version(judge.distribution)
    except PackageNotFoundError:
        return None
