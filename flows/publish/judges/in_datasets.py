"""Hugging Face datasets loads the configurations that the card's header names, offline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.publish.judges.apart import tell, troubles_apart
from flows.publish.judges.declared import Seen, differences, rows_promised
from schemas.dataset import BY_NAME

TYPES = {
    "string": "string",
    "int32": "int32",
    "float64": "float64",
    "bool": "bool",
    "date32": "date32",
    "timestamp[us, UTC]": "timestamp[us, tz=UTC]",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it loads them, and tables with rows that it does not know."""
    return troubles_of_each([release])[0]


def troubles_of_each(releases: Sequence[Path]) -> list[list[str]]:
    """Return the same for several releases: its start takes longer than its work."""
    with TemporaryDirectory() as home:
        offline = {"HF_HOME": home, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
        return troubles_apart(__name__, [release.resolve() for release in releases], offline)


def _found(release: Path) -> list[str]:
    import datasets

    datasets.disable_progress_bars()
    promised = rows_promised(release)
    names = datasets.get_dataset_config_names(str(release))
    found = [f"{name}: no configuration" for name, rows in promised.items() if rows and name not in names]
    for name in names:
        split = datasets.load_dataset(str(release), name, split="train")
        columns = {column: feature.dtype for column, feature in split.features.items()}
        found += differences(BY_NAME[name], Seen(columns, split.num_rows), TYPES, promised)
    return found


if __name__ == "__main__":
    tell(_found)
