"""The word lists and profiles that ship with the rule."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from flows import languages
from flows.label import language
from flows.languages.lists import entries_of
from schemas.words import Language

FOLDER = Path(language.__file__).parent
LANGUAGES = Path(languages.__file__).parent
KINDS = ("telling", "telling_endings")
FILES = {
    kind: {path.name.split(".")[1]: path for path in LANGUAGES.glob(f"others/{kind}.*.txt")}
    | {path.parts[-3]: path for path in LANGUAGES.glob(f"*/lists/{kind}.txt")}
    for kind in KINDS
}
CODES = {kind: sorted(files) for kind, files in FILES.items()}


def forms(kind: str, code: str) -> set[str]:
    return set(listed(kind, code))


def listed(kind: str, code: str) -> list[str]:
    return [entry for _, entry in entries_of(FILES[kind][code].read_text(encoding="utf-8"))]


@pytest.mark.parametrize("kind", CODES)
def test_what_tells_a_held_language_tells_no_other(kind: str) -> None:
    held = {str(member) for member in Language}
    pairs = [(one, other) for one, other in combinations(CODES[kind], 2) if {one, other} & held]
    assert [(pair, forms(kind, pair[0]) & forms(kind, pair[1])) for pair in pairs if forms(kind, pair[0]) & forms(kind, pair[1])] == []


@pytest.mark.parametrize("kind", CODES)
def test_forms_are_single_words_in_lower_case_and_stand_once(kind: str) -> None:
    for code in CODES[kind]:
        found = listed(kind, code)
        assert [form for form in found if not form.isalpha() or form != form.lower()] == [], code
        assert len(found) == len(set(found)), code


def test_endings_have_two_to_six_letters() -> None:
    assert [form for code in CODES["telling_endings"] for form in forms("telling_endings", code) if not 2 <= len(form) <= 6] == []


@pytest.mark.parametrize("code", ["kk", "ky", "ru", "uk"])
def test_a_profile_holds_counts_of_one_to_three_letters(code: str) -> None:
    profile = json.loads((FOLDER / "profiles" / f"{code}.json").read_text(encoding="utf-8"))
    assert profile["name"] == code
    for length in (1, 2, 3):
        assert profile["n_words"][length - 1] >= sum(count for gram, count in profile["freq"].items() if len(gram) == length) > 0
    assert {len(gram) for gram in profile["freq"]} == {1, 2, 3}


def test_the_profiles_say_where_they_come_from() -> None:
    said = (FOLDER / "profiles" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(name in said for name in ("kk.json", "KazNERD", "CC BY 4.0", "ky.json", "UD_Kyrgyz-KTMU", "CC BY-SA 4.0"))
    assert all(name in said for name in ("ru.json", "UD_Russian-GSD", "UD_Russian-Taiga", "uk.json", "UA-GEC"))
