"""Our text work beside spaCy's sentences, and a bare loop beside engines that run the same function."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import write_corpus
from benchmarks.measuring import HOUSE, Figure, Size, Used, figure, in_turn, median_of, used_by
from benchmarks.peers.environments import PEERS, our_versions, python_of


def text_work(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield how many times the processor time of our whole text work spaCy's sentencizer takes, starts apart."""
    sources = write_corpus(corpora, size.texts)
    spacy = [python_of("spacy"), HOUSE / "benchmarks" / "peers" / "spacy_sentences.py"]
    ours = [sys.executable, "-m", "benchmarks.bare_loop"]
    runs = in_turn(size.pairs, lambda: _used(ours, sources), lambda: _used(spacy, sources))
    assert all(a.said["rows"] == runs[0][0].said["rows"] for a, _ in runs)
    # A scrap without a sentence is set aside by us.
    assert all(0 <= b.said["rows"]["speeches"] - a.said["rows"]["speeches"] <= size.texts // 100 for a, b in runs)
    ratios = [b.said["work_seconds"] / a.said["work_seconds"] for a, b in runs]
    details = {
        "texts": size.texts,
        "our_milliseconds_per_text": median_of([1000 * a.said["work_seconds"] / size.texts for a, _ in runs]),
        "spacy_milliseconds_per_text": median_of([1000 * b.said["work_seconds"] / size.texts for _, b in runs]),
        "our_peak_megabytes": round(max(a.peak_bytes for a, _ in runs) / 1e6),
        "spacy_peak_megabytes": round(max(b.peak_bytes for _, b in runs) / 1e6),
        "our_rows": runs[0][0].said["rows"],
        "spacy_rows": runs[0][1].said["rows"],
        "peer": PEERS["spacy"],
        "versions": our_versions(),
    }
    yield figure("text_work", ratios, details)


def engines(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield the processor time of each engine that runs our per-text function, to that of a bare loop; all write the same."""
    sources = write_corpus(corpora, size.texts)
    bare = [sys.executable, "-m", "benchmarks.peers.bare_rows"]
    for peer in ("datatrove", "daft"):
        theirs = [python_of(peer), "-m", f"benchmarks.peers.{peer}_rules"]
        runs = in_turn(size.pairs, lambda: _used(bare, sources), lambda theirs=theirs: _used(theirs, sources))  # type: ignore[misc]
        assert len({used.said["sha256"] for pair in runs for used in pair}) == 1, f"{peer} wrote other rows"
        ratios = [b.said["work_seconds"] / a.said["work_seconds"] for a, b in runs]
        details = {
            "texts": size.texts,
            "bare_milliseconds_per_text": median_of([1000 * a.said["work_seconds"] / size.texts for a, _ in runs]),
            "engine_milliseconds_per_text": median_of([1000 * b.said["work_seconds"] / size.texts for _, b in runs]),
            "engine_peak_megabytes": round(max(b.peak_bytes for _, b in runs) / 1e6),
            "peer": PEERS[peer],
        }
        yield figure(f"engine_{peer}", ratios, details)


def _used(command: Sequence[str | Path], sources: Path) -> Used:
    with TemporaryDirectory(prefix="bench-") as folder:
        return used_by([*command, sources, Path(folder) / "out"])
