"""The table `dates`."""

from datetime import date
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import DateKind

YEAR = r"-?[0-9]{4}"
MONTH = r"(?:0[1-9]|1[0-2])"
DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
CLOCK = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
POINT = rf"{YEAR}(?:-{MONTH}(?:-{DAY}(?:{CLOCK})?)?)?"
DURATION = r"P(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+[MWD]|T[0-9]+[HMS])"
VALUE = rf"{POINT}|{POINT}/(?:{POINT})?|/{POINT}|--{MONTH}-{DAY}|{CLOCK}|{DURATION}"


class DateRow(NamedTuple):
    """One expression of time in a speech: a day, a month, a year, a longer time, how long something takes, a time of day."""

    date_id: Annotated[str, About("Key: the speech's, `.d` and the first code point.", unique=True)]
    speech_id: Annotated[str, About("The speech that it stands in.", refers_to="speeches.speech_id")]
    paragraph_id: Annotated[str, About("The paragraph that it begins in.", refers_to="paragraphs.paragraph_id")]
    position: Annotated[int, About("Its place among the expressions of time of the speech, from 0.", minimum=0)]
    span_start: Annotated[int, About("First character in the speech's text, counted in code points from 0.", minimum=0)]
    span_end: Annotated[int, About("The character after its last, in code points.", minimum=1)]
    text: Annotated[str, About("The expression's characters, as they stand in the speech's text.")]
    value: Annotated[
        str | None,
        About(
            "What it means in ISO 8601: `2026-02-10`, `2026-02`, `2026`, `--09-30` for a day of no known year, `T14:30:00`, `P6M`; "
            "two of them divided by `/` for a longer time, one left out where it has no end. Null where it cannot be told.",
            pattern=VALUE,
        ),
    ]
    kind: Annotated[DateKind, About("What it names.")]
    is_relative: Annotated[bool, About("Whether it is told from another day, such as *last October*, or lacks its year.")]
    anchor_on: Annotated[
        date | None, About("The day from which a relative one was reckoned: that of the speech. Null where none was needed or known.")
    ]
    is_approximate: Annotated[bool, About("Whether the text says that it is not exact: *about 1920*, *a few days*.")]


DATES = table_of(DateRow, name="dates", made_by=Maker.RULES, key=["date_id"], sorted_by=["speech_id", "position"], may_be_empty=True)
