import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.form.layout import Part
from flows.label.quotations.find import FINDERS
from flows.label.quotations.turns import find_turns, turns_of
from flows.languages.pack import pack
from schemas.words import Form, Language
from tests.growth import cpu_seconds
from tests.label.quotations.reading import document_of
from tests.label.quotations.turns import Case, answers_to, cases_of, form_told, read

CASES, DEBATES = cases_of("transcripts"), cases_of("debates")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text.split("\n")[0])
def test_each_transcript_is_read_as_its_answer_says(case: Case) -> None:
    assert answers_to(case, Form.TRANSCRIPT) == case.answers


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text.split("\n")[0])
def test_each_transcript_is_told_to_be_one(case: Case) -> None:
    assert form_told(case.text, case.language) is Form.TRANSCRIPT


@pytest.mark.parametrize("case", DEBATES, ids=lambda case: case.text.split("\n")[0])
def test_each_debate_is_read_as_its_answer_says(case: Case) -> None:
    assert answers_to(case, Form.DEBATE) == case.answers


@pytest.mark.parametrize("case", DEBATES, ids=lambda case: case.text.split("\n")[0])
def test_each_debate_is_told_to_be_one(case: Case) -> None:
    assert form_told(case.text, case.language) is Form.DEBATE


def test_the_only_speaker_is_the_one_whom_the_text_is_about_and_several_are_told_by_their_labels() -> None:
    alone = document_of("Dear friends! I am glad to see you all here.")._replace(form=Form.TRANSCRIPT)
    assert [turn.is_principal for turn in turns_of(alone)] == [True]
    several = "A. Roe: I open the session of our council.\n\nB. Doe: I thank you for the floor.\n\nA. Roe: I thank you."
    assert [turn.is_principal for turn in turns_of(document_of(several)._replace(form=Form.TRANSCRIPT))] == [False] * 3


def test_a_text_that_is_declared_a_transcript_is_one_turn_though_nothing_shows_it() -> None:
    document, found = read("Peace is dear.\n\nIt costs much.", Language.ENGLISH, Form.TRANSCRIPT)
    assert [[document.text[start:end] for start, end in quotation.content] for quotation in found] == [["Peace is dear.", "It costs much."]]


def test_words_that_the_speaker_quotes_of_himself_are_not_quoted_from_another() -> None:
    _, found = read("Dear friends! I said last year: “We shall build it.” We have built it.", Language.ENGLISH, Form.TRANSCRIPT)
    assert len(found) == 1


def test_labels_that_markup_tells_begin_the_turns_whatever_they_look_like_and_its_notes_are_nobodys() -> None:
    text = "hill-ann: My point is: roads\n\n[The bell rings.]\n\nThey last\n\nRoads\n\nThe Minister (A: B): Yes, they do."
    document = document_of(text)._replace(
        form=Form.DEBATE, labels=frozenset({"hill-ann", "The Minister (A: B)"}), unspoken=frozenset({"[The bell rings.]", "Roads"})
    )
    assert next(turn.part for turn in turns_of(document._replace(chairs=frozenset({"hill-ann"})))) is Part.CHAIR
    turns = [(text[slice(*turn.label or (0, 0))], [text[slice(*span)] for span in turn.content]) for turn in turns_of(document)]
    assert turns == [("hill-ann", ["My point is: roads", "They last"]), ("The Minister (A: B)", ["Yes, they do."])]


PIECES = st.sampled_from(
    [
        "Dear friends!",
        "I thank you.",
        "(Applause)",
        "As Abai said, “be a man”.",
        "“",
        "”",
        "K. Roe:",
        "K. Roe: I say “A”.",
        "«",
        "\n\n",
        "\n\n",
        "\n",
        "12",
        "THE LAND",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=20), st.sampled_from([Form.TRANSCRIPT, Form.INTERVIEW]), st.sampled_from(list(Language)))
def test_spans_stand_within_paragraphs_in_order_and_no_two_quotations_have_the_same_ends(
    pieces: list[str], form: Form, language: Language
) -> None:
    document, found = read(" ".join(pieces), language, form)
    assert [quotation.content[0].start for quotation in found] == sorted(quotation.content[0].start for quotation in found)
    ends = [(quotation.content[0].start, quotation.content[-1].end) for quotation in found]
    for turn in turns_of(document):
        assert list(turn.content) == sorted(turn.content)
        assert all(any(p.start <= start < end <= p.end for p in document.paragraphs) for start, end in turn.content)
        assert ends.count((turn.content[0].start, turn.content[-1].end)) == 1
    for place, quotation in enumerate(found):
        assert quotation.nested_in is None or quotation.nested_in != place
        for spans in (quotation.content, quotation.verbatim, quotation.cue, quotation.source):
            assert list(spans) == sorted(spans)
            assert all(document.text[start:end].strip() == document.text[start:end] != "" for start, end in spans)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["I said “A”. ", "K. Roe: I do.\n\n", "“", "(applause) ", "I know. As Abai said, “be”.\n\n"])
def test_a_text_of_ten_times_the_length_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(times: int) -> float:
        document = document_of("Dear friends! " + unit * times)._replace(form=Form.TRANSCRIPT)
        return cpu_seconds(lambda: find_turns(document, FINDERS[pack(Language.ENGLISH).grammar]))

    seconds(10)
    assert seconds(4_000) < 40 * seconds(400) + 0.3
