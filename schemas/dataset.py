"""The dataset as a whole: what it is called, on which terms it is offered, and its tables in the order of reading."""

from typing import NamedTuple

from schemas.columns import Table
from schemas.corrections import CORRECTIONS
from schemas.dates import DATES
from schemas.labelers import LABELER_SCORES, LABELERS
from schemas.mentions import MENTIONS
from schemas.pages import PAGES
from schemas.paragraphs import PARAGRAPHS
from schemas.quantities import QUANTITIES
from schemas.quotations import QUOTATION_SPANS, QUOTATIONS, SPEAKER_CANDIDATES
from schemas.sentences import SENTENCES
from schemas.sources import SET_ASIDE, SOURCE_LANGUAGES, SOURCES
from schemas.speakers import MEMBERSHIPS, OFFICE_NAMES, OFFICES, PERSON_LISTS, SPEAKER_ID_CHANGES, SPEAKER_NAMES, SPEAKERS
from schemas.speeches import SPEECHES

TABLES: tuple[Table, ...] = (
    SPEECHES,
    PAGES,
    PARAGRAPHS,
    SENTENCES,
    QUOTATIONS,
    QUOTATION_SPANS,
    SPEAKER_CANDIDATES,
    DATES,
    QUANTITIES,
    MENTIONS,
    SPEAKERS,
    SPEAKER_NAMES,
    SPEAKER_ID_CHANGES,
    OFFICES,
    OFFICE_NAMES,
    MEMBERSHIPS,
    PERSON_LISTS,
    SOURCES,
    SOURCE_LANGUAGES,
    LABELERS,
    LABELER_SCORES,
    CORRECTIONS,
    SET_ASIDE,
)
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
# A release's sample is drawn from whole rows of this table, with all that stands in them.
SAMPLED = SPEECHES

# Raised by hand: MAJOR when a table or column goes or changes its meaning, MINOR when one comes.
SCHEMA_VERSION = "2.0.0"


PUBLIC_ADDRESS = "ROSTRA_PUBLIC_ADDRESS"
"""The variable of the environment that says where a store can be read on the web."""


class Dataset(NamedTuple):
    """What a release says of itself."""

    name: str
    title: str
    summary: str
    licence: str
    licence_title: str
    licence_url: str
    author: str
    url: str | None
    """The dataset's own address on the web; None while it has none."""
    keywords: tuple[str, ...]


DATASET = Dataset(
    name="rostra",
    title="Rostra: who said what",
    summary=(
        "Published texts of political speech, cut into paragraphs, sentences and quotations; "
        "each quotation with its cue, its source and the person it resolves to, and every row at exact characters of the text."
    ),
    licence="CC-BY-4.0",
    licence_title="Creative Commons Attribution 4.0 International (the marks; each text stays under its publisher's terms)",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    author="The Rostra project",
    url=None,
    keywords=("political speech", "quotations", "attribution", "Kazakhstan", "English", "Russian", "Kazakh"),
)
