"""How well quotations and their sources are found: the measures, counted a document at a time.

Spans are compared without the marks, spaces and pauses at their edges, so that schemes which keep or drop them compare equal. Kinds are
told from the text by one rule for all systems: direct where every letter of the content stands within double marks or guillemets (or each
piece within single marks), indirect where none does, else mixed. Units, each with precision, recall and F1:

- `segments[kind]`: contiguous pieces of content, exact. Against one kind, predicted pieces that touch content of another are left out.
- `quotations[kind]`: all pieces of a quotation, exact.
- `tokens[kind]`: words within content.
- `marked`, `marked from three words`: marked passages within content, exact; a part of another one that no mark opens is none.
- `cue`, `source`: exact, over all quotations.

Attribution: a marked quotation is matched with the found one of the largest overlap of words (Jaccard of at least one half; a direct one
also where half of it is covered). `head` is the share of those matched whose found source covers the head of the true one, `head, all` the
same over all quotations with a source.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from flows.label.quotations.found import FoundQuotation

Spans = tuple[tuple[int, int], ...]
EDGES = frozenset("\x01 \t\n\r\u00a0“”„«»‟\"‘’'`,.;:!?…-–—()[]")
WORD = re.compile(r"\w+")
LINE = re.compile(r"[^\n]+")
OPENING, CLOSING, DOUBLE = '“„«‟"', '”»"', '“”„«»‟"'
SINGLE = "‘'`’"
KINDS = ("direct", "mixed", "indirect")
MATCHED = 0.5
FEWEST_WORDS = 3
AGREEMENTS = (
    *(f"{unit}[{kind}]" for unit in ("quotations", "segments", "tokens") for kind in ("direct", "mixed", "indirect", "all")),
    "marked",
    "marked from three words",
    "cue",
    "source",
)
SHARES = tuple(
    (f"{kind}: {name}", f"{kind}:{part}", f"{kind}:{whole}")
    for kind in ("direct", "all")
    for name, part, whole in (
        ("matched", "matched", "true"),
        ("head, of those matched", "head", "matched with source"),
        ("head, of all", "head", "with source"),
        ("source exact, of those matched", "source exact", "matched with source"),
    )
)


class Quotation(NamedTuple):
    """One quotation, true or found, as the measures see it."""

    kind: str
    content: frozenset[tuple[int, int]]
    words: frozenset[int]
    raw: Spans
    cue: Spans
    source: Spans
    head: Spans


class Agreement(NamedTuple):
    """Precision, recall and F1 in percent, and how many there truly are and were found."""

    precision: float
    recall: float
    f1: float
    true: int
    found: int


def inside_marks(text: str) -> bytearray:
    """Return one byte a character: 1 within double marks or guillemets, a line at a time; a mark left open runs to the line's end."""
    text = text.replace("''", '"\x01')
    mask = bytearray(len(text))
    for line in LINE.finditer(text):
        _mask_line(text, line.start(), line.end(), mask)
    return mask


def _mask_line(text: str, start: int, end: int, mask: bytearray) -> None:
    opened: int | None = None
    depth = 0
    for at in range(start, end):
        mark = text[at]
        if mark not in DOUBLE:
            continue
        if opened is None:
            if mark in OPENING:
                opened, depth = at, 1
            else:
                mask[start : at + 1] = b"\x01" * (at + 1 - start)
        elif mark == "«":
            depth += 1
        elif mark == "»" and text[opened] == "«" and depth > 1:
            depth -= 1
        elif mark in CLOSING or (mark == "“" and text[opened] == "„"):
            if text[opened] == "«" and mark != "»" and text.find("»", at, end) >= 0:
                continue
            mask[opened : at + 1] = b"\x01" * (at + 1 - opened)
            opened = None
    if opened is not None:
        mask[opened:end] = b"\x01" * (end - opened)


def trimmed(text: str, spans: Iterable[Sequence[int]]) -> Spans:
    """Return spans without the marks and pauses at their edges; those that hold nothing else are left out."""
    kept = []
    for first, last in spans:
        start, end = first, last
        while start < end and text[start] in EDGES:
            start += 1
        while end > start and text[end - 1] in EDGES:
            end -= 1
        if end > start:
            kept.append((start, end))
    return tuple(kept)


def words_of(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Return where the words within spans begin."""
    return frozenset(match.start() for start, end in spans for match in WORD.finditer(text, start, end))


def kind_of(text: str, mask: bytearray, spans: Collection[tuple[int, int]]) -> str:
    """Return the kind of content by the marks around its letters."""
    letters = [mask[at] for start, end in spans for at in range(start, end) if text[at].isalnum()]
    if not any(letters):
        return "direct" if spans and all(_in_single_marks(text, *span) for span in spans) else "indirect"
    return "direct" if all(letters) else "mixed"


def _in_single_marks(text: str, start: int, end: int) -> bool:
    while start < end and not text[start].isalnum() and text[start] not in SINGLE:
        start += 1
    if start > 0 and text[start] not in SINGLE and text[start - 1] in SINGLE:
        start -= 1
    if text[start] not in "‘'`" or (start > 0 and text[start - 1].isalnum()):
        return False
    last = end
    while last > start and text[last - 1] in " .,!?;:":
        last -= 1
    tail = text[max(last - 1, start + 1) : min(end + 3, len(text))]
    closing = next((place for place, mark in enumerate(tail) if mark in "’'`"), -1)
    if closing < 0 or any(mark.isalnum() for mark in tail[1:closing]):
        return False
    body = text[start + 1 : last - 1]
    return not re.search(r"[’'`](?=\s)(?![^‘]*$)", body) or "‘" not in body


def marked_passages(text: str, mask: bytearray, spans: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    """Return the marked passages within spans, without their marks."""
    found: set[tuple[int, int]] = set()
    for start, end in spans:
        at = start
        while at < end:
            if not mask[at]:
                at += 1
                continue
            stop = at
            while stop < end and mask[stop]:
                stop += 1
                if text[stop - 1] in '”»"' and stop - 1 > at:
                    break
            found.update(trimmed(text, [(at, stop)]))
            at = stop
    return found


def _standing_apart(text: str, passages: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return marked passages without the parts of others that no mark opens: what somebody's own words pass on of another's."""
    return {
        (start, end)
        for start, end in passages
        if text[start - 1 : start] in OPENING + SINGLE
        or not any(first <= start and end <= last and last - first > end - start for first, last in passages)
    }


def read_quotations(text: str, mask: bytearray, marked: Iterable[dict[str, Any]], *, keeps_kind: bool) -> list[Quotation]:
    """Return the quotations of a document; `keeps_kind` takes the kind that a true one was given."""
    quotations = []
    for one in marked:
        content = trimmed(text, one["content"])
        if not content:
            continue
        kind = one["kind"] if keeps_kind and one.get("kind") else kind_of(text, mask, content)
        source = trimmed(text, one.get("source") or ())
        quotations.append(
            Quotation(
                kind,
                frozenset(content),
                words_of(text, content),
                tuple((start, end) for start, end in one["content"]),
                trimmed(text, one.get("cue") or ()),
                source,
                trimmed(text, one.get("source_head") or ()) or source,
            )
        )
    return quotations


def as_marked(quotation: FoundQuotation) -> dict[str, Any]:
    """Return a found quotation in the form of a gold file."""
    return {"kind": str(quotation.kind), "content": quotation.content, "cue": quotation.cue, "source": quotation.source}


def counts(text: str, true: Iterable[dict[str, Any]], found: Iterable[dict[str, Any]]) -> Counter[str]:
    """Return one document's counts: `<measure>:both`, `:extra`, `:missed`, and those of attribution."""
    mask = inside_marks(text)
    gold = read_quotations(text, mask, true, keeps_kind=True)
    system = read_quotations(text, mask, found, keeps_kind=False)
    total: Counter[str] = Counter()
    _count_content(text, mask, gold, system, total)
    for name, least in (("marked", 1), ("marked from three words", FEWEST_WORDS)):
        sides = [
            {span for span in marked_passages(text, mask, (raw for one in side for raw in one.raw)) if len(words_of(text, [span])) >= least}
            for side in ([one for one in gold if one.kind != "indirect"], system)
        ]
        _add(total, name, *(_standing_apart(text, side) for side in sides))
    for name in ("cue", "source"):
        sides = [{span for one in side for span in getattr(one, name)} for side in (gold, system)]
        _add(total, name, sides[0], sides[1])
    for one in gold:
        _count_attribution(one, system, total)
    return total


def _add(total: Counter[str], name: str, true: Collection[Any], found: Collection[Any]) -> None:
    both = len(set(true) & set(found))
    total[f"{name}:both"] += both
    total[f"{name}:missed"] += len(true) - both
    total[f"{name}:extra"] += len(found) - both


def _count_content(text: str, mask: bytearray, gold: Sequence[Quotation], system: Sequence[Quotation], total: Counter[str]) -> None:
    segments = {kind: {span for one in gold if one.kind == kind for span in one.content} for kind in KINDS}
    tokens = {kind: set().union(*(one.words for one in gold if one.kind == kind)) for kind in KINDS}
    every_segment, every_token = set().union(*segments.values()), set().union(*tokens.values())
    every_quotation = {one.content for one in gold}
    found_segments = {span for one in system for span in one.content}
    found_kinds = {one.content: one.kind for one in system}
    found_tokens = set().union(*(one.words for one in system))
    _add(total, "segments[all]", every_segment, found_segments)
    total["quotations[all]:both"] += sum(one.content in found_kinds for one in gold)
    total["quotations[all]:missed"] += sum(one.content not in found_kinds for one in gold)
    total["quotations[all]:extra"] += len(found_kinds.keys() - every_quotation)
    _add(total, "tokens[all]", every_token, found_tokens)
    for kind in KINDS:
        others = every_token - tokens[kind]
        extra = {
            span for span in found_segments - every_segment if kind_of(text, mask, [span]) == kind and not words_of(text, [span]) & others
        }
        _add(total, f"segments[{kind}]", segments[kind], (segments[kind] & found_segments) | extra)
        true = [one for one in gold if one.kind == kind]
        total[f"quotations[{kind}]:both"] += sum(one.content in found_kinds for one in true)
        total[f"quotations[{kind}]:missed"] += sum(one.content not in found_kinds for one in true)
        total[f"quotations[{kind}]:extra"] += sum(
            found == kind and not words_of(text, content) & others
            for content, found in found_kinds.items()
            if content not in every_quotation
        )
        of_kind = set().union(*(one.words for one in system if one.kind == kind))
        _add(total, f"tokens[{kind}]", tokens[kind], (tokens[kind] & found_tokens) | (of_kind - every_token))


def _count_attribution(one: Quotation, system: Sequence[Quotation], total: Counter[str]) -> None:
    best = matching(one, system)
    for kind in ("all", one.kind):
        total[f"{kind}:true"] += 1
        total[f"{kind}:with source"] += bool(one.source)
        if best is None:
            continue
        total[f"{kind}:matched"] += 1
        if not one.source:
            total[f"{kind}:matched without source"] += 1
            total[f"{kind}:source invented"] += bool(best.source)
            continue
        total[f"{kind}:matched with source"] += 1
        total[f"{kind}:head"] += any(start <= head[0] and head[1] <= end for start, end in best.source for head in one.head)
        total[f"{kind}:source exact"] += bool(set(one.source) & set(best.source))


def matching(one: Quotation, system: Sequence[Quotation]) -> Quotation | None:
    """Return the found quotation that matches a true one best, by the overlap of their words; None where none does.

    Of two that hold the whole of a direct one, the shorter is meant: what somebody passes on, and not all that they say.
    """
    best, closest = None, (0.0, 0.0)
    for other in system:
        shared = len(one.words & other.words)
        if not shared:
            continue
        alike = shared / len(one.words | other.words)
        is_covered = one.kind == "direct" and shared / len(one.words) >= MATCHED
        overlap = max(alike, shared / len(one.words)) if is_covered else alike
        if overlap >= MATCHED and (overlap, alike) > closest:
            best, closest = other, (overlap, alike)
    return best


def agreement(total: Counter[str], name: str) -> Agreement:
    """Return the precision, recall and F1 of a measure from its counts."""
    both, extra, missed = (total[f"{name}:{part}"] for part in ("both", "extra", "missed"))
    precision = both / (both + extra) if both + extra else 0.0
    recall = both / (both + missed) if both + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Agreement(100 * precision, 100 * recall, 100 * f1, both + missed, both + extra)


def share(total: Counter[str], part: str, whole: str) -> float:
    """Return a share in percent, 0 where there is nothing to share."""
    return 100 * total[part] / total[whole] if total[whole] else 0.0
