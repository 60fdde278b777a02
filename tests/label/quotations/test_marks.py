import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.quotations.marks import Passage, marked_passages
from flows.segment.paragraphs import paragraph_spans
from schemas.columns import Span
from tests.growth import cpu_seconds

MARKS = "“”\"'‘’«»„``''"


def passages(text: str) -> list[Passage]:
    return [passage for paragraph in marked_passages(text, paragraph_spans(text)) for passage in paragraph]


def contents(text: str, depth: int = 0) -> list[str]:
    return [text[start:end] for _, (start, end), *_ in ((p.span, p.content) for p in passages(text) if p.depth == depth)]


@pytest.mark.parametrize(
    "text",
    ["“A”, B", '"A", B', "«A», B", "„A“, B", "„A”, B", "‘A’, B", "'A', B", "''A'', B", "``A'', B", "‘‘A’’, B", "”A”, B", '“A", B'],
)
def test_a_passage_is_found_between_marks_of_any_shape(text: str) -> None:
    assert contents(text) == ["A"]


@pytest.mark.parametrize(
    "text",
    [
        "The workers’ rights and the mayor's don’t differ.",
        "It was ’90s music, rock 'n' roll.",
        "A board of 6' 2\" is long.",
        "They're here; the boys' room is there.",
    ],
)
def test_apostrophes_are_no_marks(text: str) -> None:
    assert passages(text) == []


@pytest.mark.parametrize(
    "text", ['""A b"", C', "««A b»», C", "““A b””, C", '\\"A b\\", C', "\\'A b\\', C", '• "A b", C', "» “A b”, C", "« A b », C"]
)
def test_marks_typed_twice_or_escaped_or_spaced_hold_the_same_words(text: str) -> None:
    assert contents(text)[-1] == "A b"


def test_two_marks_that_close_two_passages_are_two() -> None:
    assert contents('"We read "Salt"", he said.') == ['We read "Salt"']
    assert contents("««Salt» is here», he said.") == ["«Salt» is here"]


def test_a_possessive_within_single_marks_does_not_close_them() -> None:
    assert contents("‘The workers’ rights matter,’ he said.") == ["The workers’ rights matter,"]
    assert contents("'It's the workers' day,' he said.") == ["It's the workers' day,"]


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("“He said ‘no’ twice.”", "He said ‘no’ twice.", "no"),
        ("«Газета «Заря» вышла», — сказал он.", "Газета «Заря» вышла", "Заря"),
        ("«Газета «Заря», — сказал он.", "Газета «Заря", "Заря"),
        ("«Бұл „жаңа“ заң»", "Бұл „жаңа“ заң", "жаңа"),
        ('"He said "no" twice."', 'He said "no" twice.', "no"),
    ],
)
def test_passages_stand_within_others(text: str, outer: str, inner: str) -> None:
    assert contents(text) == [outer]
    assert contents(text, depth=1) == [inner]
    assert passages(text)[1].parent == 0


def test_a_mark_left_open_runs_to_the_next_of_its_kind_or_to_the_end() -> None:
    assert contents('"A, he said. "B."') == ["A, he said.", "B."]
    assert contents("He said: “A and B.") == ["A and B."]
    assert [passage.is_closed for passage in passages('"A, he said. "B."')] == [False, True]


def test_a_closing_mark_without_an_opening_one_closes_what_begins_the_paragraph() -> None:
    assert contents("A and B,” he said.") == ["A and B,"]
    assert not passages("A and B,” he said.")[0].is_opened


def test_a_paragraph_that_opens_the_mark_again_goes_on_with_the_one_before() -> None:
    found = passages("He said: “A.\n\n“B.\n\n“C,” he ended.\n\n“D,” said others.")
    assert [passage.is_continued for passage in found] == [False, True, True, False]
    assert [passage.is_closed for passage in found] == [False, False, True, True]


def test_a_closed_passage_is_not_continued() -> None:
    assert [passage.is_continued for passage in passages("“A.”\n\n“B.”")] == [False, False]


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from(MARKS + "aБ .,–\n"), max_size=60))
def test_passages_nest_and_stay_within_their_paragraph(text: str) -> None:
    paragraphs = paragraph_spans(text)
    for paragraph, found in zip(paragraphs, marked_passages(text, paragraphs), strict=True):
        for index, passage in enumerate(found):
            assert (
                paragraph.start <= passage.span.start <= passage.content.start <= passage.content.end <= passage.span.end <= paragraph.end
            )
            assert (passage.parent is None) == (passage.depth == 0)
            if passage.parent is not None:
                parent = found[passage.parent]
                assert passage.parent < index
                assert parent.span.start < passage.span.start
                assert passage.span.end <= parent.span.end
                assert passage.depth == parent.depth + 1


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["“", '"', "«", "‘ ", '"a ', "“a” ", "“‘«", "s’ t", ".", "'"])
def test_ten_times_the_marks_take_about_ten_times_as_long(unit: str) -> None:
    def seconds(text: str) -> float:
        return cpu_seconds(lambda: marked_passages(f"{text}\n“", [Span(0, len(text)), Span(len(text) + 1, len(text) + 2)]))

    small, large = min(seconds(unit * 4_000) for _ in range(3)), seconds(unit * 40_000)
    assert large < 40 * small + 0.1
