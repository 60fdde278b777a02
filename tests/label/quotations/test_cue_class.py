"""The class of a cue: by what a quotation is known to be one."""

import pytest

from flows.label.quotations.cue_class import cue_class
from flows.label.quotations.found import FoundQuotation
from schemas.columns import Span
from schemas.words import CueClass, Language, QuotationKind


@pytest.mark.parametrize(
    ("language", "cue", "lemma", "expected"),
    [
        (Language.ENGLISH, "said", "say", CueClass.VERB),
        (Language.ENGLISH, "pointed out", "point out", CueClass.VERB),
        (Language.ENGLISH, "According to", "according to", CueClass.PHRASE),
        (Language.ENGLISH, "grumbled", None, CueClass.OPEN),
        (Language.ENGLISH, ":", None, CueClass.MARK),
        (Language.ENGLISH, "", None, CueClass.NONE),
        (Language.RUSSIAN, "обратил внимание", "обратить … внимание", CueClass.VERB),
        (Language.RUSSIAN, "По словам", "по словам", CueClass.PHRASE),
        (Language.KAZAKH, "атап өтті", "атап өту", CueClass.VERB),
    ],
)
def test_a_cue_is_of_a_class(language: Language, cue: str, lemma: str | None, expected: CueClass) -> None:
    spans = (Span(0, len(cue)),) if cue else ()
    found = FoundQuotation(QuotationKind.INDIRECT, (Span(len(cue) + 1, len(cue) + 5),), cue=spans, cue_lemma=lemma)
    assert cue_class(f"{cue} that", found, language) is expected
