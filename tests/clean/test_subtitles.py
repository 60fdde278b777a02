"""Subtitles: what is said, without when it is shown."""

import pytest

from flows.clean.cleaning import clean_text
from flows.clean.draft import Cleaned
from flows.clean.subtitles import without_cue_times

SUBRIP = """1
00:00:01,000 --> 00:00:04,200
Tonight I speak to you
about the floods.

2
00:00:04,300 --> 00:00:08,000
We will <i>not</i> leave you.

3
00:00:08,100 --> 00:00:09,000
[APPLAUSE]

4
00:00:15,000 --> 00:00:19,000
Thank you, and good night."""
WEBVTT = """WEBVTT

NOTE by hand

00:01.000 --> 00:04.200 align:start
<v Jane Roe>When will it open?

00:04.300 --> 00:08.000
<v.loud Denis Doe>In May,

00:08.000 --> 00:09.000
<v.loud Denis Doe>I think."""


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (SUBRIP, ["Tonight I speak to you about the floods. We will not leave you.", "[APPLAUSE]", "Thank you, and good night."]),
        (WEBVTT, ["Jane Roe: When will it open?", "Denis Doe: In May, I think."]),
    ],
)
def test_cues_are_pieces_of_what_is_said(text: str, paragraphs: list[str]) -> None:
    found = clean_text(text)
    assert isinstance(found, Cleaned)
    assert found.text.split("\n\n") == paragraphs
    assert found.steps[0] == "without_cue_times"


def test_an_arrow_alone_makes_no_subtitles() -> None:
    text = "The road --> the bridge.\n\nThe bridge --> the ferry."
    assert without_cue_times(text) == text
