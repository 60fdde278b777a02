from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.form.decide import form_of, layout_of
from flows.label.form.page import without_tail
from flows.languages.pack import pack
from flows.measure.marked_texts import read_marked_text
from flows.segment.paragraphs import paragraph_spans
from schemas.columns import Span
from schemas.words import Form, Language
from tests.growth import cpu_seconds
from tests.label.quotations.turns import form_told, texts_of

HERE = Path(__file__).parent
REPORTS = [(text, language) for language in Language for text in texts_of(HERE / f"reports.{language}.txt")]
GOLD = sorted((HERE.parent / "gold").glob("*/*.txt"))


@pytest.mark.parametrize(("text", "language"), REPORTS, ids=lambda value: str(value).split("\n")[0])
def test_a_report_is_never_taken_for_its_speakers_words_alone(text: str, language: Language) -> None:
    assert form_told(text, language) is Form.REPORT


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_text_marked_by_hand_has_the_form_that_it_is_marked_with(path: Path) -> None:
    gold = read_marked_text(path)
    assert form_told(gold["text"], Language(gold["lang"])) == gold["form"]


def test_the_first_speech_is_a_report() -> None:
    speech = next((HERE.parent.parent / "sources").rglob("2026-02-10-constitutional-reform.txt")).read_text(encoding="utf-8")
    assert form_told(speech, Language.ENGLISH) is Form.REPORT


def test_labels_within_quotation_marks_are_words_that_a_report_quotes() -> None:
    text = "Roe was asked of the bridge.\n\n“HOST: When will it open?\n\n“ROE: In May.\n\n“HOST: And the road?\n\n“ROE: It is ready.”"
    assert form_told(text, Language.ENGLISH) is Form.REPORT


def test_a_text_without_words_is_a_report() -> None:
    assert form_of("", [], Language.ENGLISH) is Form.REPORT
    assert form_told("…", Language.KAZAKH) is Form.REPORT


LINES = st.lists(
    st.sampled_from(
        [
            "– Is it so?",
            "– Yes.",
            "Q: Why?",
            "A: Because.",
            "Roe:",
            "Roe",
            "K. Roe: I am.",
            "Dear friends!",
            "(Applause)",
            "“A: B?",
            "…",
            "I went.",
            ":",
            "Q.",
            "–",
            "We know.\nQ: You?",
        ]
    ),
    max_size=12,
)


@settings(max_examples=50, deadline=None)
@given(LINES, st.sampled_from(list(Language)))
def test_the_turns_of_any_layout_begin_in_its_lines_in_order(lines: list[str], language: Language) -> None:
    text = "\n\n".join(lines)
    layout = layout_of(text, paragraph_spans(text), pack(language))
    if layout is not None:
        assert [start.line for start in layout.starts] == sorted({start.line for start in layout.starts})
        assert all(layout.lines[start.line].start <= start.at <= layout.lines[start.line].end for start in layout.starts)


HOSTILE = [
    "Q: ",
    "– ",
    "– Who?\n\n",
    "K. Roe: I do.\n\n",
    "Roe\n\nI?\n\n",
    "(applause) ",
    "“",
    "«",
    ".",
    ", – ",
    "Dear ",
    "What do you say?\n\nI know.\n\n",
    "\nQ: a",
    ":\n\n",
    "К. ",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_of_ten_times_the_length_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(times: int) -> float:
        text = "Dear friends! " + unit * times + "I thank you."
        paragraphs = paragraph_spans(text)
        return cpu_seconds(lambda: form_of(text, paragraphs, Language.ENGLISH))

    seconds(10)
    assert seconds(12_000) < 40 * seconds(1_200) + 0.2


def test_a_text_that_ends_again_and_again_ends_at_the_first_time() -> None:
    lines = ["I speak of roads, " * 3_000, *["ENDS"] * 5_000]
    text = "\n".join(lines)
    spans, start = [], 0
    for line in lines:
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    assert without_tail(text, tuple(spans), pack(Language.ENGLISH)) == (spans[0],)
