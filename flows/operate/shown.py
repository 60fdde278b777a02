"""What a person sees of a run in Prefect: its name, its artifacts, and the release as an asset with its lineage.

All of it is left out on the embedded server, where nobody looks and each call costs (docs/decisions/0007).
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flows import clock
from flows.fetch.declarations import SourceDeclaration, read_sources
from flows.fetch.turn import SourceTold
from flows.operate.turns import is_watched, whole_address
from schemas.dataset import PUBLIC_ADDRESS
from schemas.sources import SetAside

NAMED_SOURCES = 3
BROKEN_SHOWN = 50
KINDS = ("added", "removed", "changed")

log = logging.getLogger(__name__)


def run_name() -> str:
    """Return the name of the flow run at work: its sources and its day, such as `akorda, bundled 2026-11-26`."""
    from prefect.runtime import flow_run

    return name_of_build(Path(flow_run.parameters["sources"]), flow_run.scheduled_start_time or clock.now())


def name_of_build(sources: Path, moment: datetime) -> str:
    """Return the name of a run that builds from the sources of a folder: their names and the day."""
    return f"{_names(sources)} {moment:%Y-%m-%d}"


def _names(sources: Path) -> str:
    names = sorted(path.stem for path in sources.glob("[!.]*.toml")) or [sources.name]
    more = len(names) - NAMED_SOURCES
    return ", ".join(names[:NAMED_SOURCES]) + (f" and {more} more" if more > 0 else "")


def _shown(make: Callable[[], object]) -> None:
    """Make an artifact where somebody can look; the data does not depend on it, so that a lost server costs the picture alone."""
    if not is_watched():
        return
    try:
        make()
    except Exception as error:
        log.warning("an artifact could not be shown: %s", type(error).__name__)


def show_texts(told: Iterable[SourceTold], set_aside: Iterable[SetAside] | None) -> None:
    """Show counts per source; `set_aside` is None as long as the texts were not read."""
    from prefect.artifacts import create_table_artifact

    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in set_aside or ():
        reasons[text.source_id][str(text.reason)] += 1
    rows = []
    for source in told:
        counted = reasons[source.source_id]
        row: dict[str, Any] = {
            "source": source.source_id,
            "fetched": source.texts,
            "unchanged": source.unchanged,
            "from last snapshots": source.stale,
        }
        if set_aside is not None:
            row["published"] = source.texts - counted.total()
            row["set aside"] = ", ".join(f"{n} {reason}" for reason, n in sorted(counted.items())) or "0"
        rows.append(row | {"trouble": source.trouble or ""})
    step = "texts" if set_aside is not None else "fetched"
    _shown(lambda: create_table_artifact(rows, key=f"rostra-{step}", description="What became of the texts of each source"))


def show_validation(results: Mapping[str, Any], since: str) -> None:
    """Show how many promises of each table held, and the broken ones with their sentence; and `since` when, as Markdown."""
    from prefect.artifacts import create_markdown_artifact

    lines = ["| table | promises | broken |", "| --- | ---: | ---: |"]
    broken = []
    for table, promises in results["tables"].items():
        lines.append(f"| {table} | {len(promises)} | {sum(1 for promise in promises if not promise['is_met'])} |")
        broken += [(table, promise) for promise in promises if not promise["is_met"]]
    head = f"**{results['promises'] - results['broken']} of {results['promises']} promises held.**"
    told = [f"- `{table}` · {promise['sentence']} ({promise['violations']} broken)" for table, promise in broken[:BROKEN_SHOWN]]
    text = "\n\n".join([head, "\n".join(told), "\n".join(lines), since])
    _shown(lambda: create_markdown_artifact(text, key="rostra-validation", description="The verdict on every promise"))


def show_release(sources: Path, store: str, release: Path, *, is_new: bool) -> None:
    """Show the release's number, its difference to the one before and a link to it; a new one is an asset made of its sources."""
    from prefect.artifacts import create_link_artifact, create_markdown_artifact

    if not is_watched():
        return
    manifest = json.loads((release / "release.json").read_text(encoding="utf-8"))
    text = difference_text(manifest, is_new=is_new)
    _shown(lambda: create_markdown_artifact(text, key="rostra-difference", description="What this run changed"))
    public = os.environ.get(PUBLIC_ADDRESS)
    address = f"{whole_address(store)}/releases/{release.name}"
    link = f"{public.rstrip('/')}/releases/{release.name}/" if public else Path(address).as_uri() if address.startswith("/") else address
    _shown(lambda: create_link_artifact(link, link_text=f"release {manifest['version']}", key="rostra-release", description=address))
    if is_new:
        _shown(lambda: _materialize(read_sources(sources), store, manifest))


def difference_text(manifest: Mapping[str, Any], *, is_new: bool) -> str:
    """Return the difference of a release to the one before as Markdown: number, level, reasons, rows per table."""
    version, previous = manifest["version"], manifest["previous"]
    if not is_new:
        return f"Nothing changed: **{version}** is still the latest."
    found = manifest.get("difference") or {}
    level = f" ({found['level']})" if found.get("level") else ""
    lines = [f"Published **{version}**{level}" + (f" after {previous}." if previous else ", the first release.")]
    lines += [f"- {reason}" for reason in found.get("reasons", ())]
    lines += ["", "| table | rows | added | removed | changed |", "| --- | ---: | ---: | ---: | ---: |"]
    for table in manifest["tables"]:
        counts = (found.get("tables") or {}).get(table["name"], {})
        lines.append("| " + " | ".join([table["name"], str(table["rows"]), *(str(counts.get(kind, "")) for kind in KINDS)]) + " |")
    return "\n".join(lines)


def asset_key(store: str, *parts: str) -> str:
    """Return the key of an asset of a store.

    >>> asset_key("s3://bucket/rostra", "tables", "speeches")
    'rostra://rostra/tables/speeches'
    """
    folder = whole_address(store).rpartition("/")[2]
    name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in folder) or "store"
    return "/".join([f"rostra://{name}", *parts])


def _materialize(sources: Sequence[SourceDeclaration], store: str, manifest: Mapping[str, Any]) -> None:
    """Say to Prefect that a release and its tables were made of their sources."""
    from prefect.assets import Asset, AssetProperties, add_asset_metadata, materialize

    made_of: list[str | Asset] = [
        Asset(key=asset_key(store, "sources", source.source_id), properties=AssetProperties(name=source.publisher, url=source.url))
        for source in sources
    ]
    release = Asset(key=asset_key(store, "release"), properties=AssetProperties(name=f"Rostra {manifest['version']}"))
    tables = [Asset(key=asset_key(store, "tables", table["name"])) for table in manifest["tables"]]

    @materialize(
        release, *tables, by="rostra", asset_deps=made_of, name="record the release", task_run_name=f"record {manifest['version']}"
    )
    def record() -> None:
        add_asset_metadata(release, {"version": manifest["version"], "previous": manifest["previous"]})
        for asset, table in zip(tables, manifest["tables"], strict=True):
            add_asset_metadata(asset, {"rows": table["rows"], "sha256": table["sha256"]})

    record()
