"""The tables of rule sets and of how well they do: `labelers`, `labeler_scores`."""

from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.speeches import SHA256
from schemas.words import CueClass, Language, QuotationKind, SpeakerMethod


class Labeler(NamedTuple):
    """One rule set that wrote labels."""

    labeler: Annotated[str, About("Key: the rule set's name.", unique=True)]
    version: Annotated[str, About("Its version, raised by hand when its meaning changes.", pattern=r"[0-9]+\.[0-9]+\.[0-9]+")]
    sha256: Annotated[str, About("SHA-256 of its code and word lists.", pattern=SHA256)]


LABELERS = table_of(Labeler, name="labelers", made_by=Maker.ASSEMBLY, key=["labeler"])


class LabelerScore(NamedTuple):
    """One measured accuracy of a rule set: written by the measuring command, never by hand."""

    labeler: Annotated[str, About("The rule set that was measured.", refers_to="labelers.labeler")]
    language: Annotated[Language, About("The language of the texts that it was measured on.")]
    measure: Annotated[str, About("What was measured; docs/annotation.md and flows/measure/ define each measure.")]
    on_what: Annotated[str, About("The texts that it was measured on.")]
    kind: Annotated[QuotationKind | None, About("The kind of the quotations that alone were measured; null where all were.")]
    cue_class: Annotated[CueClass | None, About("The class of their cues; null where all were measured.")]
    speaker_method: Annotated[SpeakerMethod | None, About("How their speakers were resolved; null where all were measured.")]
    value: Annotated[float, About("The measured figure, in percent.", minimum=0, maximum=100)]
    low: Annotated[float, About("Lower end of its 95 % interval (bootstrap over texts).", minimum=0, maximum=100)]
    high: Annotated[float, About("Upper end of its 95 % interval.", minimum=0, maximum=100)]
    n: Annotated[int, About("How many units (quotations, sentences, texts) the figure rests on.", minimum=1)]
    measured_sha256: Annotated[
        str,
        About(
            "SHA-256 of the code and lists as measured; the figure is of the present rules where it is `labelers.sha256`.", pattern=SHA256
        ),
    ]


LABELER_SCORES = table_of(
    LabelerScore, name="labeler_scores", made_by=Maker.ASSEMBLY, key=["labeler", "language", "measure", "on_what"], may_be_empty=True
)
