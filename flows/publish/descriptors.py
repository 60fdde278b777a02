"""Writing what describes the staged tables into their folder: descriptors, the manifest, and the checksums last."""

from __future__ import annotations

from pathlib import Path

from flows.publish.facts import ReleaseFacts, file_facts
from flows.publish.manifest import MANIFEST, MANIFEST_SCHEMA, VERDICTS, manifest
from flows.publish.render import rendered
from flows.publish.schema import refuse_breaches
from flows.publish.sharing import NOTHING_KNOWN, Known, names_within
from flows.publish.texts import as_lines
from rostra.verify import CHECKSUMS

# Not listed in the manifest: itself, and what is written after it.
AFTER_THE_MANIFEST = frozenset({MANIFEST, VERDICTS, CHECKSUMS})


def write_descriptors(folder: Path, facts: ReleaseFacts, known: Known = NOTHING_KNOWN) -> None:
    """Write every descriptor of the release; the same facts and files give the same bytes. The manifest lists what lies there.

    Files of the release that `known` tells of are not read. Raises NotAsAsked where the manifest is not by its schema.
    """
    write_without_files(folder, facts)
    listed = [file_facts(name, folder, known) for name in names_within(folder) if name not in AFTER_THE_MANIFEST]
    content = manifest(facts, listed)
    refuse_breaches(MANIFEST_SCHEMA, content)
    _write(folder / MANIFEST, as_lines(content) + "\n")


def write_without_files(folder: Path, facts: ReleaseFacts) -> None:
    """Write every descriptor, the manifest as it is without the list of files: enough to be compared."""
    for name, text in rendered(facts).items():
        _write(folder / name, text)
    _write(folder / MANIFEST, as_lines(manifest(facts, ())) + "\n")


def write_checksums(folder: Path, known: Known = NOTHING_KNOWN) -> None:
    """Write SHA256SUMS over every other file of the release; files of the release that `known` tells of are not read."""
    (folder / CHECKSUMS).unlink(missing_ok=True)
    lines = [f"{known.sha256_of(f'{folder}/{name}')}  {name}\n" for name in names_within(folder)]
    _write(folder / CHECKSUMS, "".join(lines))


def names_of(folder: Path) -> list[str]:
    """Return the names of the release's files within their folder, sorted, but for SHA256SUMS."""
    return [name for name in names_within(folder) if name != CHECKSUMS]


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_bytes() == content.encode():
        return
    path.unlink(missing_ok=True)  # it may be a file of a published release under a second name
    path.write_text(content, encoding="utf-8", newline="\n")
