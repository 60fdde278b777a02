"""Kazakh cues: the words of saying, in every form, and where they stand in a sentence."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.kazakh_words import PACKAGE
from flows.label.quotations.tokens import PASSAGE, WORD, Token, plain
from flows.lists import word_list

CONVERB_ENDINGS = ("ып", "іп", "п", "келе")
THAT = "деп"
WORDS_AFTER_THAT = 4
DENIALS = frozenset(("жоқ", "емес"))


class CueEntry(NamedTuple):
    """One line of the list of cues."""

    lemma: str
    kind: str
    """speech, writing, thought, order, evaluation or relay."""
    takes: frozenset[str]
    before: tuple[str, ...]
    """Words that must stand before the declined one."""


class Cue(NamedTuple):
    """A cue in a sentence: indices of its tokens; `that` is that of a `деп` before it, -1 where there is none."""

    first: int
    last: int
    entry: CueEntry
    that: int

    @property
    def start(self) -> int:
        """The first token of the cue or its `деп`."""
        return self.that if self.that >= 0 else self.first


@cache
def cue_entries() -> dict[str, tuple[CueEntry, ...]]:
    """Return the cues by each form of their last word, those of most words first."""
    found: dict[str, list[CueEntry]] = {}
    for line in word_list(PACKAGE, "cues.kk.txt"):
        lemma, kind, takes, forms = (part.strip() for part in line.split("|"))
        *before, _ = lemma.split()
        entry = CueEntry(lemma, kind, frozenset(takes.split()) - {"-"}, tuple(plain(word) for word in before))
        for form in forms.split():
            found.setdefault(plain(form), []).append(entry)
    return {form: tuple(sorted(entries, key=lambda entry: -len(entry.before))) for form, entries in found.items()}


def cues_in(tokens: Sequence[Token], start: int, stop: int) -> list[Cue]:
    """Return the cues among some tokens in order, each with the `деп` that belongs to it."""
    entries = cue_entries()
    found: list[Cue] = []
    for index in range(start, stop):
        if tokens[index].kind != WORD or tokens[index].low not in entries:
            continue
        if index + 1 < stop and tokens[index + 1].low in DENIALS:
            continue
        is_said = index > start and tokens[index - 1].kind == PASSAGE and index + 1 < stop and tokens[index + 1].low == ","
        if tokens[index].low == THAT and not is_said:
            continue
        for entry in entries[tokens[index].low]:
            first = index - len(entry.before)
            if first >= start and all(tokens[first + i].low == word for i, word in enumerate(entry.before)):
                if found and found[-1].last >= first:
                    found.pop()  # айтып … of айтып берді
                lowest = found[-1].last + 1 if found else start
                found.append(Cue(first, index, entry, _that_before(tokens, first, lowest)))
                break
    return found


def is_converb(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a cue only leads to another verb: `айтып, …`."""
    return tokens[cue.last].low.endswith(CONVERB_ENDINGS)


def _that_before(tokens: Sequence[Token], first: int, lowest: int) -> int:
    """Return the `деп` of a cue: right before it, or with its source between the two (`деп Президент атап өтті`)."""
    for index in range(first - 1, max(lowest, first - 1 - WORDS_AFTER_THAT) - 1, -1):
        if tokens[index].kind != WORD:
            return -1
        if tokens[index].low == THAT:
            return index
    return -1
