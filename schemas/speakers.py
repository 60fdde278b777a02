"""The tables of who speaks: `speakers`, `speaker_names`, `speaker_id_changes`, `memberships`, `person_lists`, `offices`, `office_names`."""

from datetime import date
from typing import Annotated, NamedTuple

from schemas.columns import About, Column, Maker, table_of
from schemas.speeches import SPEAKER_ID
from schemas.words import Gender, GenderFrom, Language, SpeakerKind

COUNTRY = r"[A-Z]{2}"
EARLIEST_BIRTH_YEAR, LATEST_BIRTH_YEAR = 1000, 2100


def holds_speaker_id(column: Column) -> bool:
    """Tell whether a column holds ids of speakers; that of a mention's entity holds codes of countries too, which are none."""
    return column.about.refers_to == "speakers.speaker_id" or column.name == "entity_id"


class Speaker(NamedTuple):
    """Somebody who is quoted or addressed, or whom the list of speakers holds: a person, or another source."""

    speaker_id: Annotated[str, About("Key: from the list, or a function of the name alone.", pattern=SPEAKER_ID, unique=True)]
    name: Annotated[str, About("The preferred English name from the list, or the full name as a text gives it.")]
    speaker_kind: Annotated[SpeakerKind, About("What the speaker is: a person, or another source.")]
    gender: Annotated[Gender | None, About("The person's gender; null where nothing tells it for sure.")]
    gender_from: Annotated[GenderFrom | None, About("Where the gender was taken from.")]
    birth_year: Annotated[
        int | None, About("The year of birth, where the list tells it.", minimum=EARLIEST_BIRTH_YEAR, maximum=LATEST_BIRTH_YEAR)
    ]
    country: Annotated[
        str | None,
        About("The country in whose public life the person stands, where the list tells it (ISO 3166-1 alpha-2).", pattern=COUNTRY),
    ]
    wikidata_id: Annotated[str | None, About("The person's item on Wikidata, where it is known.", pattern=r"Q[1-9][0-9]*")]
    is_listed: Annotated[bool, About("True for a person of our list; false for one met in a text only.")]
    list_id: Annotated[str | None, About("The long list that tells of the person; null where none does.", refers_to="person_lists.list_id")]


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
    country: Annotated[str, About("The country whose office it is (ISO 3166-1 alpha-2).", pattern=COUNTRY)]
    institution: Annotated[str | None, About("The body that the office belongs to, in English, where the list tells it.")]
    from_on: Annotated[date, About("The first day in office.")]
    until_on: Annotated[date | None, About("The last day in office; null while it lasts.")]


OFFICES = table_of(Office, name="offices", made_by=Maker.ASSEMBLY, key=["speaker_id", "office", "from_on"], may_be_empty=True)


class OfficeName(NamedTuple):
    """Words that stand for an office in one language."""

    office: Annotated[str, About("The office's code.", pattern=r"[a-z0-9-]{1,60}")]
    language: Annotated[Language, About("The language of the words.")]
    name: Annotated[str, About("The words, without article, in their dictionary case.")]


OFFICE_NAMES = table_of(OfficeName, name="office_names", made_by=Maker.ASSEMBLY, key=["office", "language", "name"], may_be_empty=True)


class Membership(NamedTuple):
    """One stretch of time for which a person of our list belonged to a party, or sat in a chamber, or both."""

    speaker_id: Annotated[str, About("The member.", refers_to="speakers.speaker_id")]
    position: Annotated[int, About("Its place among the person's memberships by their first days, from 0.", minimum=0)]
    party: Annotated[str | None, About("The party or parliamentary group, as the list names it; null for a seat without one.")]
    chamber: Annotated[str | None, About("The chamber of parliament in which the person sat for it; null for a party alone.")]
    from_on: Annotated[date | None, About("The first day; null where it is not known.")]
    until_on: Annotated[date | None, About("The last day; null while it lasts, and where it is not known.")]


MEMBERSHIPS = table_of(Membership, name="memberships", made_by=Maker.ASSEMBLY, key=["speaker_id", "position"], may_be_empty=True)


class PersonList(NamedTuple):
    """One list of others that tells of persons whom a text names."""

    list_id: Annotated[str, About("Key: the name of its file.", pattern=r"[a-z0-9-]{1,60}", unique=True)]
    licence: Annotated[str | None, About("The terms on which the list is offered, where they are told.")]
    attribution: Annotated[str | None, About("The line that a user of it must show, where one is told.")]
    url: Annotated[str | None, About("The list's own address, where it is told.")]


PERSON_LISTS = table_of(PersonList, name="person_lists", made_by=Maker.ASSEMBLY, key=["list_id"], may_be_empty=True)
