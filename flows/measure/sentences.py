"""How well the sentence rule finds the ends that people marked.

A gold file is a gzipped JSON list of {text, newdoc, newpar, nospace}, sentences in order; its name begins with the language.
The text is built anew: a paragraph's sentences are joined by one space (by none where the latter says `nospace`), and a new
paragraph or document begins a paragraph; a file that marks neither becomes one long paragraph.

A sentence's end is found when a predicted sentence ends at the same code point. All ends count, as is usual; the ends of
paragraphs are given away by that, so F1 is printed once more without them ("inner").
"""

import gzip
import json
import random
from bisect import bisect_left, bisect_right
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from flows.segment.sentences import sentence_spans
from schemas.columns import Span
from schemas.words import Language

BLOCK_SENTENCES = 20
FEWEST_DOCUMENTS = 20
"""The bootstrap draws documents where there are so many, and blocks of consecutive sentences elsewhere."""
DRAWS = 1000
SEED = 20260210


class Counts(NamedTuple):
    """What became of some sentence ends: found, predicted where there is none, and missed."""

    found: int = 0
    false: int = 0
    missed: int = 0


class Figures(NamedTuple):
    """How the rule did on one file; shares from 0 to 1, the interval is the bootstrap's middle 95 %."""

    sentences: int
    exact_sentences: int
    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float]
    f1_inner: float


class MarkedSentence(NamedTuple):
    """One sentence as the gold file holds it."""

    text: str
    begins_document: bool
    begins_paragraph: bool
    follows_directly: bool


class Judged(NamedTuple):
    """What the rule made of one marked sentence."""

    ends: Counts
    inner_ends: Counts
    is_exact: bool


def score_sentences(path: Path, language: Language) -> Figures:
    """Return how well the ends of the sentences in a gold file are found; KeyError where a sentence lacks a field."""
    documents = marked_documents(path)
    judged = [[one for text, spans in marked_paragraphs(document) for one in _judge(text, spans, language)] for document in documents]
    flat = [one for document in judged for one in document]
    blocks = judged if len(judged) >= FEWEST_DOCUMENTS else [flat[i : i + BLOCK_SENTENCES] for i in range(0, len(flat), BLOCK_SENTENCES)]
    total = _sum([one.ends for one in flat])
    return Figures(
        sentences=len(flat),
        exact_sentences=sum(one.is_exact for one in flat),
        precision=total.found / max(1, total.found + total.false),
        recall=total.found / max(1, total.found + total.missed),
        f1=_f1(total),
        f1_interval=_interval([_sum([one.ends for one in block]) for block in blocks]),
        f1_inner=_f1(_sum([one.inner_ends for one in flat])),
    )


def marked_documents(path: Path) -> list[list[MarkedSentence]]:
    """Return the sentences of each document of a gold file."""
    documents: list[list[MarkedSentence]] = []
    for row in json.loads(gzip.decompress(path.read_bytes())):
        sentence = MarkedSentence(" ".join(row["text"].split()), row["newdoc"], row["newdoc"] or row["newpar"], row["nospace"])
        if sentence.begins_document or not documents:
            documents.append([])
        documents[-1].append(sentence)
    return documents


def marked_paragraphs(document: list[MarkedSentence]) -> list[tuple[str, list[Span]]]:
    """Return each paragraph's text with its sentences' spans in it."""
    groups: list[list[MarkedSentence]] = []
    for sentence in document:
        if sentence.begins_paragraph or not groups:
            groups.append([])
        groups[-1].append(sentence)
    return [_joined(group) for group in groups]


def _joined(group: list[MarkedSentence]) -> tuple[str, list[Span]]:
    pieces = [group[0].text, *(one.text if one.follows_directly else " " + one.text for one in group[1:])]
    ends = list(accumulate(len(piece) for piece in pieces))
    return "".join(pieces), [Span(end - len(one.text), end) for end, one in zip(ends, group, strict=True)]


def _judge(text: str, marked: list[Span], language: Language) -> list[Judged]:
    predicted = sentence_spans(text, Span(0, len(text)), language)
    exact = set(predicted)
    ends = [span.end for span in predicted]
    judged = []
    for span in marked:
        first, behind = bisect_right(ends, span.start), bisect_left(ends, span.end)
        is_found = behind < len(ends) and ends[behind] == span.end
        counts = Counts(is_found, behind - first, not is_found)
        inner = Counts(false=counts.false) if span.end == len(text) else counts
        judged.append(Judged(counts, inner, span in exact))
    return judged


def _sum(counts: list[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))


def _f1(counts: Counts) -> float:
    return 2 * counts.found / max(1, 2 * counts.found + counts.false + counts.missed)


def _interval(blocks: list[Counts]) -> tuple[float, float]:
    """Return between which values the middle 95 % of F1 lie when the blocks are drawn anew, with replacement."""
    draw = random.Random(SEED)  # noqa: S311 – a seeded draw is the point
    scores = sorted(_f1(_sum(draw.choices(blocks, k=len(blocks)))) for _ in range(DRAWS))
    return scores[DRAWS * 25 // 1000], scores[DRAWS * 975 // 1000 - 1]
