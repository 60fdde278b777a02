"""The frames of quotations: each word of saying, who says it, and how far what is said reaches.

Plain rules over the class letters of a sentence's words (`units.py`): for each cue its source (`sources.py`), then its content
(`contents.py`); then the frames without a verb: according to X, in X's words, “…” – X.
"""

import re
from collections.abc import Iterator, Mapping

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.contents import with_content
from flows.label.quotations.analytic.grammar import NAME, is_whole
from flows.label.quotations.analytic.negation import (
    is_called,
    is_deed_of_things,
    is_of_nobody,
    is_planned,
    is_shown_by_things,
    is_unsaid,
    says_nothing,
)
from flows.label.quotations.analytic.open_frames import ANY_VERB, at_end, headline, of_open_frames
from flows.label.quotations.analytic.passives import of_passives
from flows.label.quotations.analytic.phrases import clause_from, left_start, noun_phrase_after
from flows.label.quotations.analytic.sources import source_of
from flows.label.quotations.analytic.units import LONGEST_HEAD, Unit
from flows.label.quotations.words import CueEntry

# “…” – Jane Roe, 34, of Aktau
SIGNED = re.compile(r"(Q+)[-:](?=[TN]+(?:,.*)?\.?$)")
# In his words · by her own account · in the mayor’s opinion
OWNER = re.compile(r"(?P<own>[GH]|[DG]?[NnTr#]+(?:o[DG]?[NnTr]+)?z)n?")
# Bread, according to the bank, | is cheaper
GOES_ON = re.compile(r",(?=A*[BVCE])")
FINITE_VERB = re.compile(r"[BVCE]")
# According to the chief of the mission, Jane Roe, | it rained – to the bank, the lender that runs it, | it rained
NAMED = re.compile(r",(?:T?N{2,3}|DA?n+[hw][VCBn][^VCBE,.:;Q-]*)(?=,)")
JOINED = re.compile(r",[&b]")
# It rained, and the bank, | according to its head,
JOINED_BEFORE = re.compile(r",[&b](?=[^VCBE,;:Q]+,$)")
# In his view | the men have been offered work
SUBJECT = re.compile(r"(?:[DGH]n*[nN]|[DGH]?N+|[PY])A*B?[BVC]")
FARTHEST_PREPOSITION = 8
NO_VERB = CueEntry("")


def candidates(unit: Unit) -> list[Candidate]:
    """Return the quotations of a unit in the order of their cues."""
    found = list(_of_verbs_and_phrases(unit, {}))
    open_frames = of_open_frames(unit, found) if unit.passages else {}
    if open_frames:
        found = list(_of_verbs_and_phrases(unit, open_frames))  # once more: further frames may lean on their sources
    if passives := of_passives(unit):
        found = sorted((*found, *passives), key=lambda candidate: candidate.cue)
    if open_frames:
        found = _without_taken(found)
    if unit.codes.endswith(":") and all(candidate.content for candidate in found) and (announced := at_end(unit)):
        found.append(announced)
    if unit.span.start < LONGEST_HEAD and ":" in unit.codes and (headed := headline(unit)):
        found.insert(0, headed)
    if not found:
        return list(_signed(unit))
    return _without_restated(unit, _clipped(unit, found)) if len(found) > 1 else found


def _without_taken(found: list[Candidate]) -> list[Candidate]:
    """Leave out the frames without a listed verb whose marked words a frame with one holds."""
    taken = {at for candidate in found if candidate.verb is not ANY_VERB for part in candidate.content for at in range(*part)}
    return [candidate for candidate in found if candidate.verb is not ANY_VERB or candidate.content[0].first not in taken]


def _of_verbs_and_phrases(unit: Unit, open_frames: Mapping[int, Candidate]) -> Iterator[Candidate]:
    last: Candidate | None = None
    taken_until = 0
    for index in sorted({*_frame_words(unit), *open_frames}) if open_frames else _frame_words(unit):
        found = (_at(unit, index, last) or open_frames.get(index)) if index >= taken_until else None
        if found is None or (last is not None and _is_denied(unit, last, found)):
            continue
        if found.addressee is None and "g" in unit.codes and (addressee := _addressed(unit)):
            found = found._replace(addressee=addressee)
        yield found
        last = found
        taken_until = max(found.cue.end, index + 1)


def _is_denied(unit: Unit, last: Candidate, found: Candidate) -> bool:
    """Tell whether a frame holds what somebody denies to have refused or threatened: X denied | that he had refused to go."""
    if "denial" not in last.verb.takes or not found.content or not last.content or last.verb.kind == found.verb.kind == "evaluation":
        return False
    first, end = last.content[0]
    return first < found.cue.first < end and unit.codes.startswith(("t", "Xt"), found.content[0].first)


def _frame_words(unit: Unit) -> list[int]:
    """Return where the words of saying stand, and each `according` with its `to`, and what may be `words` in `in his words`."""
    words, according, opinions = unit.words, unit.grammar.according, unit.grammar.opinions
    places = list(unit.cues)
    if not unit.grammar.phrase_words.isdisjoint(words):
        for at, word in enumerate(words):
            follows = word in according and unit.codes[at] != NAME and is_whole(according[word], words, at)
            if follows or (word in opinions and at > 1):
                places.append(at)
        places.sort()
    return places


def _at(unit: Unit, index: int, last: Candidate | None) -> Candidate | None:
    cue = unit.cues.get(index)
    if cue:
        return _of_cue(unit, index, cue, last)
    if unit.words[index] not in unit.grammar.phrase_words:
        return None
    return _in_words_of(unit, index) if unit.words[index] in unit.grammar.opinions else _according(unit, index)


def _of_cue(unit: Unit, index: int, cue: CueEntry, last: Candidate | None) -> Candidate | None:
    found = source_of(unit, index, cue, last)
    if found is None:
        return None
    first, end = index, index + 1 + len(cue.after)
    if unit.codes[index] != "R" or unit.codes.startswith("B", index - 1):
        first = unit.verb_start(index)
    candidate = Candidate(Part(first, end), cue, found.source, (), None, found.is_borrowed)
    if is_of_nobody(unit, cue, found.source) or is_deed_of_things(unit, cue, found.source) or is_called(unit, end, cue, found.source):
        return None
    if is_unsaid(unit, index, cue, found.source):
        return candidate  # it holds nothing, unless marked words follow: He did not say so. “…”
    whole = with_content(unit, candidate, found.source.end if found.is_behind else end)
    return None if whole and (says_nothing(unit, whole) or is_planned(unit, whole) or is_shown_by_things(unit, whole)) else whole


def _according(unit: Unit, index: int) -> Candidate | None:
    """Return the quotation of a frame such as `According to the mayor, …`."""
    codes, verb = unit.codes, unit.grammar.according[unit.words[index]]
    left, end = left_start(codes, index), index + 1 + len(verb.after)
    source = noun_phrase_after(codes, end, has_apposition=index != left)
    if source is None:
        return None
    if index == left:
        named = NAMED.match(codes, source.end)
        source = Part(source.first, named.end() if named else source.end)
        content = [clause_from(unit, source.end + 1) if codes.startswith(",", source.end) else None]
    else:
        is_apart = codes[index - 1] == ","
        joined = JOINED_BEFORE.search(codes, left, index) if GOES_ON.match(codes, source.end) else None
        left = joined.end() if joined else left
        content = [Part(left, index - is_apart)]
        goes_on = GOES_ON.match(codes, source.end) if is_apart and not FINITE_VERB.search(codes, left, index) else None
        content += [clause_from(unit, goes_on.end())] if goes_on else []
    held = tuple(part for part in content if part and part.end > part.first)
    return Candidate(Part(index, end), verb, source, held) if held else None


def _in_words_of(unit: Unit, index: int) -> Candidate | None:
    """Return the quotation of a frame such as `In his words, …` or `…, in the mayor’s opinion`."""
    codes, last = unit.codes, unit.words[index]
    opening = unit.grammar.opinions[last]
    nearest = range(index - 1, max(index - FARTHEST_PREPOSITION, -1), -1)
    first = next((at for at in nearest if unit.words[at].lower() == opening), None)
    if first is not None and codes[first + 1 : index + 2] == "Dno":
        return _in_the_words_of(unit, first, index)
    owner = None if first is None else OWNER.fullmatch(codes, first + 1, index)
    if owner is None:
        return None
    first = owner.start() - 1
    content = _told_beside(unit, first, index)
    if content is None:
        return None
    verb, source = CueEntry(f"{opening} {last}"), Part(*owner.span("own"))
    return Candidate(Part(first, first + 1), verb, source, (content,), further_cue=Part(index, index + 1))


def _told_beside(unit: Unit, first: int, last: int) -> Part | None:
    """Return what stands behind or before words of opinion; None where they only tell where a clause with a frame of its own was said."""
    codes = unit.codes
    left, following = left_start(codes, first), codes[last + 1 : last + 2]
    if first == left:
        behind = last + 1 + (following == ",")
        subject = SUBJECT.match(codes, behind)
        if following == "," and subject and subject.end() - 1 in unit.cues and unit.is_of("medium", last):
            return None  # In its judgment, | the court described it as …
        return clause_from(unit, behind) if following == "," or subject else None
    is_behind = left < first - 1 and codes[first - 1] == "," and following in ("", ".", ",")
    return Part(left, first - 1) if is_behind else None


def _in_the_words_of(unit: Unit, first: int, last: int) -> Candidate | None:
    """Return the quotation of a frame such as `It was, in the words of one delegate, “a crash”`."""
    codes = unit.codes
    source = noun_phrase_after(codes, last + 2, has_apposition=False)
    if source is None:
        return None
    left, is_apart = left_start(codes, first), codes[first - 1 : first] == ","
    content = [Part(left, first - is_apart)] if left < first - is_apart else []
    if codes.startswith(",", source.end) and (behind := clause_from(unit, source.end + 1)):
        content.append(behind)
    cue = Part(first, last + 2)
    return Candidate(cue, CueEntry(" ".join(unit.words[slice(*cue)]).lower()), source, tuple(content)) if content else None


def _signed(unit: Unit) -> Iterator[Candidate]:
    """Yield the quotation of a unit that a name behind a dash signs: “…” – Jane Roe."""
    signed = SIGNED.match(unit.codes)
    source = noun_phrase_after(unit.codes, signed.end()) if signed else None
    if signed and source:
        yield Candidate(Part(signed.end(1), signed.end()), NO_VERB, source, (Part(0, signed.end(1)),))


def _addressed(unit: Unit) -> Part | None:
    """Return whom the speaker is said to be addressing: Addressing the deputies, he said."""
    place = next((at for at in range(len(unit.words)) if unit.codes[at] == "g" and unit.is_of("addressing", at)), None)
    return None if place is None else noun_phrase_after(unit.codes, place + 1, has_apposition=False)


def _clipped(unit: Unit, found: list[Candidate]) -> list[Candidate]:
    """End what the first frames hold before a later frame that stands behind all of it: X agreed to go, | Y reported."""
    limit = len(unit.codes)
    clipped: list[Candidate] = []
    for candidate in reversed(found):
        held = _before_spoken(unit, candidate, clipped)
        if held.content and held.content[-1].end > limit:
            content = tuple(Part(part.first, min(part.end, limit)) for part in held.content if part.first < limit)
            held = candidate._replace(content=content)
        clipped.append(held)
        if len(held.content) == 1 and held.content[0].end <= held.cue.first:
            limit = min(limit, held.content[0].end)
        elif held.content and JOINED.fullmatch(unit.codes, held.content[0].first - 2, held.content[0].first):
            limit = min(limit, held.content[0].first - 2)
    return clipped[::-1]


def _before_spoken(unit: Unit, candidate: Candidate, later: list[Candidate]) -> Candidate:
    """End what a frame holds before a clause joined to it whose words stand in marks: X said it rained, | and Y answered, “No.”"""
    if len(candidate.content) != 1:
        return candidate
    first, end = candidate.content[0]
    for following in later:
        source, content = following.source, following.content
        if source is None or len(content) != 1 or not candidate.cue.end <= first < source.first < content[0].first < end:
            continue
        joined = list(JOINED.finditer(unit.codes, first + 1, source.first))
        if joined and unit.codes[content[0].first - 1] in ",:" and not unit.codes[slice(*content[0])].strip("Q"):
            return candidate._replace(content=(Part(first, joined[-1].start()),))
    return candidate


def _without_restated(unit: Unit, found: list[Candidate]) -> list[Candidate]:
    """Leave out an evaluation whose own words follow: X praised the draft, calling it ‘a new document’ is one act of saying."""
    pairs = zip(found, [*found[1:], None], strict=True)
    return [candidate for candidate, following in pairs if following is None or not _is_restated(unit, candidate, following)]


def _is_restated(unit: Unit, candidate: Candidate, following: Candidate) -> bool:
    if unit.codes[following.cue.first - 1] in "&b":
        return False
    if following.source == Part(candidate.cue.end, following.cue.first - 1) and unit.codes[following.cue.first - 1] == "j":
        return True  # the paper quotes her as saying
    if candidate.verb.kind != "evaluation" or not following.borrows_source or "renaming" not in following.verb.takes:
        return False
    return bool(candidate.content) and candidate.content[-1].end + 1 == following.cue.first
