"""The table `corrections`: what people say is wrong, and what came of it."""

from datetime import date
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.speeches import SPEAKER_ID, SPEECH_ID
from schemas.words import Mistake, Outcome


class Correction(NamedTuple):
    """One correction by a person, from a file that a source names, whether or not it was applied."""

    correction_id: Annotated[
        str,
        About(
            "Key: the source's code, `.c` and 12 digits made of what the correction says.",
            pattern=r"[a-z0-9-]{1,60}\.c[0-9a-f]{12}",
            unique=True,
        ),
    ]
    source_id: Annotated[str, About("The source that names its file.", refers_to="sources.source_id")]
    wrong: Annotated[Mistake, About("What is wrong.")]
    outcome: Annotated[Outcome, About("What came of it.")]
    rows: Annotated[int, About("How many quotations or speeches say something else because of it.", minimum=0)]
    speech_id: Annotated[str | None, About("The text that it is about; null where it is about all texts.", pattern=SPEECH_ID)]
    quotation_id: Annotated[
        str | None,
        About(
            "The quotation that it is about; null where it is about none, or about one that is gone.", refers_to="quotations.quotation_id"
        ),
    ]
    words: Annotated[str | None, About("The words that it is about; null of a text that is not published.", repeats=False)]
    speaker_id: Annotated[str | None, About("The person who is not one, or not this one.", pattern=SPEAKER_ID)]
    found: Annotated[str | None, About("What the rules say where it was applied; null where they say nothing.")]
    right_value: Annotated[str | None, About("What is right; null where it goes without saying, and of a text that is not published.")]
    corrected_by: Annotated[str, About("Who says so.")]
    corrected_on: Annotated[date, About("When they said so.")]
    reason: Annotated[str, About("Why.")]
    detail: Annotated[str | None, About("Why nothing came of it, in a sentence.")]


CORRECTIONS = table_of(Correction, name="corrections", made_by=Maker.ASSEMBLY, key=["correction_id"], may_be_empty=True)
