"""The language of each paragraph of a text, and the rules by which each is read."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.label.language.decide import ParagraphLanguage, paragraph_language
from flows.label.language.letters import codes_of, evidence
from flows.languages.pack import pack
from flows.segment.document import Stretch
from schemas.columns import Span
from schemas.words import Language

# «…», “…”, "…": words of somebody else, maybe in another language than the writer's
MARKED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
LEAST_FRAME_LETTERS = 3


class ToldLanguage(NamedTuple):
    """The language of a paragraph, and that by whose rules it is read: the writer's own beside words of others; None for a foreign one."""

    language: ParagraphLanguage
    read_as: Language | None


def languages_of(text: str, paragraphs: Sequence[Span], main: Language) -> list[ToldLanguage]:
    """Return the language of each paragraph of a text whose own language is `main`.

    A paragraph that does not tell its language is read as those around it where they agree.
    """
    told = [paragraph_language(text[span.start : span.end], main) for span in paragraphs]
    if all(one.language is main and one.foreign is None for one in told):
        return [ToldLanguage(one, main) for one in told]
    before, held = main, tuple(dict.fromkeys((main, *(one.language for one in told))))
    read: list[Language | None] = []
    for one, span, after in zip(told, paragraphs, _told_behind(told, main), strict=True):
        if one.foreign:
            read.append(None)
            continue
        if one.is_inherited:
            read.append(before if before is after else main)
            continue
        before = _of_frame(text[span.start : span.end], one.language, held, before)
        read.append(before)
    return list(map(ToldLanguage, told, read))


def _told_behind(told: Sequence[ParagraphLanguage], main: Language) -> list[Language]:
    """Return for each paragraph the language that the next one behind it tells, `main` where none does."""
    behind, after = [], main
    for one in reversed(told):
        behind.append(after)
        after = after if one.is_inherited else one.language
    return behind[::-1]


def _of_frame(paragraph: str, told: Language, held: Sequence[Language], before: Language) -> Language:
    """Return which of the languages held in a text is that of what stands around the marked words of a paragraph.

    Where it may be several, it is that of the paragraph before, else that which the whole paragraph tells.
    """
    frame = MARKED.sub(" ", paragraph)
    if len(frame) == len(paragraph) or len(LETTER.findall(frame)) < LEAST_FRAME_LETTERS:
        return told
    strange = _strangeness(frame, held)
    least = min(strange.values())
    return next((language for language in (before, told) if strange[language] == least), min(strange, key=strange.__getitem__))


def _strangeness(frame: str, held: Sequence[Language]) -> dict[Language, tuple[int, int]]:
    """Return how strange words are to each language: letters that it does not write, then how few words tell it (below 0)."""
    seen, words = evidence(frame), set(WORD.findall(frame.lower()))
    written = codes_of(seen.script)
    return {
        language: (
            seen.unwritten[language] if language in written else seen.letters,
            -seen.telling[language] - len(words & pack(language).words("attributing")),
        )
        for language in held
    }


def stretches_of(paragraphs: Sequence[Span], told: Sequence[ToldLanguage], main: Language) -> tuple[Stretch, ...]:
    """Return where the paragraphs of each language begin; nothing where all are read as the text is."""
    if all(one.read_as is main for one in told):
        return ()
    return tuple(_stretches(paragraphs, told))


def _stretches(paragraphs: Sequence[Span], told: Sequence[ToldLanguage]) -> Iterator[Stretch]:
    yield Stretch(0, told[0].read_as)
    for (_, before), (span, one) in pairwise(zip(paragraphs, told, strict=True)):
        if one.read_as is not before.read_as:
            yield Stretch(span.start, one.read_as)
