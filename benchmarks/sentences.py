"""How well and how fast sentences are told apart: `python -m benchmarks.sentences en_….sentences.json.gz…`.

`flows.measure.sentences` says what a gold file holds, and how ends are counted.
"""

import argparse
import time
from pathlib import Path

from flows.measure.sentences import marked_documents, marked_paragraphs, score_sentences
from flows.segment.sentences import sentence_spans
from schemas.columns import Span
from schemas.words import Language

LANGUAGES = {language.value: language for language in Language}
TIMED_BYTES = 3_000_000


def megabytes_per_second(path: Path, language: Language) -> float:
    """Return how many millions of UTF-8 bytes a second of CPU the rule reads, paragraph by paragraph of a gold file."""
    texts = [text for document in marked_documents(path) for text, _ in marked_paragraphs(document)]
    size = sum(len(text.encode()) for text in texts)
    rounds = max(1, TIMED_BYTES // size)
    began = time.process_time()
    for _ in range(rounds):
        for text in texts:
            sentence_spans(text, Span(0, len(text)), language)
    return size * rounds / 1e6 / (time.process_time() - began)


def main() -> None:
    """Print a row of figures a file."""
    parser = argparse.ArgumentParser(description="Score the sentence rule on files of marked sentences.")
    parser.add_argument("gold", type=Path, nargs="+", help="a .sentences.json.gz file whose name begins with its language")
    print(f"{'file':34} {'n':>5} {'P':>6} {'R':>6} {'F1':>6} {'95 %':>13} {'inner':>6} {'exact':>6} {'MB/s':>6}")
    for path in parser.parse_args().gold:
        language = LANGUAGES[path.name[:2]]
        figures = score_sentences(path, language)
        low, high = figures.f1_interval
        print(
            f"{path.name.removesuffix('.sentences.json.gz'):34} {figures.sentences:5} {figures.precision:6.1%} {figures.recall:6.1%} "
            f"{figures.f1:6.1%} {low:6.1%}–{high:6.1%} {figures.f1_inner:6.1%} {figures.exact_sentences:6} "
            f"{megabytes_per_second(path, language):6.1f}"
        )


if __name__ == "__main__":
    main()
