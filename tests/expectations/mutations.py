"""Ways to break a valid dataset, each with the promises that must be broken by it: first by hand, then from the declarations."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from expectations.from_schema import row_promises
from schemas.columns import Column, Table
from schemas.dataset import TABLES
from tests.expectations.valid_dataset import SHA_OF_NOTHING, Rows

CLEF = "\U0001d11e"


class Mutation(NamedTuple):
    """One way to break a valid dataset."""

    name: str
    change: Callable[[Rows], None]
    table: str
    """The one table that differs."""
    breaks: tuple[str, ...]
    """`table.promise`, each of which must be broken."""


def altered(name: str, table: str, row: int, values: dict[str, Any], *breaks: str) -> Mutation:
    """Return the mutation that gives a row of the table these values, or what these functions make of its own."""

    def change(rows: Rows) -> None:
        old = rows[table][row]
        new = {column: value(getattr(old, column)) if callable(value) else value for column, value in values.items()}
        rows[table][row] = old._replace(**new)

    return Mutation(name, change, table, breaks)


def removed(name: str, table: str, row: int, *breaks: str) -> Mutation:
    """Return the mutation that takes a row away."""
    return Mutation(name, lambda rows: rows[table].__delitem__(row), table, breaks)


def added(name: str, table: str, row: int, values: dict[str, Any], *breaks: str) -> Mutation:
    """Return the mutation that adds a copy of a row with these values."""
    return Mutation(name, lambda rows: rows[table].append(rows[table][row]._replace(**values)), table, breaks)


def plus(number: int) -> Callable[[int], int]:
    """Return the function that adds a number."""
    return lambda value: value + number


MUTATIONS_OF_SPEECHES = (
    altered("one letter of a text is another", "speeches", 0, {"text": lambda text: text.replace("river", "rived")},
            "speeches.text_sha256_is_of_the_text", "sentences.spans_hold_their_text", "paragraphs.spans_hold_their_text"),
    altered("a sign beyond the basic plane is lost", "speeches", 0, {"text": lambda text: text.replace("📚", "")},
            "speeches.characters_are_counted", "sentences.spans_hold_their_text"),
    altered("a combining mark is lost", "speeches", 1, {"text": lambda text: text.replace("\u0301", "")},
            "speeches.characters_are_counted", "quotation_spans.spans_hold_their_text"),
    altered("a Kazakh letter becomes its Russian neighbour", "speeches", 2, {"text": lambda text: text.replace("Ә", "А")},
            "sentences.spans_hold_their_text", "quotation_spans.spans_hold_their_text"),
    altered("a text goes on after its last sentence", "speeches", 0, {"text": lambda text: text + f" {CLEF}"},
            "sentences.spans_cover_the_text", "paragraphs.spans_cover_the_text"),
    altered("a text is gone", "speeches", 0, {"text": ""}, "speeches.no_text_is_empty", "sentences.spans_hold_their_text"),
    altered("characters counted in bytes", "speeches", 2, {"characters": 118}, "speeches.characters_are_counted"),
    altered("a hash is of another text", "speeches", 0, {"text_sha256": SHA_OF_NOTHING}, "speeches.text_sha256_is_of_the_text"),
    altered("a hash with capital letters", "speeches", 0, {"text_sha256": str.upper},
            "speeches.expect_column_values_to_match_regex(text_sha256)"),
    altered("a language that the list does not hold", "speeches", 0, {"language": "eng"},
            "speeches.expect_column_values_to_be_in_set(language)"),
    altered("the language of another paragraph", "paragraphs", 0, {"language": "kk"}, "quotations.language_is_that_of_the_paragraph"),
    altered("a quotation in a paragraph that is not read", "paragraphs", 0, {"foreign_language": "fr", "is_language_inherited": True},
            "quotations.language_is_that_of_the_paragraph"),
    altered("an inherited language that the speech has not", "paragraphs", 0, {"language": "kk", "is_language_inherited": True},
            "paragraphs.inherited_language_is_that_of_the_speech", "quotations.language_is_that_of_the_paragraph"),
    altered("a probability above one", "speeches", 0, {"language_probability": 1.2},
            "speeches.expect_column_values_to_be_between(language_probability)"),
    altered("a probability that is no number", "speeches", 0, {"language_probability": float("nan")},
            "speeches.expect_column_values_to_not_be_null(language_probability)"),
    altered("an id with a line's end after it", "speeches", 0, {"speech_id": lambda value: value + "\n"},
            "speeches.expect_column_values_to_match_regex(speech_id)"),
    altered("the id of another source's speech", "speeches", 0, {"speech_id": "night-paper.library"}, "speeches.ids_name_their_source"),
    altered("other terms than the source's", "speeches", 0, {"licence": "none"}, "speeches.licence_is_that_of_the_source"),
    altered("one word too many", "speeches", 0, {"words": plus(1)}, "speeches.words_are_those_of_the_sentences"),
    altered("another day than its quotations", "speeches", 0, {"spoken_on": None}, "quotations.day_is_that_of_the_speech"),
    removed("a speech is lost", "speeches", 1, "sources.fetched_is_published_or_set_aside", "sources.least_number_is_published",
            "sentences.speech_id_refers_to_speeches", "sentences.spans_hold_their_text"),
    added("a speech is published twice", "speeches", 0, {"speech_id": "city-hall.copy"},
          "speeches.text_sha256_is_unique", "sources.fetched_is_published_or_set_aside", "sentences.spans_cover_the_text"),
)  # fmt: skip

MUTATIONS_OF_SPANS = (
    altered("a sentence begins one too late", "sentences", 1, {"span_start": plus(1)},
            "sentences.spans_hold_their_text", "sentences.ids_say_where"),
    altered("a sentence ends one too early", "sentences", 1, {"span_end": plus(-1)}, "sentences.spans_hold_their_text"),
    altered("a sentence ends in the next one", "sentences", 0, {"span_end": plus(5)}, "sentences.spans_do_not_overlap"),
    altered("a sentence holds another text", "sentences", 0, {"text": str.swapcase}, "sentences.spans_hold_their_text"),
    altered("a sentence begins before its text", "sentences", 0, {"span_start": -1},
            "sentences.expect_column_values_to_be_between(span_start)", "sentences.spans_hold_their_text"),
    altered("a span ends beyond the text", "sentences", 8, {"span_end": plus(1000)}, "sentences.spans_hold_their_text"),
    altered("a span without a character", "sentences", 0, {"span_end": 0, "text": ""},
            "sentences.spans_hold_their_text", "sentences.no_text_is_empty"),
    removed("a sentence is lost", "sentences", 4, "sentences.spans_cover_the_text", "speeches.words_are_those_of_the_sentences"),
    removed("a sentence between two is lost", "sentences", 1, "sentences.positions_follow_the_text"),
    altered("a sentence counted twice", "sentences", 1, {"position": 0}, "sentences.positions_follow_the_text"),
    altered("a sentence in another paragraph", "sentences", 0, {"paragraph_id": "city-hall.oqu.p0"},
            "sentences.sentences_lie_in_their_paragraph"),
    altered("a sentence's id says another place", "sentences", 0, {"sentence_id": "city-hall.library.s1"}, "sentences.ids_say_where"),
    altered("a paragraph's id says another place", "paragraphs", 0, {"paragraph_id": "city-hall.library.s0"},
            "paragraphs.ids_say_where", "sentences.paragraph_id_refers_to_paragraphs"),
    altered("a paragraph ends in its first sentence", "paragraphs", 0, {"span_end": 9},
            "sentences.sentences_lie_in_their_paragraph", "paragraphs.spans_hold_their_text"),
    altered("a paragraph reaches into the next", "paragraphs", 0, {"span_end": plus(9)}, "paragraphs.spans_do_not_overlap"),
    removed("a paragraph is lost", "paragraphs", 3, "paragraphs.spans_cover_the_text", "sentences.paragraph_id_refers_to_paragraphs"),
    altered("a paragraph counted from one", "paragraphs", 0, {"position": 1}, "paragraphs.positions_follow_the_text"),
    altered("a paragraph of another speech", "paragraphs", 0, {"speech_id": "city-hall.oqu"}, "paragraphs.spans_hold_their_text"),
)  # fmt: skip

MUTATIONS_OF_DATES = (
    altered("a date's id says another place", "dates", 0, {"date_id": "city-hall.oqu.d1"}, "dates.ids_say_where"),
    altered("a date counted twice", "dates", 1, {"position": 0}, "dates.positions_follow_the_text"),
    altered("a date that reaches into the next", "dates", 0, {"span_end": plus(9)},
            "dates.spans_do_not_overlap", "dates.spans_hold_their_text"),
    altered("a date in another paragraph", "dates", 0, {"paragraph_id": "city-hall.library.p0"}, "dates.dates_lie_in_their_paragraph"),
    altered("the thirtieth of February", "dates", 0, {"value": "2025-02-30"}, "dates.days_are_in_the_calendar"),
    altered("a time that ends before it begins", "dates", 0, {"value": "2025-04/2019"}, "dates.times_end_after_they_begin"),
    altered("a year reckoned from a day", "dates", 0, {"anchor_on": date(2025, 4, 23)}, "dates.only_relative_ones_have_an_anchor"),
)  # fmt: skip

MUTATIONS_OF_QUANTITIES = (
    altered("an amount's id says another place", "quantities", 0, {"quantity_id": "city-hall.oqu.n1"}, "quantities.ids_say_where"),
    altered("an amount counted twice", "quantities", 1, {"position": 0}, "quantities.positions_follow_the_text"),
    altered("an amount that reaches into the next", "quantities", 0, {"span_end": plus(5)},
            "quantities.spans_do_not_overlap", "quantities.spans_hold_their_text"),
    altered("an amount in another paragraph", "quantities", 0, {"paragraph_id": "city-hall.library.p0"},
            "quantities.quantities_lie_in_their_paragraph"),
    altered("an amount below its least", "quantities", 0, {"value": 49.0}, "quantities.bounds_are_in_order"),
    altered("an amount of two things", "quantities", 0, {"counted_text": "nothing"}, "quantities.an_amount_has_one_unit"),
)  # fmt: skip

MUTATIONS_OF_QUOTATIONS = (
    altered("a part is not counted", "quotations", 0, {"parts": 1}, "quotations.parts_are_the_content_spans"),
    altered("what was said is shorter than its spans", "quotations", 0, {"text": "Books are our memory,"},
            "quotations.texts_are_those_of_the_spans"),
    altered("a cue that no span shows", "quotations", 4, {"cue_text": "сказал"}, "quotations.texts_are_those_of_the_spans"),
    altered("a source that is left out", "quotations", 4, {"source_text": None}, "quotations.texts_are_those_of_the_spans"),
    altered("an addressee that no span shows", "quotations", 0, {"addressee_text": "all"}, "quotations.texts_are_those_of_the_spans"),
    altered("an id that says another place", "quotations", 5, {"quotation_id": "city-hall.oqu.q1"},
            "quotations.ids_say_where", "quotation_spans.quotation_id_refers_to_quotations"),
    altered("a quotation counted twice", "quotations", 1, {"position": 0}, "quotations.positions_count_from_zero"),
    altered("the paragraph of another quotation", "quotations", 0, {"paragraph_id": "city-hall.oqu.p0"},
            "quotations.first_content_is_where_it_says"),
    altered("the sentence before it", "quotations", 0, {"first_sentence_id": "city-hall.library.s0"},
            "quotations.first_content_is_where_it_says"),
    altered("marked words called indirect", "quotations", 4, {"kind": "indirect"}, "quotations.marks_fit_the_kind"),
    altered("words without marks called mixed", "quotations", 3, {"kind": "mixed"}, "quotations.marks_fit_the_kind"),
    altered("a kind that the list does not hold", "quotations", 0, {"kind": "free"}, "quotations.expect_column_values_to_be_in_set(kind)"),
    altered("a method without a speaker", "quotations", 4, {"speaker_method": "name"}, "quotations.a_speaker_has_a_method"),
    altered("a speaker without a method", "quotations", 0, {"speaker_method": None}, "quotations.a_speaker_has_a_method"),
    altered("a speaker without a kind", "quotations", 0, {"speaker_kind": None},
            "quotations.a_speaker_has_a_method", "quotations.speaker_kind_is_that_of_the_speaker"),
    altered("the kind of another speaker", "quotations", 0, {"speaker_kind": "group"},
            "quotations.speaker_kind_is_that_of_the_speaker"),
    altered("the name of another speaker", "quotations", 0, {"speaker_name": "Timur Beket"},
            "quotations.speaker_name_is_that_of_the_speaker"),
    altered("a listed name in capitals", "quotations", 0, {"speaker_name": "ASEL OMAROVA"},
            "quotations.speaker_name_is_that_of_the_speaker"),
    altered("a speaker whom nobody knows", "quotations", 0, {"speaker_id": "nobody"}, "quotations.speaker_id_refers_to_speakers"),
    altered("the title of another speech", "quotations", 0, {"title": "Bridges"}, "quotations.told_as_of_the_speech"),
    altered("the source of another speech", "quotations", 0, {"source_id": "night-paper"}, "quotations.told_as_of_the_speech"),
    altered("the gender of another speaker", "quotations", 0, {"speaker_gender": "male"}, "quotations.gender_is_that_of_the_speaker"),
    altered("an office that the speaker never held", "quotations", 1, {"speaker_office": "mayor"}, "quotations.office_is_held_on_the_day"),
    altered("an office that is left out", "quotations", 0, {"speaker_office": None}, "quotations.office_is_held_on_the_day"),
    altered("a party that the speaker had left", "quotations", 0, {"speaker_party": "Spring"}, "quotations.party_is_held_on_the_day"),
    altered("a comma left at the seam", "quotations", 0, {"clean_text": lambda text: text + ","},
            "quotations.clean_texts_end_without_a_comma"),
    altered("cited words that nobody said", "quotations", 0, {"clean_text": lambda text: text + " Always"},
            "quotations.clean_texts_end_without_a_comma"),
    altered("a quotation nested in itself", "quotations", 0, {"nested_in": "city-hall.library.q34"}, "quotations.nested_lie_within"),
    altered("a quotation nested in another speech", "quotations", 5, {"nested_in": "city-hall.library.q34"},
            "quotations.nested_lie_within"),
    altered("a quotation nested in one elsewhere", "quotations", 2, {"nested_in": "city-hall.library.q34"},
            "quotations.nested_lie_within"),
    altered("a quotation nested in none that is there", "quotations", 2, {"nested_in": "city-hall.library.q1"},
            "quotations.nested_in_refers_to_quotations"),
    altered("the day of another speech", "quotations", 0, {"spoken_on": date(2025, 4, 22)},
            "quotations.day_is_that_of_the_speech"),
    altered("a candidate beside a speaker", "speaker_candidates", 0, {"quotation_id": "city-hall.library.q34"},
            "speaker_candidates.candidates_are_of_quotations_without_a_speaker"),
    removed("a quotation is lost, its pieces not", "quotations", 5, "quotation_spans.quotation_id_refers_to_quotations"),
    removed("the second part of a quotation is lost", "quotation_spans", 1,
            "quotations.parts_are_the_content_spans", "quotations.texts_are_those_of_the_spans"),
    removed("the first part of a quotation is lost", "quotation_spans", 0, "quotation_spans.positions_follow_the_text"),
    altered("a piece begins one too early", "quotation_spans", 0, {"span_start": plus(-1)}, "quotation_spans.spans_hold_their_text"),
    altered("two parts overlap", "quotation_spans", 0, {"span_end": plus(60)}, "quotation_spans.spans_do_not_overlap"),
    altered("a piece of another speech", "quotation_spans", 0, {"speech_id": "city-hall.oqu"},
            "quotation_spans.speech_is_that_of_the_quotation"),
    altered("marked words outside of what was said", "quotation_spans", -3, {"span_end": plus(1)},
            "quotation_spans.marked_words_lie_in_the_content"),
    altered("a role that the list does not hold", "quotation_spans", 0, {"role": "said"},
            "quotation_spans.expect_column_values_to_be_in_set(role)"),
)  # fmt: skip

MUTATIONS_OF_MENTIONS = (
    altered("a mention begins one too early", "mentions", 0, {"span_start": plus(-1)}, "mentions.spans_hold_their_text",
            "mentions.ids_say_where"),
    altered("two mentions overlap", "mentions", 0, {"span_end": plus(60)}, "mentions.spans_do_not_overlap"),
    altered("a mention too many is counted", "mentions", 1, {"position": plus(1)}, "mentions.positions_follow_the_text"),
    altered("a mention in a paragraph that does not hold it", "mentions", 0, {"paragraph_id": "city-hall.oqu.p0"},
            "mentions.paragraph_holds_it"),
    altered("a mention in a quotation that does not hold it", "mentions", 0, {"quotation_id": "city-hall.library.q34"},
            "mentions.quotation_holds_it"),
    altered("a person whom nobody knows", "mentions", 0, {"entity_id": "nobody"}, "mentions.entities_resolve"),
    altered("a country that is a person", "mentions", 0, {"entity_id": "KZ"}, "mentions.entities_resolve"),
)  # fmt: skip

MUTATIONS_OF_PERSONS_AND_SOURCES = (
    altered("two preferred names in one language", "speaker_names", -1, {"is_preferred": True}, "speaker_names.one_name_is_preferred"),
    altered("a listed person with a name of no list", "speakers", 0, {"name": "Asel O."},
            "speakers.listed_speakers_bear_a_listed_name", "quotations.speaker_name_is_that_of_the_speaker"),
    altered("an id that changed and stayed", "speaker_id_changes", 0, {"old_speaker_id": "timur-beket"},
            "speaker_id_changes.what_changed_is_gone"),
    added("a person met nowhere", "speakers", 2, {"speaker_id": "passer-by"}, "speakers.speakers_are_listed_or_met"),
    removed("a person is lost", "speakers", 1, "quotations.speaker_id_refers_to_speakers",
            "speeches.principal_speaker_id_refers_to_speakers", "offices.speaker_id_refers_to_speakers"),
    altered("a person's item is a lexeme", "speakers", 0, {"wikidata_id": "L1"},
            "speakers.expect_column_values_to_match_regex(wikidata_id)"),
    altered("a gender from nowhere", "speakers", 0, {"gender_from": None}, "speakers.a_gender_was_taken_from_somewhere"),
    altered("a gender of an unlisted person from the list", "speakers", 2, {"gender_from": "list"},
            "speakers.a_gender_was_taken_from_somewhere"),
    altered("a membership ends before it begins", "memberships", 1, {"until_on": date(2019, 1, 1)},
            "memberships.memberships_end_after_they_begin"),
    removed("a list is lost", "person_lists", 0, "speakers.list_id_refers_to_person_lists"),
    altered("a membership of nothing", "memberships", 0, {"party": None}, "memberships.memberships_are_of_something"),
    altered("an office of two countries", "offices", 1, {"country": "KG"}, "offices.an_office_is_of_one_country"),
    altered("a term ends before it begins", "offices", 0, {"until_on": date(2023, 1, 1)}, "offices.terms_end_after_they_begin"),
    removed("a source is lost", "sources", 1, "speeches.source_id_refers_to_sources", "source_languages.source_id_refers_to_sources"),
    removed("a source without a language", "source_languages", 2, "sources.each_source_has_a_language"),
    removed("a text set aside is lost", "set_aside", 0, "sources.fetched_is_published_or_set_aside"),
    altered("an address is published and set aside", "set_aside", 0,
            {"source_id": "night-paper", "origin": "https://night.example/most"}, "set_aside.set_aside_is_not_published"),
    altered("a reason that the list does not hold", "set_aside", 0, {"reason": "dull"},
            "set_aside.expect_column_values_to_be_in_set(reason)"),
    altered("a version of two numbers", "labelers", 0, {"version": "1.0"}, "labelers.expect_column_values_to_match_regex(version)"),
)  # fmt: skip

MUTATIONS_OF_CORRECTIONS = (
    altered("a correction of a text that is published by now", "corrections", 1, {"speech_id": "city-hall.library"},
            "corrections.no_text_means_none_is_published"),
    altered("a correction of a text that is not published", "corrections", 0, {"speech_id": "city-hall.gone"},
            "corrections.no_text_means_none_is_published"),
    altered("the words of a text that is not published", "corrections", 1, {"words": "Books"},
            "corrections.no_text_means_none_is_published"),
    altered("a correction of which nothing came, nobody knows why", "corrections", 1, {"detail": None},
            "corrections.what_came_to_nothing_says_why"),
    altered("a correction of a quotation of another text", "corrections", 0, {"speech_id": "city-hall.oqu"},
            "corrections.quotation_is_of_the_text"),
    altered("corrected by nobody", "quotations", 0, {"corrected_by": None}, "quotations.corrected_quotations_say_why"),
    altered("a title of a correction that nobody made", "speeches", 0, {"title_from": "correction"},
            "speeches.corrected_speeches_say_why"),
)  # fmt: skip

WRONG_VALUES: dict[str, Callable[[Column], Any]] = {
    "expect_column_values_to_not_be_null": lambda column: None,
    "expect_column_values_to_be_in_set": lambda column: "no-such-word",
    "expect_column_values_to_be_between": lambda column: -1 if column.about.minimum == 0 else 0,
    "expect_column_values_to_match_regex": lambda column: "№ 5",
}


def all_wrong(table: Table) -> Mutation:
    """Return the mutation that breaks each promise of the table's declaration that a row can break, by a bad copy of a row each."""
    copies: list[dict[str, Any]] = [{}]  # the row itself a second time: no key is unique
    unique = [column.name for column in table.columns if column.about.unique and (column.name,) != table.key]
    breaks = ["key_is_unique", "no_text_is_empty", *(f"{name}_is_unique" for name in unique)]
    for expectation, wrong in WRONG_VALUES.items():
        promised = [promise for promise in row_promises(table) if promise.expectation == expectation and promise.column]
        copies.append({promise.column: wrong(table.column(promise.column)) for promise in promised if promise.column})
        breaks += [promise.name for promise in promised]
    referring = {column.name: column.about.refers_to for column in table.columns if column.about.refers_to}
    copies.append(dict.fromkeys(referring, "nowhere"))
    breaks += [f"{name}_refers_to_{other.split('.')[0]}" for name, other in referring.items()]
    copies.append({[column.name for column in table.columns if column.kind == "string"][-1]: ""})

    def change(rows: Rows) -> None:
        rows[table.name] += [rows[table.name][0]._replace(**values) for values in copies]

    return Mutation(f"all that can be wrong in {table.name}", change, table.name, tuple(f"{table.name}.{name}" for name in breaks))


def emptied(table: Table) -> Mutation:
    """Return the mutation that leaves the table without a row."""
    row_count = f"{table.name}.expect_table_row_count_to_be_between"
    return Mutation(f"{table.name} is emptied", lambda rows: rows[table.name].clear(), table.name, (row_count,))


BY_HAND = (
    *MUTATIONS_OF_SPEECHES,
    *MUTATIONS_OF_SPANS,
    *MUTATIONS_OF_QUOTATIONS,
    *MUTATIONS_OF_DATES,
    *MUTATIONS_OF_QUANTITIES,
    *MUTATIONS_OF_MENTIONS,
    *MUTATIONS_OF_PERSONS_AND_SOURCES,
    *MUTATIONS_OF_CORRECTIONS,
)
FROM_DECLARATIONS = (*(all_wrong(table) for table in TABLES), *(emptied(table) for table in TABLES if not table.may_be_empty))
