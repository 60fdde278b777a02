"""Writing what describes the staged tables into their folder: descriptors, samples, the manifest, and the checksums last."""

from __future__ import annotations

from pathlib import Path

from flows.publish.facts import ReleaseFacts, file_facts
from flows.publish.manifest import MANIFEST, MANIFEST_SCHEMA, VERDICTS, manifest
from flows.publish.render import rendered
from flows.publish.sample import write_sample
from flows.publish.schema import refuse_breaches
from flows.publish.texts import as_json
from rostra.verify import CHECKSUMS, sha256_of
from schemas.dataset import SAMPLED, TABLES

# Not listed in the manifest: itself, and what is written after it.
AFTER_THE_MANIFEST = frozenset({MANIFEST, VERDICTS, CHECKSUMS})


def write_descriptors(folder: Path, facts: ReleaseFacts) -> None:
    """Write every file of the release but its tables, the judges' verdicts and SHA256SUMS; the same facts and tables give the same bytes.

    Raises NotAsAsked where the manifest is not by its schema.
    """
    for name, text in rendered(facts).items():
        _write(folder / name, text)
    write_sample(TABLES, SAMPLED, folder)
    listed = [file_facts(path, folder) for path in _files(folder) if _name(path, folder) not in AFTER_THE_MANIFEST]
    content = manifest(facts, listed)
    refuse_breaches(MANIFEST_SCHEMA, content)
    _write(folder / MANIFEST, as_json(content))


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS over every other file of the release."""
    (folder / CHECKSUMS).unlink(missing_ok=True)
    lines = [f"{sha256_of(path)}  {_name(path, folder)}\n" for path in _files(folder)]
    _write(folder / CHECKSUMS, "".join(lines))


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(found, key=lambda path: _name(path, folder))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")
