"""The frames of English quotations: each word of saying, who says it, and how far what is said reaches.

Plain rules over the class letters of a sentence's words (`units.py`): for each cue its source (`sources.py`), then its content
(`contents.py`); then the frames without a verb: according to X, in X's words, “…” – X.
"""

import re
from collections.abc import Iterator

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.contents import with_content
from flows.label.quotations.analytic.grammar import OPINIONS, Cue
from flows.label.quotations.analytic.negation import is_unsaid, says_nothing
from flows.label.quotations.analytic.passives import of_passives
from flows.label.quotations.analytic.phrases import clause_end, left_start, main_subject, noun_phrase_after
from flows.label.quotations.analytic.sources import source_of
from flows.label.quotations.analytic.units import Unit

# “…” – Jane Roe, 34, of Aktau
SIGNED = re.compile(r"(Q+)-(?=[TN]+(?:,.*)?\.?$)")
# In his words · in the mayor’s opinion
OWNER = re.compile(r"[GH]|[DG]?[NnTr#]+(?:o[DG]?[NnTr]+)?z")
# Bread, according to the bank, | is cheaper
GOES_ON = re.compile(r",(?=A*[BVCE])")
FINITE_VERB = re.compile(r"[BVCE]")
NAMED = re.compile(r",T?N{2,3}(?=,)")
FARTHEST_PREPOSITION = 8
ACCORDING = frozenset(("according", "According"))
ADDRESSING = ("addressing", "Addressing")
NAMING = frozenset(("call", "describe", "label", "term", "name"))


def candidates(unit: Unit) -> list[Candidate]:
    """Return the quotations of a unit in the order of their cues."""
    found = list(_of_verbs_and_phrases(unit))
    if passives := of_passives(unit):
        found = sorted((*found, *passives), key=lambda candidate: candidate.cue)
    if not found:
        return list(_of_marks(unit))
    return _without_restated(_clipped(unit, found)) if len(found) > 1 else found


def _of_verbs_and_phrases(unit: Unit) -> Iterator[Candidate]:
    last: Candidate | None = None
    taken_until = 0
    for index in _frame_words(unit):
        if index < taken_until:
            continue
        found = _at(unit, index, last)
        if found is None:
            continue
        if found.addressee is None and "g" in unit.codes:
            found = found._replace(addressee=_addressed(unit))
        yield found
        last = found
        taken_until = max(found.cue.end, index + 1)


def _frame_words(unit: Unit) -> list[int]:
    """Return where the words of saying stand, and each `according` with its `to`, and what may be `words` in `in his words`."""
    places = list(unit.cues)
    if "gt" in unit.codes or "nt" in unit.codes:
        places += [at for at, word in enumerate(unit.words) if word in ACCORDING and unit.codes[at + 1 : at + 2] == "t"]
    if not OPINIONS.isdisjoint(unit.words):
        places += [at for at, word in enumerate(unit.words) if word in OPINIONS and at > 1]
    places.sort()
    return places


def _at(unit: Unit, index: int, last: Candidate | None) -> Candidate | None:
    cue = unit.cues.get(index)
    if cue:
        return _of_cue(unit, index, cue, last)
    return _according(unit, index) if unit.words[index] in ACCORDING else _in_words_of(unit, index)


def _of_cue(unit: Unit, index: int, cue: Cue, last: Candidate | None) -> Candidate | None:
    found = source_of(unit, index, cue, last)
    if found is None:
        return None
    first, end = index, index + 1 + len(cue.particles)
    while unit.codes[index] != "R" and first and unit.codes[first - 1] in "BX":
        first -= 1
    candidate = Candidate(Part(first, end), cue.lemma, cue.kind, found.source, (), None, found.is_borrowed)
    if is_unsaid(unit, index, cue, found.source):
        return candidate  # it holds nothing, unless marked words follow: He did not say so. “…”
    whole = with_content(unit, candidate, cue, found.source.end if found.is_behind else end)
    return None if whole and says_nothing(unit, whole) else whole


def _according(unit: Unit, index: int) -> Candidate | None:
    """Return the quotation of a frame such as `According to the mayor, …`."""
    codes = unit.codes
    left = left_start(codes, index)
    source = noun_phrase_after(codes, index + 2, has_apposition=index != left)
    if source is None:
        return None
    if index == left and (named := NAMED.match(codes, source[1])):
        source = source[0], named.end()  # According to the chief of the mission, Jane Roe, …
    cue = Part(index, index + 2)
    content: tuple[Part, ...]
    if index > left:
        content = (Part(left, index - 1 if codes[index - 1] == "," else index),)
        if codes[index - 1] == "," and (goes_on := GOES_ON.match(codes, source[1])) and not FINITE_VERB.search(codes, left, index):
            content = (*content, Part(goes_on.end(), clause_end(unit, goes_on.end())))
    elif codes[source[1] : source[1] + 1] == ",":
        content = (Part(source[1] + 1, clause_end(unit, source[1] + 1)),)
    else:
        return None
    content = tuple(part for part in content if part.end > part.first)
    return Candidate(cue, "according to", "saying", Part(*source), content) if content else None


def _in_words_of(unit: Unit, index: int) -> Candidate | None:
    """Return the quotation of a frame such as `In his words, …` or `…, in the mayor’s opinion`."""
    codes, words = unit.codes, unit.words
    preposition = next((at for at in range(index - 1, max(index - FARTHEST_PREPOSITION, -1), -1) if words[at] in ("in", "In")), None)
    if preposition is None or not OWNER.fullmatch(codes, preposition + 1, index):
        return None
    left, following = left_start(codes, preposition), codes[index + 1 : index + 2]
    if preposition == left and following == ",":
        content = Part(index + 2, clause_end(unit, index + 2))
    elif preposition > left and codes[preposition - 1] == "," and following in ("", ".", ","):
        content = Part(left, preposition - 1)
    else:
        return None
    if content.end <= content.first:
        return None
    cue, source = Part(preposition, preposition + 1), Part(preposition + 1, index)
    return Candidate(cue, f"in {words[index]}", "saying", source, (content,), further_cue=Part(index, index + 1))


def _of_marks(unit: Unit) -> Iterator[Candidate]:
    """Yield the quotation of a unit without a verb of saying: “…” – Jane Roe; this is what they found: and the next paragraph holds it."""
    signed = SIGNED.match(unit.codes)
    if signed:
        dash = signed.end(1)
        source = noun_phrase_after(unit.codes, dash + 1)
        if source:
            yield Candidate(Part(dash, dash + 1), "", "saying", Part(*source), (Part(0, dash),))
    elif unit.codes.endswith(":"):
        source = main_subject(unit.codes, len(unit.codes))
        if source:
            yield Candidate(Part(len(unit.codes) - 1, len(unit.codes)), "", "saying", Part(*source), ())


def _addressed(unit: Unit) -> Part | None:
    """Return whom the speaker is said to be addressing: Addressing the deputies, he said."""
    word = next((word for word in ADDRESSING if word in unit.words), None)
    phrase = noun_phrase_after(unit.codes, unit.words.index(word) + 1, has_apposition=False) if word else None
    return Part(*phrase) if phrase else None


def _clipped(unit: Unit, found: list[Candidate]) -> list[Candidate]:
    """End what the first frames hold before a later frame that stands behind all of it: X agreed to go, | Y reported."""
    limit = len(unit.codes)
    clipped: list[Candidate] = []
    for candidate in reversed(found):
        content = candidate.content
        if content and content[-1].end > limit:
            content = tuple(Part(part.first, min(part.end, limit)) for part in content if part.first < limit)
        clipped.append(candidate._replace(content=content))
        if len(content) == 1 and content[0].end <= candidate.cue.first:
            limit = min(limit, content[0].end)
    return clipped[::-1]


def _without_restated(found: list[Candidate]) -> list[Candidate]:
    """Leave out an evaluation whose own words follow: X praised the draft, calling it ‘a new document’ is one act of saying."""
    return [candidate for at, candidate in enumerate(found) if not (at + 1 < len(found) and _is_restated(candidate, found[at + 1]))]


def _is_restated(candidate: Candidate, following: Candidate) -> bool:
    if candidate.kind != "evaluation" or not following.borrows_source or following.lemma not in NAMING:
        return False
    return bool(candidate.content) and candidate.content[-1].end + 1 == following.cue.first
