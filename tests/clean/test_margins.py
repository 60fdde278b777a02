"""The margin of a page: counted lines, and paragraphs that are set in."""

import pytest

from flows.clean.cleaning import clean_text
from flows.clean.draft import Cleaned
from flows.clean.margins import apart_where_set_in, without_line_numbers

COURT = """ 1            MR. ROE:  May it please the Court:  the
 2   harbor belongs to the town, and it always
 3   has.
 4            JUSTICE DOE:  Where is that written,
 5   counsel?
 6            MR. ROE:  In the charter, at page
 7   4 of the appendix, and nobody has
 8   ever repealed it.
 9            JUSTICE DOE:  I read that page."""
RECORD = """The House met at noon.

  Mr. ROE. I rise today to honor the ferrymen of this river, who have
rowed for a hundred years in the snow.
  I was born there, and I never learned to swim, as my mother has said
again and again.
  The PRESIDING OFFICER. The gentleman yields.
  Mr. ROE. I do, and I thank the Chair for the time that was given
to me."""


def paragraphs_of(text: str) -> list[str]:
    found = clean_text(text)
    assert isinstance(found, Cleaned)
    return found.text.split("\n\n")


def test_the_numbers_of_lines_are_no_words() -> None:
    assert paragraphs_of(COURT) == [
        "MR. ROE: May it please the Court: the harbor belongs to the town, and it always has.",
        "JUSTICE DOE: Where is that written, counsel?",
        "MR. ROE: In the charter, at page 4 of the appendix, and nobody has ever repealed it.",
        "JUSTICE DOE: I read that page.",
    ]


def test_a_line_that_is_set_in_begins_a_paragraph() -> None:
    assert [paragraph.split(".")[0] for paragraph in paragraphs_of(RECORD)] == [
        "The House met at noon",
        "Mr",
        "I was born there, and I never learned to swim, as my mother has said again and again",
        "The PRESIDING OFFICER",
        "Mr",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number} Roads of the north" for number in range(1, 12)),
        "MR. ROE:  We met\n   in the hall\n   and spoke of it.\nMS. DOE:  We did\n   and we slept\n   in the hall.",
        "  Roads.\n  Bridges.\n  Ferries.\nAll of them.",
        "One road.",
    ],
)
def test_lists_and_lines_that_hang_stay_as_they_are(text: str) -> None:
    assert (without_line_numbers(text), apart_where_set_in(text)) == (text, text)
