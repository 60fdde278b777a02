"""What people say of a text stands in place of what the rules say, found again by its words."""

from datetime import date

import pytest

from flows.clean.stated import Stated, told_by
from flows.label.corrections.mentions import corrected_mentions
from flows.label.corrections.of_text import Read, corrected_told, quotations_of
from flows.label.corrections.places import places_of
from flows.label.corrections.said import Said
from flows.label.corrections.speakers import persons_left
from flows.label.cut import cut_of
from flows.label.mentions.found import FoundMention
from flows.label.speakers.gazetteer import Gazetteer, Name, Person
from schemas.columns import Span
from schemas.words import Form, Language, MentionKind, Mistake, Outcome, QuotationKind, SpeakerMethod, TakenFrom

TEXT = """“The lake is low,” Minister Anna Petrova said. “It was never so low.”

The mayor, Peter Holm, told reporters that the lake is low. “The lake is low,” he added.

Trains, in his words to the council, will run again “by May”."""
LISTED = Gazetteer((Person("jane-alder", "female", None, (Name(Language.ENGLISH, "Jane Alder", True),), ()),))
NOBODY = "'nobody-known' is no listed person, and nobody whom the text names; write the full name"
FIRST = "The lake is low, || It was never so low."


def said(wrong: Mistake, words: str | None = None, **more: object) -> Said:
    given = {"speech_id": "press.lake", **more}
    return Said("press", wrong, "Dana Li", date(2026, 1, 5), "I was there", words=words, **given)  # type: ignore[arg-type]


def read(*corrections: Said, text: str = TEXT) -> Read:
    return quotations_of(cut_of(text, Language.ENGLISH).document, LISTED, corrections)


def contents(found: Read, text: str = TEXT) -> list[str]:
    return [" || ".join(text[slice(*span)] for span in quotation.content) for quotation in found.found]


def test_without_corrections_the_rules_say_what_they_say() -> None:
    found = read()
    assert contents(found) == [FIRST, "that the lake is low", "The lake is low,"]
    assert (found.came, found.changed) == ([], {})


@pytest.mark.parametrize(
    ("right", "speaker"),
    [
        ("jane-alder", ("jane-alder", "Jane Alder")),
        ("Jane Alder", ("jane-alder", "Jane Alder")),
        ("peter-holm", ("peter-holm", "Peter Holm")),
        ("Tom Oakes", ("tom-oakes", "Tom Oakes")),
        ("none", (None, None)),
    ],
)
def test_a_quotation_is_by_somebody_else(right: str, speaker: tuple[str | None, str | None]) -> None:
    found = read(said(Mistake.SPEAKER, FIRST, right=right))
    given = found.attributed.attributions[0]
    assert (given.speaker_id, given.speaker_name) == speaker
    assert given.method is (SpeakerMethod.CORRECTION if speaker[0] else None)
    assert [(one.outcome, one.rows, one.quotation, one.found) for one in found.came] == [(Outcome.APPLIED, 1, 0, "anna-petrova")]
    assert list(found.changed) == [0]


def test_what_the_rules_say_by_now_is_agreed_upon() -> None:
    found = read(said(Mistake.SPEAKER, FIRST, right="Anna Petrova"), said(Mistake.KIND, FIRST, right="direct"))
    assert [one.outcome for one in found.came] == [Outcome.AGREED] * 2
    assert found.changed == {}


@pytest.mark.parametrize(("place", "meant"), [({"span": Span(0, 15)}, 0), ({"span": Span(150, 165)}, 2), ({"occurrence": 1}, 0)])
def test_words_that_stand_several_times_are_told_apart(place: dict[str, object], meant: int) -> None:
    text = TEXT.replace(" “It was never so low.”", "")
    found = read(said(Mistake.SPEAKER, "The lake is low,", right="none", **place), text=text)
    assert [(one.outcome, one.quotation) for one in found.came] == [(Outcome.APPLIED, meant)]


def test_words_that_may_mean_several_quotations_mean_none() -> None:
    [came] = read(said(Mistake.NOT_A_QUOTATION, "The lake is low,"), text=TEXT.replace(" “It was never so low.”", "")).came
    assert (came.outcome, came.detail) == (Outcome.UNFIT, "its words may mean 2 quotations; give a span or an occurrence")


def test_a_quotation_that_is_cut_elsewhere_by_now_is_still_meant() -> None:
    [came] = read(said(Mistake.NOT_A_QUOTATION, "reporters that the lake is low")).came
    assert (came.outcome, came.found) == (Outcome.APPLIED, "indirect")


def test_what_is_no_quotation_goes_and_what_is_none_by_now_is_agreed_upon() -> None:
    found = read(said(Mistake.NOT_A_QUOTATION, "that the lake is low"), said(Mistake.NOT_A_QUOTATION, "by May"))
    assert contents(found) == [FIRST, "The lake is low,"]
    assert [one.outcome for one in found.came] == [Outcome.APPLIED, Outcome.AGREED]


def test_a_missed_quotation_comes_in_its_place_with_its_marks_and_is_resolved_by_the_rules() -> None:
    found = read(said(Mistake.MISSED, "Trains, || will run again “by May”", cue="in || words", source="his"))
    assert contents(found)[-1] == "Trains, || will run again “by May”"
    quotation, given = found.found[-1], found.attributed.attributions[-1]
    assert (quotation.kind, [TEXT[slice(*span)] for span in quotation.verbatim]) == (QuotationKind.MIXED, ["by May"])
    assert [TEXT[slice(*span)] for span in quotation.cue] == ["in", "words"]
    assert given.speaker_id == "peter-holm"
    assert [(one.outcome, one.rows, one.quotation) for one in found.came] == [(Outcome.APPLIED, 1, 3)]


@pytest.mark.parametrize(
    ("written", "content"),
    [
        ("will run again by May", "will run again “by May”"),
        ("“by May”", "by May"),
        ("“By May” trains will run", "“By May” trains will run"),
    ],
)
def test_a_missed_quotation_holds_both_marks_of_a_passage_or_neither(written: str, content: str) -> None:
    text = f"{TEXT}\n\n“By May” trains will run, the council heard."
    assert content in contents(read(said(Mistake.MISSED, written, occurrence=1), text=text), text)


def test_a_missed_quotation_is_by_whom_its_row_says() -> None:
    found = read(said(Mistake.MISSED, "will run again", right="Tom Oakes"), said(Mistake.KIND, "will run again", right="direct"))
    assert (found.attributed.attributions[-1].speaker_id, found.found[-1].kind) == ("tom-oakes", QuotationKind.DIRECT)
    assert [len(corrections) for corrections in found.changed.values()] == [2]


def test_a_quotation_that_was_cut_wrongly_gets_its_words() -> None:
    found = read(said(Mistake.MISSED, "the lake is low", span=Span(100, 115)))
    assert contents(found)[1] == "the lake is low"
    assert found.came[0].found == "that the lake is low"
    assert read(said(Mistake.MISSED, "It was never so low")).came[0].outcome is Outcome.APPLIED


@pytest.mark.parametrize(
    ("correction", "detail"),
    [
        (said(Mistake.SPEAKER, "The lake is dry", right="none"), "its words do not stand in the text"),
        (said(Mistake.SPEAKER, "told reporters", right="none"), "no quotation stands there"),
        (said(Mistake.SPEAKER, FIRST, right="nobody-known"), NOBODY),
        (said(Mistake.KIND, "that the lake is low", right="mixed"), "no words of it stand within marks, as some of a mixed one do"),
        (said(Mistake.MISSED, span=Span(5_000, 5_010)), f"the text has {len(TEXT)} code points, and no words in the span"),
        (said(Mistake.MISSED, "The lake is low", occurrence=9), "its words stand in 2 places, not in 9"),
        (said(Mistake.MISSED, "will run again", cue="grumbled"), "'grumbled' does not stand beside its words"),
        (said(Mistake.OTHER_PERSON, speaker_id="tom-oakes", right="none"), "tom-oakes says nothing there"),
    ],
)  # fmt: skip
def test_what_does_not_fit_changes_nothing_and_says_why(correction: Said, detail: str) -> None:
    found, before = read(correction), read()
    assert [(one.outcome, one.detail) for one in found.came] == [(Outcome.UNFIT, detail)]
    assert (found.found, found.attributed.attributions, found.changed) == (before.found, before.attributed.attributions, {})


def test_whom_no_quotation_names_after_the_corrections_is_met_in_the_text_no_more() -> None:
    found = read(said(Mistake.SPEAKER, FIRST, right="Tom Oakes"), said(Mistake.SPEAKER, "told reporters", right="Ida Reed"))
    assert [one.speaker_id for one in persons_left(found.attributed)] == ["peter-holm", "tom-oakes"]
    named = [FoundMention(Span(28, 40), MentionKind.PERSON, "anna-petrova"), FoundMention(Span(82, 92), MentionKind.PERSON, "peter-holm")]
    assert [one.entity_id for one in corrected_mentions(TEXT, named, found.came, found.attributed)] == [None, "peter-holm"]


def test_one_person_who_is_two_is_somebody_else_in_a_text_or_under_one_of_the_names() -> None:
    found = read(said(Mistake.OTHER_PERSON, speaker_id="peter-holm", right="Peter Holm Jr."))
    assert [one.speaker_name for one in found.attributed.attributions] == ["Anna Petrova", "Peter Holm Jr.", "Peter Holm Jr."]
    assert [(one.rows, one.quotation, one.found) for one in found.came] == [(2, 1, "peter-holm")]
    found = read(said(Mistake.OTHER_PERSON, "he", speaker_id="peter-holm", right="none"))
    assert [one.speaker_name for one in found.attributed.attributions] == ["Anna Petrova", "Peter Holm", None]


def test_what_is_quoted_within_something_that_is_no_quotation_stays() -> None:
    text = "“The mayor told us: ‘It is safe, all of it, and it will stay safe,’” Anna Petrova said."
    outer, inner = read(text=text).found
    assert inner.nested_in == 0
    [left] = read(said(Mistake.NOT_A_QUOTATION, text[slice(*outer.content[0])]), text=text).found
    assert left == inner._replace(nested_in=None)


def test_the_day_the_title_and_the_form_are_told_before_the_rules_read() -> None:
    told = told_by(TakenFrom.HEAD, Stated(spoken_on=date(2026, 1, 1), title="Old"))
    corrections = [said(Mistake.DATE, right="2026-01-02"), said(Mistake.TITLE, right="none"), said(Mistake.FORM, right="report")]
    new, came = corrected_told(told, lambda: Form.REPORT, corrections)
    assert (new.stated.spoken_on, new.origins.spoken_on) == (date(2026, 1, 2), TakenFrom.CORRECTION)
    assert (new.stated.title, new.origins.title) == (None, None)
    assert [(one.outcome, one.found) for one in came] == [
        (Outcome.APPLIED, "2026-01-01"),
        (Outcome.APPLIED, "Old"),
        (Outcome.AGREED, None),
    ]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("It is  wide,\nand ours.", "It is wide, and ours", ["It is  wide,\nand ours"]),
        ("It is wide – and ours.", "It is wide, and ours", ["It is wide – and ours"]),
        ("Widely it is.", "wide", []),
        ("A long story, told at length, ends here.", "A long [..] ends here", ["A long story, told at length, ends here"]),
        ("Ол «жол ашық» деді.", "«жол ашық»", ["жол ашық"]),
        ("one", "", []),
        ("one", " || ", []),
    ],
)  # fmt: skip
def test_words_are_found_as_they_stand_or_word_by_word(text: str, words: str, found: list[str]) -> None:
    assert [text[slice(*place[0])] for place in places_of(text, words)] == found


def test_hostile_words_and_texts_are_read_in_linear_time() -> None:
    text = "a " * 200_000
    assert len(places_of(text, "a a")) == 1_000
    assert places_of(text, "a [..] b") == [] == places_of(text, "a || a || b")
