"""Who speaks in turns: by labels, by what the head says of them, or because nobody else speaks."""

import re
from datetime import date

import pytest

from flows.label.form.labels import labelled_lines
from flows.label.form.layout import Part
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer, Name, OfficeDeclared, Person, Term
from flows.label.speakers.heads import persons_of_head
from flows.label.speakers.labels import read_label
from flows.languages.pack import pack
from schemas.columns import Span
from schemas.words import Form, Language
from tests.label.quotations.reading import document_of
from tests.label.speakers.telling import is_named_person

NOBODY_KNOWN = Gazetteer((), ())


def names(
    text: str, form: Form, title: str | None = None, language: Language = Language.ENGLISH, speaker: str | None = None
) -> list[str | None]:
    """Return who is told to speak in each turn of a text."""
    document = document_of(text, language)._replace(form=form, title=title, speaker=speaker)
    found = find_quotations(document)
    said_by = attribute(document, found, NOBODY_KNOWN).attributions
    return [
        said.speaker_name if is_named_person(said) else None for quotation, said in zip(found, said_by, strict=True) if not quotation.cue
    ]


@pytest.mark.parametrize(
    ("label", "part", "name"),
    [
        ("KIERAN GILBERT, HOST", Part.ASKER, "Kieran Gilbert"),
        ("HON. J. K. ROE", Part.SPEAKER, "J. K. Roe"),
        ("ACTING MINISTER JANE ROE", Part.SPEAKER, "Jane Roe"),
        ("Rep. Jane Roe", Part.NAMED, "Jane Roe"),
        ("Ms. ROE of Ohio", Part.SPEAKER, "Roe"),
        ("MINISTER FOR PORTS (Hon. Dina Omarova)", Part.SPEAKER, "Dina Omarova"),
        ("MIA O'HARA", Part.NAMED, "Mia O'Hara"),
        ("TOM MCCARTHY MP", Part.NAMED, "Tom McCarthy"),
        ("President Roe", Part.SPEAKER, "Roe"),
        ("QUESTION", Part.QUESTION, None),
        ("JOURNALIST", Part.ASKER, None),
        ("MR. SPEAKER", Part.CHAIR, None),
        ("HARBOUR NEWS", Part.NAMED, None),
        ("PRIME MINISTER", Part.SPEAKER, None),
    ],
)
def test_a_label_names_a_person_or_nobody(label: str, part: Part, name: str | None) -> None:
    assert read_label(label, part, {}, pack(Language.ENGLISH)).name == name


@pytest.mark.parametrize(
    ("label", "name"), [("МИНИСТР ФИНАНСОВ", None), ("ГЛАВА ВЕРХОВНОГО СУДА", None), ("МИНИСТР РОУ-ИВАНОВ", "Роу-Иванов")]
)
def test_words_in_capitals_behind_a_role_say_whose_it_is_unless_they_are_a_surname(label: str, name: str | None) -> None:
    assert read_label(label, Part.SPEAKER, {}, pack(Language.RUSSIAN)).name == name


def test_a_role_alone_is_the_person_whom_another_label_names_behind_it() -> None:
    said = (
        "Prime Minister Jane Roe: I open it.",
        "Question: When?",
        "The Prime Minister: Today.",
        "Question: Why?",
        "Prime Minister: I like it.",
    )
    assert names("\n\n".join(said), Form.BRIEFING) == ["Jane Roe", None, "Jane Roe", None, "Jane Roe"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("STATEMENT BY\nH.E. MR. DENIS ROE\nPRESIDENT OF THE REPUBLIC\nat the General Debate", "Denis Roe"),
        ("The Hon. Jane Roe MP\nMinister for Ports", "Jane Roe"),
        ("JANE ROE, MINISTER OF PORTS, AT THE FORUM OF FARMERS", "Jane Roe"),
        ("Address by His Excellency Professor Jane Roe\nChief Adviser", "Jane Roe"),
        ("Your Excellency Jane Roe, President of the Assembly", None),
        ("Permanent Mission of the Republic to the United Nations\nNew York, 3 May", None),
    ],
)
def test_a_head_names_a_person_by_a_title_or_a_role_beside_the_name(head: str, name: str | None) -> None:
    found = persons_of_head(head, {}, pack(Language.ENGLISH))
    assert next((person.reading.name for person in found), None) == name


def test_a_surname_in_a_label_is_the_person_whom_the_head_names_in_full() -> None:
    text = (
        "THE HON JANE ROE MP\n\nMINISTER FOR PORTS\n\nHERALD: Will it open?\n\nROE: In May.\n\nHERALD: And the road?\n\nROE: It is ready."
    )
    assert names(text, Form.INTERVIEW) == [None, "Jane Roe", None, "Jane Roe"]


def test_a_role_in_a_label_is_the_person_who_has_it_in_the_head() -> None:
    text = "QUESTION: Will it open?\n\nPRIME MINISTER: In May.\n\nQUESTION: And the road?\n\nPRIME MINISTER: It is ready."
    assert names(text, Form.INTERVIEW, "The Hon. Jane Roe MP, Prime Minister") == [None, "Jane Roe", None, "Jane Roe"]


def test_a_label_that_names_in_full_names_the_later_ones_of_the_surname_alone() -> None:
    text = "JAN DOE, HOST: Will it open?\n\nJANE ROE, MINISTER FOR PORTS: In May.\n\nDOE: And the road?\n\nROE: It is ready."
    assert names(text, Form.INTERVIEW) == ["Jan Doe", "Jane Roe", "Jan Doe", "Jane Roe"]


def test_whoever_presides_asks_or_sits_in_the_hall_is_not_the_one_who_is_known_to_speak() -> None:
    text = "MR SPEAKER: I call the Minister.\n\nJANE ROE: I rise, Mr Speaker.\n\nHON. MEMBERS: Shame!\n\nMR SPEAKER: Order! I call order."
    assert names(text, Form.DEBATE) == [None, "Jane Roe", None, None]


def test_the_only_speaker_is_whom_the_head_names() -> None:
    text = "Mr. President,\n\nI thank you for the floor. We are here to speak of water."
    assert names(text, Form.TRANSCRIPT, "Statement by H.E. Mr. Denis Roe, Minister of Water") == ["Denis Roe"]


@pytest.mark.parametrize(
    ("speaker", "name"),
    [("Jane Roe", "Jane Roe"), ("The Hon. Jane Roe MP", "Jane Roe"), ("JANE ROE", "Jane Roe"), ("Roe", None), ("Ministry of Ports", None)],
)
def test_who_is_told_beside_a_text_speaks_in_it_where_no_label_says_otherwise(speaker: str, name: str | None) -> None:
    address = "Mr President,\n\nWe met here a year ago, and the road is open now.\n\nWe thank all of you."
    assert names(address, Form.TRANSCRIPT, speaker=speaker) == [name]


def test_a_name_that_is_told_beside_a_text_completes_that_of_a_label_and_changes_no_other() -> None:
    talk = "ROE: The road is open.\n\nTOM HILL: It is closed again.\n\nROE: No, it is not.\n\nTOM HILL: We shall see about it."
    assert names(talk, Form.DEBATE, speaker="Jane Roe") == ["Jane Roe", "Tom Hill", "Jane Roe", "Tom Hill"]


@pytest.mark.parametrize("code", ["[02:50:05] ", "(1:05) ", "00:01:40 ", ""])
def test_a_time_code_before_a_label_is_part_of_no_turn(code: str) -> None:
    said = ("JANE ROE, HOST: Is it open?", "QUESTION: When?", "ROE: In June.", "QUESTION: For whom?", "ROE: For all.")
    text = "\n\n".join(code + line for line in said)
    labels = [
        found.label for found in labelled_lines(text, [Span(*match.span()) for match in re.finditer(".+", text)], pack(Language.ENGLISH))
    ]
    assert [text[start:end] for start, end in labels] == [line.split(":")[0] for line in said]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("HUGH ROE: You said the lock was “a ruin”. Is it?¶MURAT VALE: It was. I saw it.¶HUGH ROE: And now?", "You", "Murat Vale"),
        ("ИРИНА РОУ: Вы сказали: «Шлюз закрыт». Это так?¶МУРАТ ВЕЙЛ: Да.¶ИРИНА РОУ: А вода?¶МУРАТ ВЕЙЛ: Есть.", "Вы", "Мурат Вейл"),
    ],
)
def test_who_is_told_what_they_said_is_whoever_speaks_next(text: str, source: str, name: str) -> None:
    document = document_of(text.replace("¶", "\n\n"), Language.RUSSIAN if source == "Вы" else Language.ENGLISH)._replace(
        form=Form.INTERVIEW
    )
    found = find_quotations(document)
    said_by = attribute(document, found, NOBODY_KNOWN).attributions
    told = {document.text[slice(*one.source[0])]: said.speaker_name for one, said in zip(found, said_by, strict=True) if one.source}
    assert told[source] == name


def test_a_courtesy_alone_is_no_label() -> None:
    text = "Mr: Speaker, I rise.\n\nMR. ROE: I rise too."
    lines = [Span(0, 20), Span(22, len(text))]
    assert [text[slice(*one.label)] for one in labelled_lines(text, lines, pack(Language.ENGLISH))] == ["MR. ROE"]


STATEMENT = (
    "Good morning, friends. I have come from the pier, where forty men and women worked all night, and I thank each of them. "
    "The wall held, and we shall open the second basin in spring, as I promised you a year ago. I am glad to take your questions."
)


def test_whoever_answers_is_the_one_who_is_named_and_made_the_statement() -> None:
    turns = "QUESTION: Who pays?\n\n{0} We all do.\n\nQUESTION: And if the ice comes early?\n\n{0} We wait."
    assert names(f"JANE ROE: {STATEMENT}\n\n{turns.format('ANSWER:')}", Form.BRIEFING) == ["Jane Roe", None, "Jane Roe", None, "Jane Roe"]
    assert names(f"{STATEMENT}\n\n{turns.format('JANE ROE:')}", Form.BRIEFING) == ["Jane Roe", None, "Jane Roe", None, "Jane Roe"]


def test_the_president_of_a_meeting_is_no_president_of_a_country_that_a_word_names() -> None:
    text = "The President: I open the meeting.\n\nMr. Roe (spoke in French): We thank you.\n\nThe President: I thank you, Mr. Roe."
    president = Person("poe", "male", None, (Name(Language.ENGLISH, "Paul Poe", True),), (Term("president", date(2020, 1, 1), None),))
    known = Gazetteer((president,), (OfficeDeclared("president", "FR", (Name(Language.ENGLISH, "President", True),)),))

    def first_speaker(country: str | None) -> str | None:
        document = document_of(text, Language.ENGLISH)._replace(form=Form.DEBATE, spoken_on=date(2022, 3, 1), country=country)
        return attribute(document, find_quotations(document), known).attributions[0].speaker_name

    assert (first_speaker(None), first_speaker("FR")) == ("The President", "Paul Poe")
