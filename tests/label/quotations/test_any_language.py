"""What holds of the quotations of every language: the cases in plain text, and what no text may break."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.quotations.find import find_quotations
from flows.label.quotations.marks import marked_passages
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from schemas.words import Language
from tests.growth import cpu_seconds
from tests.label.quotations.answers import answers_to, cases_of
from tests.label.quotations.reading import document_of

EN, RU, UK, KK = Language.ENGLISH, Language.RUSSIAN, Language.UKRAINIAN, Language.KAZAKH
FILES = {EN: "english.en.txt", RU: "russian.ru.txt", UK: "ukrainian.uk.txt", KK: "kazakh.kk.txt"}
CASES = [(language, text, answers) for language, name in FILES.items() for text, answers in cases_of(name)]
# fmt: off
WORDS = {
    EN: (
        "said", "that", "the", "mayor", "Anna", "he", ",", ".", "“", "”", '"', "''", "’", "‘", ":", "–", "and", "told", "according",
        "to", "\n\n", "«", "»", "who", "calling", "it", "May",
    ),
    RU: (
        "сказал", "сказала", "что", ",", ".", ":", "–", "-", "«", "»", "“", "”", '"', "(", ")", "министр", "Иван", "Петров", "он",
        "она", "и", "в", "отметив", "важность", "по", "его", "словам", "о", "планах", "как", "поручил", "снизить", "\n\n", "не",
    ),
    KK: (
        "деді", "деп", "айтты", "атап", "өтті", "екенін", ",", ".", ":", "–", "-", "«", "»", "“", "”", '"', "(", ")", "министр",
        "Марат", "Асанов", "ол", "Президенттің", "айтуынша", "туралы", "тапсырды", "жөндеуді", "хабарлайды", "\n\n",
    ),
}
HOSTILE = {
    EN: (
        "“", "said ", "he said, ", "“A.” ", "“A,” he said. ", "said the ", "the ", ", who said", "said that and ", "according to ",
        "Anna Petrova, the mayor, ", "a, ", "- ", ". ", "A", "1,", "'", "“‘«", "he said: “", "N. ",
        "Rys: it is ", "“A,” he grumbled. ", "She nodded. “A.” ", "“A?” Rys grumbled. ", "A, b of C: “D.” ", "A, b and ",
        "a that ran by ", "he said:\n\nWe. ",
        "Anna Roe, a b: It is so.\n\n",
    ),
    RU: (
        "«", "сказал ", "он сказал, что ", "«А». ", "«А», – сказал он. ", "– А, – сказал он, – ", "сказал министр ", "министр ",
        ", отметив ", "по словам ", "Иван Петров, ", "а, ", "- ", ". ", "А", "«„“", "он сказал: «", "А. ", "и ", "(",
        ", министр", ", который сказал", "А, – сказал мэр. ", "мэр сказал: А. ", "\n\nмэр сказал:", '""', "и. о. ",
    ),
    KK: (
        "«", "деді ", "ол айтты, ", "«А». ", "«А», – деді ол. ", "– А, – деді ол, – ", "деп министр ", "министр ",
        "министрдің айтуынша, ", "екенін айтып, ", "Марат Асанов, ", "а, ", "- ", ". ", "А", "ол былай деді: «", "А. ", "және ", "Ү ",
        "А, – деді әкім. ", "әкім былай деді: А. ", "\n\nәкім былай деді:", "Асанов «А» ",
    ),
}
# fmt: on
texts = st.sampled_from(list(WORDS)).flatmap(
    lambda language: st.tuples(st.just(language), st.lists(st.sampled_from(WORDS[language]), max_size=40).map(" ".join))
)


@pytest.mark.parametrize(("language", "text", "answers"), CASES, ids=[text for _, text, _ in CASES])
def test_each_case_is_read_as_its_answer_says(language: Language, text: str, answers: list[str]) -> None:
    assert answers_to(text, language) == answers


@settings(max_examples=90, deadline=None)
@given(texts)
def test_spans_stand_within_the_text_in_order_and_hold_words(written: tuple[Language, str]) -> None:
    language, text = written
    found = find_quotations(document_of(text, language))
    firsts = [quotation.content[0].start for quotation in found]
    assert firsts == sorted(firsts)
    for quotation in found:
        for spans in (quotation.content, quotation.verbatim, quotation.cue, quotation.source, quotation.addressee):
            assert list(spans) == sorted(spans)
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)


@settings(max_examples=90, deadline=None)
@given(texts)
def test_no_two_quotations_begin_and_end_together(written: tuple[Language, str]) -> None:
    language, text = written
    found = find_quotations(document_of(text, language))
    ends = [(quotation.content[0].start, quotation.content[-1].end) for quotation in found]
    assert len(ends) == len(set(ends))


@settings(max_examples=120, deadline=None)
@given(texts)
def test_a_part_of_a_quotation_never_holds_one_mark_of_a_pair(written: tuple[Language, str]) -> None:
    language, text = written
    document = document_of(text, language)
    pairs = [
        passage.span
        for passages in marked_passages(text, document.paragraphs)
        for passage in passages
        if passage.is_closed and passage.is_opened
    ]
    for part in (part for quotation in find_quotations(document) for part in quotation.content):
        for pair in pairs:
            assert (part.start <= pair.start < part.end) == (part.start < pair.end <= part.end)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "unit"), [(language, unit) for language, units in HOSTILE.items() for unit in units])
def test_a_text_of_ten_times_the_length_takes_about_ten_times_as_long(language: Language, unit: str) -> None:
    def seconds(times: int) -> float:
        document = document_of(unit * times, language)
        return cpu_seconds(lambda: attribute(document, find_quotations(document), Gazetteer()))

    seconds(1)
    assert seconds(4_000) < 40 * seconds(400) + 0.3
