import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.quotations.find import find_quotations
from schemas.words import Language
from tests.growth import cpu_seconds
from tests.label.quotations.answers import answers_to, cases_of
from tests.label.quotations.reading import document_of

CASES = cases_of("russian.ru.txt")


@pytest.mark.parametrize(("text", "answers"), CASES, ids=[text for text, _ in CASES])
def test_each_case_is_read_as_its_answer_says(text: str, answers: list[str]) -> None:
    assert answers_to(text, Language.RUSSIAN) == answers


def test_a_quotation_within_another_knows_it() -> None:
    found = find_quotations(document_of("Президент заявил, что эксперты говорят, что мост стар.", Language.RUSSIAN))
    assert [quotation.nested_in for quotation in found] == [None, 0]


def test_a_name_or_title_in_marks_is_no_verbatim_part() -> None:
    found = find_quotations(document_of("Мэр сказал, что партия «Новый путь» против «мостов в никуда».", Language.RUSSIAN))
    assert [quotation.kind.value for quotation in found] == ["mixed"]
    assert len(found[0].verbatim) == 1


WORDS = st.sampled_from(
    [
        "сказал",
        "сказала",
        "что",
        ",",
        ".",
        ":",
        "–",
        "-",
        "«",
        "»",
        "“",
        "”",
        '"',
        "(",
        ")",
        "министр",
        "Иван",
        "Петров",
        "он",
        "она",
        "и",
        "в",
        "отметив",
        "важность",
        "по",
        "его",
        "словам",
        "о",
        "планах",
        "как",
        "поручил",
        "снизить",
        "\n\n",
        "не",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_spans_stand_within_the_text_in_order_and_hold_words(words: list[str]) -> None:
    text = " ".join(words)
    found = find_quotations(document_of(text, Language.RUSSIAN))
    firsts = [quotation.content[0].start for quotation in found]
    assert firsts == sorted(firsts)
    for quotation in found:
        for spans in (quotation.content, quotation.verbatim, quotation.cue, quotation.source, quotation.addressee):
            assert list(spans) == sorted(spans)
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


HOSTILE = [
    "«",
    "сказал ",
    "он сказал, что ",
    "«А». ",
    "«А», – сказал он. ",
    "– А, – сказал он, – ",
    "сказал министр ",
    "министр ",
    ", отметив ",
    "по словам ",
    "Иван Петров, ",
    "а, ",
    "- ",
    ". ",
    "А",
    "«„“",
    "он сказал: «",
    "А. ",
    "и ",
    "(",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_of_ten_times_the_length_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(times: int) -> float:
        document = document_of(unit * times, Language.RUSSIAN)
        return cpu_seconds(lambda: find_quotations(document))

    find_quotations(document_of("Он сказал так.", Language.RUSSIAN))
    assert seconds(10_000) < 40 * seconds(1_000) + 0.5
