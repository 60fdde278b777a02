from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.columns import Span
from schemas.words import Language


def marked_cases() -> list[tuple[Language, str]]:
    return [
        (language, line)
        for language in Language
        for line in files("tests.segment").joinpath(f"sentences.{language}.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("# ")
    ]


def cut(text: str, language: Language) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, Span(0, len(text)), language)]


@pytest.mark.parametrize(("language", "line"), marked_cases())
def test_a_paragraph_is_cut_where_its_sentences_end(language: Language, line: str) -> None:
    sentences = [piece.strip().strip("¶").replace("¶", "\n") for piece in line.split("|")]
    text = line.replace(" | ", " ").replace("|¶", "\n").replace("¶", "\n").replace("|", "")
    assert cut(text, language) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained.The mayor left.“We stay,” he said.He went.", ["It rained.", "The mayor left.", "“We stay,” he said.", "He went."]),
        ("“It rains.”He left.", ["“It rains.”", "He left."]),
        ("See Booking.Com, node.Js and www.Example.Com for it.", ["See Booking.Com, node.Js and www.Example.Com for it."]),
    ],
)
def test_a_forgotten_space_does_not_hide_a_sentences_end(text: str, sentences: list[str]) -> None:
    assert cut(text, Language.ENGLISH) == sentences


def test_spans_count_from_the_beginning_of_the_text() -> None:
    text = "Title\n\nOne. Two."
    assert sentence_spans(text, Span(7, 16), Language.ENGLISH) == [Span(7, 11), Span(12, 16)]


def test_nothing_beyond_the_paragraph_is_looked_at() -> None:
    text = "He left. and so on"
    assert sentence_spans(text, Span(0, 8), Language.ENGLISH) == [Span(0, 8)]


def test_a_paragraph_of_spaces_has_no_sentence() -> None:
    assert sentence_spans("a  \n b", Span(1, 5), Language.ENGLISH) == []
    assert sentence_spans("", Span(0, 0), Language.KAZAKH) == []


def test_white_space_around_a_paragraph_is_left_out() -> None:
    assert cut("  One. \u00a0Two.\n", Language.ENGLISH) == ["One.", "Two."]


PIECES = st.sampled_from([*'aAжЖ5 \n\t.!?…»«”“")(]’—-:;,#@😀', "г.", "т. д.", "Mr. ", ". ", "?» – ", "2026 ж. ", "[3]", "\u00a0", "\u2800"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(list(Language)))
def test_sentences_follow_each_other_and_hold_every_character_but_spaces(text: str, language: Language) -> None:
    for paragraph in paragraph_spans(text):
        end = paragraph.start
        for sentence in sentence_spans(text, paragraph, language):
            assert text[end : sentence.start].strip() == ""
            assert sentence.start < sentence.end <= paragraph.end
            assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
            end = sentence.end
        assert end == paragraph.end


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", [".", ". ", "A. ", "(", ")", ".”", "😀", " 😀", "\n", "\n1", "\n- ", "2026 г. ", "?» A", "aa) A", "a.[1]", "[…] "]
)
@pytest.mark.timeout(5)
def test_a_hostile_paragraph_is_cut_in_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece)) + "b"
    for paragraph in paragraph_spans(text):
        sentence_spans(text, paragraph, Language.RUSSIAN)


def test_the_first_speech_is_cut_as_a_careful_reader_cuts_it() -> None:
    lines = files("tests.segment").joinpath("first_speech.txt").read_text(encoding="utf-8").splitlines()
    text = "\n\n".join(line.replace(" | ", " ") for line in lines)
    cuts = [[text[start:end] for start, end in sentence_spans(text, span, Language.ENGLISH)] for span in paragraph_spans(text)]
    assert cuts == [line.split(" | ") for line in lines]
    assert sum(map(len, cuts)) == 31
