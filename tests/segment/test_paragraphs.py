import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.segment.paragraphs import paragraph_spans


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\n ", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("\n\n  One.  \n \t \n\n\n Two.\n", ["One.", "Two."]),
        ("One,\nstill one.\n\nTwo.", ["One,\nstill one.", "Two."]),
        ("One.\nTwo.\n  Three.", ["One.", "Two.", "Three."]),
        ("One.\r\n\r\nTwo,\r\nstill two.", ["One.", "Two,\r\nstill two."]),
        ("One.\u2029Two.", ["One.", "Two."]),
        ("\u00a0One.\u00a0\n\u00a0\nTwo.", ["One.", "Two."]),
    ],
)
def test_blank_lines_divide_paragraphs_and_lines_do_where_no_line_is_blank(text: str, paragraphs: list[str]) -> None:
    assert [text[start:end] for start, end in paragraph_spans(text)] == paragraphs


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("aБ. \n\r\t\u00a0\u2029"), max_size=40))
def test_paragraphs_follow_each_other_and_hold_every_character_but_spaces(text: str) -> None:
    end = 0
    for span in paragraph_spans(text):
        assert text[end : span.start].strip() == ""
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        end = span.end
    assert text[end:].strip() == ""
