"""How much a run would take from the latest release: speeches that would go, or be rewritten, because other bytes came, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from flows.fetch.declarations import MostLoss
from flows.fetch.fetched import Fetched
from flows.publish.rows import table_files


class Loss(NamedTuple):
    """What one source would lose."""

    source_id: str
    published: int
    """How many speeches of it the latest release holds."""
    removed: int
    rewritten: int

    def is_more_than(self, most: MostLoss) -> bool:
        """Say whether it is beyond both the share and the number, or takes all of several speeches."""
        lost = self.removed + self.rewritten
        return (lost > most.number and lost > most.share * self.published) or self.removed == self.published > 1

    @property
    def sentence(self) -> str:
        """What would be lost, in words, with the remedy."""
        return (
            f"{self.source_id}: of {self.published} published speeches {self.removed} would go and {self.rewritten} be rewritten; "
            f"if that is meant: rostra build --accept-loss {self.source_id}"
        )


def losses(latest: Path, fetched: Iterable[Fetched], withdrawn: Collection[str]) -> list[Loss]:
    """Return what each source of the latest release would lose with what was fetched now; none where it loses nothing.

    A speech whose bytes are those that were published is no loss, whatever the rules now make of them; nor is one that was withdrawn.
    """
    import pyarrow.parquet as pq

    now = {text.speech_id: text.sha256 for text in fetched}
    published, removed, rewritten = Counter[str](), Counter[str](), Counter[str]()
    for path in table_files(latest, "speeches"):
        for batch in pq.ParquetFile(path).iter_batches(columns=["speech_id", "source_id", "raw_sha256"]):
            for speech_id, source_id, sha256 in zip(*(batch.column(place).to_pylist() for place in range(3)), strict=True):
                published[source_id] += 1
                if speech_id not in withdrawn and now.get(speech_id) != sha256:
                    (rewritten if now.get(speech_id) else removed)[source_id] += 1
    return [Loss(source_id, number, removed[source_id], rewritten[source_id]) for source_id, number in sorted(published.items())]


def beyond(found: Iterable[Loss], most: Mapping[str, MostLoss], accepted: Collection[str]) -> list[Loss]:
    """Return the losses that are more than their source allows, and were not accepted; a source that is gone allows what is usual."""
    return [loss for loss in found if loss.source_id not in accepted and loss.is_more_than(most.get(loss.source_id, MostLoss()))]
