"""A quotation of a unit's tokens in code points of the text: what is marked in it, and who only passes it on."""

import re

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.titles import is_title
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from schemas.columns import Span
from schemas.words import QuotationKind

# inform.kz
SITE = re.compile(r"\w\.[a-z]{2,}$")
PRONOUNS = frozenset("PYOHhwD")
CLAUSE, NOUNS = frozenset("hwu"), frozenset("DGnNT")
ASKING = frozenset(("wh", "people"))
# told · are telling
TOLD = re.compile(r"C|(?<=B)R")
STATING = frozenset(("saying", "thought"))
# that … – the wires | would turn the milk
WHOLE_CLAUSE = re.compile(r"h|(?:[PYD]|[DGH]?A?[nNTr#z]+(?:[oi][DGH]?[nN]+)*)[AX]*[BVCE]")
SOURCE_HEAD = re.compile(r"[^oi,w]+")


def quotation_of(unit: Unit, candidate: Candidate) -> FoundQuotation:
    """Return a candidate in code points of the text."""
    content, marked = _content(unit, candidate)
    kind = QuotationKind.DIRECT if content == marked else QuotationKind.MIXED if marked else QuotationKind.INDIRECT
    cue, source, addressee = unit.span_of(*candidate.cue), candidate.source, candidate.addressee
    return FoundQuotation(
        kind,
        content,
        marked,
        (cue, unit.span_of(*candidate.further_cue)) if candidate.further_cue else (cue,),
        (unit.span_of(*source),) if source else (),
        (unit.span_of(*addressee),) if addressee else (),
        candidate.verb.lemma or None,
        _is_relayed(unit, candidate),
    )


def _content(unit: Unit, candidate: Candidate) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return what is said and the marked words in it: the same where only marked words are said."""
    content: list[Span] = []
    marked: list[Passage] = []
    is_direct = True
    for part in candidate.content:
        within = [unit.passages[index] for index in unit.passages if part.first <= index < part.end]
        marked += within
        if within and not unit.codes[part.first : part.end].strip("Qqp.,"):
            content += [passage.content for passage in within]
        else:
            content.append(unit.span_of(*part))
            is_direct = False
    if marked and not is_direct and "renaming" not in candidate.verb.takes:
        marked = [passage for passage in marked if not is_title(unit.text, passage, unit.of_class)]
    return tuple(content), tuple([passage.content for passage in marked])


def _is_relayed(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether the source passes words on: an agency that reports, nobody named, a letter in which the words stand."""
    frames, source = candidate.verb.takes, candidate.source
    if "relays" in frames:
        relayers = unit.of_class["relayer"]
        return source is None or any(word in relayers or SITE.search(word) for word in unit.words[slice(*source)])
    if source is None or "standing" not in frames:
        return False
    head = SOURCE_HEAD.match(unit.codes, *source)
    return head is not None and unit.is_of("document", head.end() - 1)


def quotes_another(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a frame within a marked passage opens words of somebody named: the mayor told us: ‘…’ – not: I said, ‘…’."""
    if not candidate.content or not _is_told(unit, candidate):
        return False
    first, end = candidate.content[0]
    if unit.codes[first:end] != "Q":
        return False
    before = unit.codes[first - 1 : first]
    if candidate.source is None:
        return before in (":", ",")
    if PRONOUNS.issuperset(unit.codes[slice(*candidate.source)]):
        is_third = unit.is_of("third-person", candidate.source.first)
        return before in (":", ",") if is_third else before == ":" and unit.codes[candidate.source.first] == "w"
    return before in (":", ",")


def _is_told(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a frame says that something was said: she told us, she used to say, I was told – but not: tell us."""
    if candidate.source is None:
        return candidate.addressee is not None or candidate.verb.kind == "writing"
    first, source_end = candidate.cue.first, unit.codes[candidate.source.end - 1]
    if candidate.addressee is not None and unit.codes[first] == "E" and source_end in "nN" and candidate.source.end == first:
        return True  # the ministers tell us
    return TOLD.search(unit.codes, *candidate.cue) is not None or (unit.codes.startswith("t", first - 1) and unit.is_of("chain", first - 2))


def passes_on(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a frame within somebody's words passes on what others said: they told us that it was final, my sister said it rained.

    What a pronoun merely says is left to the speaker: in speech such words are as often in passing.
    """
    if len(candidate.content) != 1 or not _is_told(unit, candidate) or not (_is_act(unit, candidate) or _is_clause(unit, candidate)):
        return False
    first, end = candidate.content[0]
    if first < candidate.cue.end or not set("Qqp").isdisjoint(unit.codes[first:end]):
        return False
    return candidate.source is None or _is_of_others(unit, candidate.source) or _is_told_to_others(unit, candidate)


def _is_act(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether something is written, asked for or told to somebody, and not only spoken about."""
    before, first = candidate.content[0].first - 1, candidate.content[0].first
    if candidate.verb.kind == "writing":
        return unit.codes[first] in CLAUSE
    is_about = unit.codes.startswith("i", before) and (candidate.source is None or candidate.further_cue is not None)
    is_asked = candidate.verb.takes >= ASKING and unit.codes[first] in CLAUSE  # they asked | how much we had
    is_act = is_asked or candidate.addressee is not None or unit.is_of("behind-name", candidate.cue.end - 1)
    return candidate.verb.kind == "saying" and is_act and not is_about


def _is_clause(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a frame holds a whole clause that somebody named by more than a pronoun says or thinks: the man said | it was calm."""
    source, first = candidate.source, candidate.content[0].first
    is_named = source is not None and unit.codes[slice(*source)] not in PRONOUNS
    is_stated = candidate.verb.kind in STATING and "bare" in candidate.verb.takes
    return is_named and is_stated and WHOLE_CLAUSE.match(unit.codes, first) is not None


def _is_told_to_others(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether somebody who is spoken to is said to have told something to others: you told the bank that it was late."""
    source, listener = candidate.source, candidate.addressee
    if source is None or listener is None:
        return False
    return unit.codes[source.first] == "Y" and unit.codes[listener.first] in NOUNS


def _is_of_others(unit: Unit, source: Part) -> bool:
    """Tell whether a source within somebody's words is neither they nor whom they speak to."""
    if PRONOUNS.isdisjoint(unit.codes[slice(*source)]) or unit.is_of("third-person", source.first):
        return True
    words = unit.words[slice(*source)]
    return len(words) > 1 and unit.grammar.first_person.isdisjoint(map(str.lower, words))
