"""A language's folder is read as declared; one that is broken is refused with its file, its line and the remedy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import languages
from flows.label.quotations.words import traits_of
from flows.languages.declared import PLACES
from flows.languages.pack import BrokenPack, pack, read_pack
from flows.languages.traits import (
    ABLATIVE_AGENT,
    ACCUSATIVE_AGENT,
    ACCUSATIVE_SURNAME,
    AGENT,
    DATIVE_AGENT,
    LOCATIVE_DOCUMENT,
    OBLIQUE_AGENT,
)
from schemas.words import Language

FOLDER = Path(languages.__file__).parent


@pytest.mark.parametrize("language", list(Language))
def test_each_language_has_a_whole_folder(language: Language) -> None:
    found = pack(language)
    assert found.lines("cues") and found.lines("lexicon")
    assert all(any(found.places(name)) for name in PLACES)
    assert found is pack(language)


def test_lists_are_read_by_their_columns() -> None:
    russian = pack(Language.RUSSIAN)
    assert ("января", "1") in russian.rows("months")
    assert {"он", "она"} <= russian.words("pronoun_genders")
    assert "министр" in russian.of_class["agent"] and "министр" in russian.of_class["agent-on"]


def without_a_list(folder: Path) -> None:
    (folder / "lists" / "cues.txt").unlink()


def without_places(folder: Path) -> None:
    (folder / "places" / "cities.txt").unlink()


def without_settings(folder: Path) -> None:
    (folder / "language.toml").unlink()


def without_anything(folder: Path) -> None:
    shutil.rmtree(folder)


def with_an_unknown_list(folder: Path) -> None:
    (folder / "lists" / "verbs.txt").write_text("say\n")


def with_a_wrong_class(folder: Path) -> None:
    (folder / "lists" / "lexicon.txt").write_text("# words\n\nmayor | agent\nmayor | speaker\n")


def with_a_wrong_case(folder: Path) -> None:
    (folder / "lists" / "cases.txt").write_text("dative | to\nvocative | o\n")


def with_a_verb_that_takes_something_unknown(folder: Path) -> None:
    (folder / "lists" / "cues.txt").write_text("say | saying | quote that\ntell | saying | quote her\n")


def with_a_short_line(folder: Path) -> None:
    (folder / "lists" / "months.txt").write_text("January 1\nFebruary\n")


def with_a_long_line(folder: Path) -> None:
    (folder / "lists" / "months.txt").write_text("January 1 31\n")


def with_an_unknown_pattern(folder: Path) -> None:
    (folder / "language.toml").write_text("[patterns]\nverbs = 'x'\n")


def with_an_unknown_flag(folder: Path) -> None:
    (folder / "language.toml").write_text("[flags]\nis_green = true\n")


def with_an_unknown_flag_that_is_off(folder: Path) -> None:
    (folder / "language.toml").write_text("[flags]\nis_green = false\n")


def with_an_unknown_part(folder: Path) -> None:
    (folder / "language.toml").write_text('grammar = "analytic"\n\n[pattern]\n')


def with_an_unknown_class_in_a_pattern(folder: Path) -> None:
    (folder / "language.toml").write_text("grammar = 'analytic'\n[patterns]\ndates = '<moon>'\n")


def with_a_pattern_that_is_none(folder: Path) -> None:
    (folder / "language.toml").write_text("grammar = 'analytic'\n[patterns]\nindefinite = '(an'\n")


def with_an_unknown_grammar(folder: Path) -> None:
    (folder / "language.toml").write_text("grammar = 'tonal'\n")


def with_no_toml(folder: Path) -> None:
    (folder / "language.toml").write_text("[flags\n")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (without_a_list, r"en/lists/cues\.txt is missing; a line of it holds lemma"),
        (without_places, r"en/places/cities\.txt is missing; a line of it holds a city"),
        (without_settings, r"en/language\.toml is missing; it holds grammar, patterns, flags"),
        (without_anything, r"en/lists/letters\.txt is missing; a line of it holds a letter"),
        (with_an_unknown_list, r"en/lists/verbs\.txt: no such list is declared"),
        (with_a_wrong_class, r"en/lists/lexicon\.txt, line 4: 'mayor \| speaker' says 'speaker', which is none of "),
        (with_a_wrong_case, r"en/lists/cases\.txt, line 2: 'vocative \| o' says 'vocative', which is none of ablative"),
        (with_a_verb_that_takes_something_unknown, r"en/lists/cues\.txt, line 2: .* takes 'her', which is none of "),
        (with_a_short_line, r"en/lists/months\.txt, line 2: 'February' has too few columns"),
        (with_a_long_line, r"en/lists/months\.txt, line 1: 'January 1 31' has too many columns"),
        (with_an_unknown_pattern, r"en/language\.toml, line 2: no pattern 'verbs' is known"),
        (with_an_unknown_flag, r"en/language\.toml, line 2: no flag 'is_green' is known"),
        (with_an_unknown_flag_that_is_off, r"en/language\.toml, line 2: no flag 'is_green' is known"),
        (with_an_unknown_part, r"en/language\.toml, line 3: nothing is called 'pattern'; one of grammar, patterns, flags"),
        (with_an_unknown_class_in_a_pattern, r"en/language\.toml, line 3: the pattern 'dates' names 'moon', no class of terms\.py"),
        (with_a_pattern_that_is_none, r"en/language\.toml, line 3: the pattern 'indefinite' is none"),
        (with_an_unknown_grammar, r"en/language\.toml, line 1: `grammar` is 'tonal'; one of analytic, inflected, verb-final"),
        (with_no_toml, r"en/language\.toml: is no TOML: "),
    ],
)
def test_a_broken_pack_is_refused(tmp_path: Path, broken: Callable[[Path], None], message: str) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "en")
    broken(tmp_path / "en")
    with pytest.raises(BrokenPack, match=message):
        read_pack(Language.ENGLISH, tmp_path / "en")


def test_a_language_may_have_rules_of_its_own() -> None:
    forms = pack(Language.ENGLISH).rule("verb_forms")
    assert forms("write", "wrote, written") == {
        **{"write": "base", "writes": "finite", "wrote": "finite", "writing": "gerund"},
        **{"written": "participle"},
    }
    assert list(forms("admit")) == ["admit", "admits", "admitted", "admitting"]
    assert list(forms("deny")) == ["deny", "denies", "denied", "denying"]
    kazakh = pack(Language.KAZAKH).rule("verb_forms")
    assert kazakh("айту") == {
        **{"айтты": "finite", "айттым": "finite", "айттық": "finite", "айтады": "finite", "айтып": "converb", "айтыпты": "finite"},
        **{"айтқан": "participle", "айтуда": "participle", "айтқаны": "fact", "айтқанын": "told", "айттыңыз": "finite"},
    }
    assert list(kazakh("мәлімдеу"))[:5] == ["мәлімдеді", "мәлімдедім", "мәлімдедік", "мәлімдейді", "мәлімдеп"]


def test_a_rule_that_a_language_lacks_is_refused() -> None:
    with pytest.raises(BrokenPack, match=r"ru/rules\.py has no function verb_forms; verb_forms\(verb, irregular\): forms of a"):
        pack(Language.RUSSIAN).rule("verb_forms")


@pytest.mark.parametrize(
    ("language", "word", "traits"),
    [
        (Language.KAZAKH, "министр", AGENT),
        (Language.KAZAKH, "министрлері", AGENT),
        (Language.KAZAKH, "министріне", DATIVE_AGENT),
        (Language.KAZAKH, "министрліктен", ABLATIVE_AGENT),
        (Language.KAZAKH, "асановты", ACCUSATIVE_SURNAME),
        (Language.KAZAKH, "мәлімдемесінде", LOCATIVE_DOCUMENT),
        (Language.RUSSIAN, "министру", DATIVE_AGENT | OBLIQUE_AGENT),
        (Language.RUSSIAN, "министра", OBLIQUE_AGENT),
    ],
)
def test_the_forms_of_a_class_are_told_from_its_words(language: Language, word: str, traits: int) -> None:
    forms = AGENT | DATIVE_AGENT | OBLIQUE_AGENT | ACCUSATIVE_AGENT | ABLATIVE_AGENT | LOCATIVE_DOCUMENT | ACCUSATIVE_SURNAME
    assert traits_of(word, pack(language)) & forms == traits
