from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import attribute
from flows.label.speakers.registry import Registry
from schemas.columns import Span
from tests.growth import cpu_seconds
from tests.label.quotations.reading import document_of

NO_QUOTATION = "none"


def cases() -> list[tuple[str, list[str]]]:
    lines = (Path(__file__).parent / "english.en.txt").read_text(encoding="utf-8").splitlines()
    blocks = "\n".join("" if line.startswith("#") else line for line in lines).split("\n\n")
    return [(text, answers) for block in blocks if block.strip() for text, *answers in [block.strip().splitlines()]]


def written(text: str, quotation: FoundQuotation) -> str:
    def words(spans: tuple[Span, ...]) -> str:
        return " + ".join(text[start:end] for start, end in spans)

    parts = (quotation.kind, words(quotation.content), words(quotation.cue), words(quotation.source), words(quotation.addressee))
    return " | ".join(parts).rstrip()


@pytest.mark.parametrize(("text", "answers"), cases(), ids=[text for text, _ in cases()])
def test_each_case_is_read_as_its_answer_says(text: str, answers: list[str]) -> None:
    document = document_of(text.replace("¶", "\n\n"))
    found = [written(document.text, quotation) for quotation in find_quotations(document)]
    assert found == [answer.rstrip() for answer in answers if answer != NO_QUOTATION]


WORDS = st.sampled_from(
    [
        "said",
        "that",
        "the",
        "mayor",
        "Anna",
        "he",
        ",",
        ".",
        "“",
        "”",
        '"',
        "''",
        "’",
        "‘",
        ":",
        "–",
        "and",
        "told",
        "according",
        "to",
        "\n\n",
        "«",
        "»",
        "who",
        "calling",
        "it",
        "May",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_spans_stand_within_the_text_in_order_and_hold_words(words: list[str]) -> None:
    text = " ".join(words)
    found = find_quotations(document_of(text))
    firsts = [quotation.content[0].start for quotation in found]
    assert firsts == sorted(firsts)
    for quotation in found:
        for spans in (quotation.content, quotation.verbatim, quotation.cue, quotation.source, quotation.addressee):
            assert list(spans) == sorted(spans)
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


HOSTILE = [
    "“",
    "said ",
    "he said, ",
    "“A.” ",
    "“A,” he said. ",
    "said the ",
    "the ",
    ", who said",
    "said that and ",
    "according to ",
    "Anna Petrova, the mayor, ",
    "a, ",
    "- ",
    ". ",
    "A",
    "1,",
    "'",
    "“‘«",
    "he said: “",
    "N. ",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_of_ten_times_the_length_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(times: int) -> float:
        document = document_of(unit * times)
        return cpu_seconds(lambda: attribute(document, find_quotations(document), Registry()))

    find_quotations(document_of("He said so."))
    assert seconds(20_000) < 40 * seconds(2_000) + 0.5


def test_what_an_agency_reports_is_relayed() -> None:
    found = find_quotations(document_of("The sides agreed to trade, Reuters reports. The bridge is late, the mayor reports."))
    assert [quotation.is_relayed for quotation in found if quotation.cue_lemma == "report"] == [True, False]


def test_a_quotation_within_another_knows_it() -> None:
    found = find_quotations(document_of("The mayor said that engineers warned that the bridge was old."))
    assert [quotation.nested_in for quotation in found] == [None, 0]


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_no_two_quotations_begin_and_end_together(words: list[str]) -> None:
    found = find_quotations(document_of(" ".join(words)))
    ends = [(quotation.content[0].start, quotation.content[-1].end) for quotation in found]
    assert len(ends) == len(set(ends))


def test_nobody_named_who_reports_relays() -> None:
    found = find_quotations(document_of("It was reported that the bridge was late. It was announced that it was safe."))
    assert [quotation.is_relayed for quotation in found] == [True, False]


def test_words_quoted_within_marks_are_nested() -> None:
    found = find_quotations(document_of("“The mayor told us: ‘It is safe.’ We left,” she said."))
    assert [quotation.nested_in for quotation in found] == [None, 0]
