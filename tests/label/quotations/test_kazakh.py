import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.quotations.find import find_quotations
from schemas.words import Language
from tests.growth import cpu_seconds
from tests.label.quotations.answers import answers_to, cases_of
from tests.label.quotations.reading import document_of

CASES = cases_of("kazakh.kk.txt")


@pytest.mark.parametrize(("text", "answers"), CASES, ids=[text for text, _ in CASES])
def test_each_case_is_read_as_its_answer_says(text: str, answers: list[str]) -> None:
    assert answers_to(text, Language.KAZAKH) == answers


WORDS = st.sampled_from(
    [
        "деді",
        "деп",
        "айтты",
        "атап",
        "өтті",
        "екенін",
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
        "Марат",
        "Асанов",
        "ол",
        "Президенттің",
        "айтуынша",
        "туралы",
        "тапсырды",
        "жөндеуді",
        "хабарлайды",
        "\n\n",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_spans_stand_within_the_text_in_order_and_hold_words(words: list[str]) -> None:
    text = " ".join(words)
    found = find_quotations(document_of(text, Language.KAZAKH))
    firsts = [quotation.content[0].start for quotation in found]
    assert firsts == sorted(firsts)
    for quotation in found:
        for spans in (quotation.content, quotation.verbatim, quotation.cue, quotation.source, quotation.addressee):
            assert list(spans) == sorted(spans)
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


HOSTILE = [
    "«",
    "деді ",
    "ол айтты, ",
    "«А». ",
    "«А», – деді ол. ",
    "– А, – деді ол, – ",
    "деп министр ",
    "министр ",
    "министрдің айтуынша, ",
    "екенін айтып, ",
    "Марат Асанов, ",
    "а, ",
    "- ",
    ". ",
    "А",
    "ол былай деді: «",
    "А. ",
    "және ",
    "Ү ",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_of_ten_times_the_length_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(times: int) -> float:
        document = document_of(unit * times, Language.KAZAKH)
        return cpu_seconds(lambda: find_quotations(document))

    find_quotations(document_of("Ол осылай деді.", Language.KAZAKH))
    assert seconds(10_000) < 40 * seconds(1_000) + 0.5
