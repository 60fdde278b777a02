"""Publishers that kill themselves: each line of the input is a moment (`before describe`) and a store, divided by a tab.

A process of its own publishes `CHANGED` to the store and dies by SIGKILL at that moment; the signal that ended it is printed. The
processes are forked from one that has imported everything, and write few descriptors: what is tried is the protocol.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb  # noqa: F401  imported before the fork
import pyarrow.parquet  # noqa: F401

from flows.publish import index, steps
from flows.publish.facts import ReleaseFacts
from flows.publish.manifest import MANIFEST, VERDICTS, manifest
from flows.publish.on_disk import acquire, publish
from flows.publish.pages.release import INDEX_PAGE
from flows.publish.sharing import NOTHING_KNOWN, Known
from flows.publish.texts import as_json
from tests.publish.a_release import ROWS, SPEECH, staged

ANOTHER = SPEECH._replace(speech_id="gazette.on-rivers", text_sha256="2" * 64)
CHANGED = {**ROWS, "speeches": [SPEECH, ANOTHER]}


def few_descriptors(folder: Path, facts: ReleaseFacts, known: Known) -> None:
    """Write the descriptors that publishing itself reads."""
    (folder / MANIFEST).write_text(as_json(manifest(facts, [])), encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(f"# Changes\n\n## {facts.build.version}\n", encoding="utf-8")
    (folder / "CITATION.cff").write_text("cff-version: 1.2.0\n", encoding="utf-8")
    (folder / VERDICTS).parent.mkdir(exist_ok=True)


def no_samples(tables: object, sampled: object, release: Path) -> None:
    """Draw none."""


def little_page(release: Path, facts: ReleaseFacts, small: object, known: Known, ids: Path | None = None) -> None:
    """Write a page, so that the store gets its own."""
    (release / INDEX_PAGE).write_text("a page", encoding="utf-8")


def no_sync(path: Path) -> None:
    """Leave the disk alone: what dies here is the process, not the machine."""


def publish_little(setting: Callable[[object, str, object], None] = setattr) -> None:
    """Have publishing write what it needs and no more."""
    setting(steps, "write_descriptors", few_descriptors)
    setting(steps, "write_without_files", lambda folder, facts: few_descriptors(folder, facts, NOTHING_KNOWN))
    setting(steps, "write_sample", no_samples)
    setting(steps, "write_pages", little_page)
    setting(steps, "sync", no_sync)
    setting(index, "sync", no_sync)


def dies_at(moment: str, store: Path) -> None:
    """Publish, and be killed at the moment."""

    def on_step(reached: str) -> None:
        if reached == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    with acquire(store, wait_seconds=0):
        publish(store, *staged(store, CHANGED), on_step=on_step)


def main() -> None:
    """Fork once for each line, and print how each fork ended: the number of the signal, or 0."""
    publish_little()
    for line in sys.stdin:
        moment, store = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            dies_at(moment, Path(store))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
