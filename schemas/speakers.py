"""The tables of persons and offices: `speakers`, `speaker_names`, `speaker_id_changes`, `offices`, `office_names`."""

from datetime import date
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.speeches import SPEAKER_ID
from schemas.words import Language, SpeakerKind


class Speaker(NamedTuple):
    """Somebody who is quoted or addressed, or whom the list of speakers holds: a person, or another source."""

    speaker_id: Annotated[str, About("Key: from the list, or a function of the name alone.", pattern=SPEAKER_ID, unique=True)]
    name: Annotated[str, About("The preferred English name from the list, or the full name as a text gives it.")]
    speaker_kind: Annotated[SpeakerKind, About("What the speaker is: a person, or another source.")]
    wikidata_id: Annotated[str | None, About("The person's item on Wikidata, where it is known.", pattern=r"Q[1-9][0-9]*")]
    is_listed: Annotated[bool, About("True for a person of our list; false for one met in a text only.")]


SPEAKERS = table_of(Speaker, name="speakers", made_by=Maker.ASSEMBLY, key=["speaker_id"], may_be_empty=True)


class SpeakerName(NamedTuple):
    """One form of a person's name in one language."""

    speaker_id: Annotated[str, About("The person.", refers_to="speakers.speaker_id")]
    language: Annotated[Language, About("The language of the form.")]
    name: Annotated[str, About("The form, in its dictionary case.")]
    is_preferred: Annotated[bool, About("True for the one form per language that the dataset itself uses.")]


SPEAKER_NAMES = table_of(
    SpeakerName, name="speaker_names", made_by=Maker.ASSEMBLY, key=["speaker_id", "language", "name"], may_be_empty=True
)


class SpeakerIdChange(NamedTuple):
    """An id of a speaker that an earlier release published and that nobody has in this one, with the new one."""

    old_speaker_id: Annotated[
        str, About("The id as it was published; one that was several speakers' has several rows.", pattern=SPEAKER_ID)
    ]
    speaker_id: Annotated[str, About("The id that the speaker has now.", refers_to="speakers.speaker_id")]
    quotations: Annotated[
        int,
        About("How many quotations of the earlier release went from the one to the other; 0 where the name alone tells.", minimum=0),
    ]


SPEAKER_ID_CHANGES = table_of(
    SpeakerIdChange, name="speaker_id_changes", made_by=Maker.ASSEMBLY, key=["old_speaker_id", "speaker_id"], may_be_empty=True
)


class Office(NamedTuple):
    """One term of an office held by a person."""

    speaker_id: Annotated[str, About("The person who held it.", refers_to="speakers.speaker_id")]
    office: Annotated[str, About("The office's code.", pattern=r"[a-z0-9-]{1,60}")]
    from_on: Annotated[date, About("The first day in office.")]
    until_on: Annotated[date | None, About("The last day in office; null while it lasts.")]


OFFICES = table_of(Office, name="offices", made_by=Maker.ASSEMBLY, key=["speaker_id", "office", "from_on"], may_be_empty=True)


class OfficeName(NamedTuple):
    """Words that stand for an office in one language."""

    office: Annotated[str, About("The office's code.", pattern=r"[a-z0-9-]{1,60}")]
    language: Annotated[Language, About("The language of the words.")]
    name: Annotated[str, About("The words, without article, in their dictionary case.")]


OFFICE_NAMES = table_of(OfficeName, name="office_names", made_by=Maker.ASSEMBLY, key=["office", "language", "name"], may_be_empty=True)
