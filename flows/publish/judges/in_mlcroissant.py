"""mlcroissant: the descriptor, and then each record, since validation alone reads no data."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.declared import rows_promised


def troubles(release: Path) -> list[str]:
    """Return the errors and warnings of the descriptor, and the record sets that cannot be read or have other numbers of records."""
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    promised = rows_promised(release)
    found = [str(issue) for issue in (*issues.errors, *issues.warnings)]
    read = [record_set.uuid for record_set in dataset.metadata.record_sets]
    found += [f"{table}: no record set" for table in promised if table not in read]
    for name in read:
        try:
            records = sum(1 for _ in dataset.records(name))
        except Exception as error:  # its own kinds, and pyarrow's
            found.append(f"{name}: {error.__cause__ or error}")
            continue
        if name in promised and records != promised[name]:
            found.append(f"{name}: {records} records, {promised[name]} promised")
    return found
