"""By what a quotation is known to be one: the class of its cue, by which its accuracy is measured."""

import re
from functools import cache

from flows.label.quotations.found import FoundQuotation
from flows.languages.pack import pack
from schemas.words import CueClass, Language

WORD = re.compile(r"\w")


def cue_class(text: str, quotation: FoundQuotation, language: Language) -> CueClass:
    """Return the class of a quotation's cue."""
    if not quotation.cue:
        return CueClass.NONE
    if not any(WORD.search(text, *span) for span in quotation.cue):
        return CueClass.MARK
    if quotation.cue_lemma is None:
        return CueClass.OPEN
    verbs = listed_verbs(language)
    return CueClass.VERB if quotation.cue_lemma in verbs or quotation.cue_lemma.split()[0] in verbs else CueClass.PHRASE


@cache
def listed_verbs(language: Language) -> frozenset[str]:
    """Return the reporting verbs of a language's list, as `cue_lemma` has them."""
    return frozenset(" ".join(lemma.replace("(", "").replace(")", "").split()) for lemma, *_ in pack(language).rows("cues"))
