"""English frames that hold what was not said: did not say, nobody said, said nothing; a denial is said."""

import re

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.cue_places import is_negated
from flows.label.quotations.analytic.grammar import Cue
from flows.label.quotations.analytic.units import Unit

# did not deny, did not rule out: words of which the negation says something
DENYING = frozenset(("deny", "dispute", "reject", "refute", "rebut", "rule out"))
SAYING = frozenset(("saying", "writing"))
NOBODY = frozenset(("nobody", "none", "neither"))
FINITE_VERB = re.compile(r"[BVC]")


def is_unsaid(unit: Unit, index: int, cue: Cue, source: Part) -> bool:
    """Tell whether a cue is negated, beside it or in its source, so that nothing was said."""
    if cue.lemma in DENYING:
        return False
    words = unit.words[slice(*source)]
    if words and (words[0].lower() in NOBODY or (words[0] in ("No", "no") and len(words) > 1)):
        return True
    return cue.kind in SAYING and is_negated(unit.words, unit.codes, index)


def says_nothing(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether what is said is `nothing` or a pronoun: Officials said nothing more, denied it – but not: He said nothing was lost."""
    if len(candidate.content) != 1:
        return False
    first, end = candidate.content[0]
    if end == first + 1 and unit.codes[first] in "YOPH":
        return True
    return unit.words[first] == "nothing" and not FINITE_VERB.search(unit.codes, first, end)
