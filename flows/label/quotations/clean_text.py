"""What was said, as it is cited: the exact words without what only joins them to the writer's own.

Three things are put right, in this order; every other character stays as the text has it.

1. The seams. A comma before the writer's words goes; where these end a sentence (`“A,” she said. “B.”`) a full stop stands for it.
2. The conjunction. A reported clause loses the one that leads to it (`that`, `что`, `що`), or behind it (`деп`).
3. The marks. A quotation mark within the words that has lost its other one gets it back; one that belongs to nothing goes.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from flows.label.quotations.marks import FAMILY, MARK, SINGLE, Passage, marked_passages
from flows.languages.pack import NOTHING, Pack, any_of
from schemas.columns import Span

CLOSING = {"“": "”", "„": "“", "‟": "”", "«": "»", "‹": "›", "‘": "’", "‚": "‘", "`": "'"}
OPENING = {"”": "“", "»": "«", "›": "‹", "’": "‘"}
CLOSERS = "”»›’\"'“"
ENDS = ".!?…"
BESIDE_A_SEAM = " \t\n\u00a0-–—()[]" + "".join(sorted(FAMILY))
"""What stands between the writer's last word or point and the words that go on."""


def clean_text(text: str, content: Sequence[Span], pack: Pack, *, is_clause: bool) -> str:
    """Return the words of some spans of a text as they are cited; `is_clause` where the writer reports them, behind a conjunction.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> said = "“Bread,” she noted, “is cheaper,” and left."
    >>> clean_text(said, [Span(1, 7), Span(22, 33)], pack(Language("en")), is_clause=False)
    'Bread is cheaper'
    """
    pieces = [" ".join(text[slice(*span)].split()) for span in content]
    frames = [text[before.end : after.start] for before, after in pairwise(content)]
    said = " ".join([*map(_going_on, pieces, frames, pieces[1:]), pieces[-1]])
    if is_clause:
        said = without_conjunction(said, pack)
    said = without_last_comma(with_marks_paired(said))
    return said or " ".join(pieces)


def _going_on(piece: str, frame: str, following: str) -> str:
    """Return a piece before the writer's words between, as it stands before the next one."""
    bare = without_last_comma(with_marks_paired(piece) if frame[:1] in tuple(CLOSERS) else piece)
    ends_sentence = "\n" in frame or frame.rstrip(BESIDE_A_SEAM)[-1:] in tuple(ENDS)
    if ends_sentence and following[:1].islower():
        return piece  # the items of a list
    is_open = bare.rstrip(CLOSERS)[-1:] not in tuple(ENDS + ":;")
    return f"{bare}." if ends_sentence and is_open else bare


def without_last_comma(said: str) -> str:
    """Return words without the comma at their end, or before the mark that closes them.

    >>> without_last_comma("the road is “open at last,”")
    'the road is “open at last”'
    """
    body = said.rstrip(CLOSERS)
    bare = body.rstrip(", ")
    return bare + said[len(body) :] if bare and "," in body[len(bare) :] else said


def without_conjunction(said: str, pack: Pack) -> str:
    """Return a reported clause without the conjunction before it, or behind it where the language has it there; a pronoun stays.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> without_conjunction("that the road is open", pack(Language("en")))
    'the road is open'
    >>> without_conjunction("that is wrong", pack(Language("en")))
    'that is wrong'
    """
    found = _conjunction(pack).search(said)
    if found is None or not (rest := said[: found.start()] + said[found.end() :]).strip():
        return said
    return said if pack.grammar != "verb-final" and _is_predicate(rest, pack) else rest


@cache
def _conjunction(pack: Pack) -> re.Pattern[str]:
    words = any_of(pack.of_class.get("that", ()))
    pattern = rf" (?:{words}),?$" if pack.grammar == "verb-final" else rf"^(?:{words}),? "
    return re.compile(pattern if words != NOTHING else NOTHING, re.IGNORECASE)


def _is_predicate(rest: str, pack: Pack) -> bool:
    """Tell whether what follows `that` or `что` is a verb whose subject it is: that is wrong, что произошло."""
    words = [word for word in rest[:80].lower().replace("ё", "е").split() if word not in pack.of_class.get("negation", ())]
    first = words[0].strip(",.;:!?…") if words else ""
    shapes = pack.patterns
    if first in pack.of_class.get("auxiliary", ()) or first in pack.of_class.get("verb", ()) or shapes["negated_ending"].search(first):
        return True
    is_neuter = shapes["past"].fullmatch(first) and shapes["neuter"].fullmatch(first)
    is_present = shapes["present"].fullmatch(first) and shapes["present-singular"].fullmatch(first)
    return bool(is_neuter or is_present)


def with_marks_paired(said: str) -> str:
    """Return words in which each quotation mark has its other one; an apostrophe is none.

    >>> with_marks_paired("the road is “open at last")
    'the road is “open at last”'
    >>> with_marks_paired("дорога» открыта")
    '«дорога» открыта'
    """
    if MARK.search(said) is None:
        return said
    (passages,) = marked_passages(said, [Span(0, len(said))])
    added: dict[int, str] = {}
    paired: set[int] = set()
    for passage in passages:
        _pair(said, passage, added, paired)
    stray = {mark.start() for mark in MARK.finditer(said) if mark.start() not in paired and _is_stray(said, mark.start())}
    out: list[str] = []
    at = 0
    for place in sorted(stray.union(added)):
        out += (said[at:place], added.get(place, ""))
        at = place + (place in stray)
    return " ".join("".join([*out, said[at:]]).split())


def _pair(said: str, passage: Passage, added: dict[int, str], paired: set[int]) -> None:
    """Note where a passage has its marks, and which mark is to be added to it."""
    (start, end), content = passage.span, passage.content
    if content.start >= content.end:
        return
    last = end - 1
    if passage.is_opened:
        paired.update(range(start, min(content.start, start + 2)))
    else:
        mark = OPENING.get(said[last], said[last])
        added[content.start] = added.get(content.start, "") + mark
    if passage.is_closed and last not in paired:
        paired.update(range(max(content.end, end - 2), end))
    elif passage.is_opened:
        opener = said[start : min(content.start, start + 2)].strip()
        mark = "".join(CLOSING.get(one, one) for one in opener)
        added[content.end] = mark + added.get(content.end, "")


def _is_stray(said: str, place: int) -> bool:
    """Tell whether a character can be nothing but a quotation mark: no apostrophe, no sign of inches behind a number."""
    family = FAMILY.get(said[place])
    return family is not None and family != SINGLE and not (said[place] == '"' and said[place - 1 : place].isdigit())
