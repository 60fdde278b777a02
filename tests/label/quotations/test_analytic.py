"""The rules of languages that tell by word order: on English texts, and on a language of a few words that nobody speaks."""

import shutil
from pathlib import Path

import pytest

from flows import languages
from flows.label.quotations.analytic.find import quotations_of
from flows.label.quotations.analytic.grammar import Grammar, grammar_of
from flows.label.quotations.find import find_quotations
from flows.languages.pack import read_pack
from schemas.words import Language
from tests.label.quotations.answers import written
from tests.label.quotations.reading import document_of

LEXICON = """
lo | determiner
ke | that
ce | pronoun expletive
eva | auxiliary be
ne | negation
par | preposition by
"""
CUES = """
dur | saying | quote that | duro
"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Grammar:
    """Return the grammar of a language whose lists hold a few words, its verbs bent as in English."""
    folder = tmp_path_factory.mktemp("packs") / "en"
    shutil.copytree(Path(languages.__file__).parent / "en", folder)
    (folder / "lists" / "lexicon.txt").write_text(LEXICON)
    (folder / "lists" / "cues.txt").write_text(CUES)
    return grammar_of(read_pack(Language.ENGLISH, folder))


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("Lo mira duro ke lo pont vatted.", ["indirect | ke lo pont vatted | duro | Lo mira"]),
        ("“Lo pont vatted,” duro Anna Pira.", ["direct | Lo pont vatted, | duro | Anna Pira"]),
        ("Ce eva duro ke lo pont vatted.", ["indirect | ke lo pont vatted | eva duro"]),
        ("Lo mira ne duro ke lo pont vatted.", []),
        ("The mayor said that the bridge was late.", []),
    ],
)
def test_the_rules_know_no_word_of_their_own(invented: Grammar, text: str, quotations: list[str]) -> None:
    assert [written(text, quotation) for quotation in quotations_of(document_of(text), invented)] == quotations


def test_what_an_agency_reports_is_relayed() -> None:
    found = find_quotations(document_of("The sides agreed to trade, Reuters reports. The bridge is late, the mayor reports."))
    assert [quotation.is_relayed for quotation in found if quotation.cue_lemma == "report"] == [True, False]


def test_a_quotation_within_another_knows_it() -> None:
    found = find_quotations(document_of("The mayor said that engineers warned that the bridge was old."))
    assert [quotation.nested_in for quotation in found] == [None, 0]


def test_nobody_named_who_reports_relays() -> None:
    found = find_quotations(document_of("It was reported that the bridge was late. It was announced that it was safe."))
    assert [quotation.is_relayed for quotation in found] == [True, False]


def test_words_quoted_within_marks_are_nested() -> None:
    found = find_quotations(document_of("“The mayor told us: ‘It is safe.’ We left,” she said."))
    assert [quotation.nested_in for quotation in found] == [None, 0]


def test_a_text_is_read_alike_whatever_words_were_met_before_it() -> None:
    text = "The Minister for Trade and Zorbly Vaning Anna Petrova said that it rained."
    find_quotations(document_of("He said it with zorbly vaning on."))
    [found] = find_quotations(document_of(text))
    assert text[slice(*found.source[0])] == "The Minister for Trade and Zorbly Vaning Anna Petrova"
