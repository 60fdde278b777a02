"""The word lists and profiles that ship with the rule."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from flows.label import language
from flows.lists import word_list
from schemas.words import Language

FOLDER = Path(language.__file__).parent
CODES = {kind: sorted(path.name.split(".")[1] for path in FOLDER.glob(f"{kind}.*.txt")) for kind in ("telling", "endings")}


def forms(kind: str, code: str) -> set[str]:
    return set(word_list("flows.label.language", f"{kind}.{code}.txt"))


@pytest.mark.parametrize("kind", CODES)
def test_what_tells_a_held_language_tells_no_other(kind: str) -> None:
    held = {str(member) for member in Language}
    pairs = [(one, other) for one, other in combinations(CODES[kind], 2) if {one, other} & held]
    assert [(pair, forms(kind, pair[0]) & forms(kind, pair[1])) for pair in pairs if forms(kind, pair[0]) & forms(kind, pair[1])] == []


@pytest.mark.parametrize("kind", CODES)
def test_forms_are_single_words_in_lower_case_and_stand_once(kind: str) -> None:
    for code in CODES[kind]:
        listed = word_list("flows.label.language", f"{kind}.{code}.txt")
        assert [form for form in listed if not form.isalpha() or form != form.lower()] == [], code
        assert len(listed) == len(set(listed)), code


def test_endings_have_two_to_five_letters() -> None:
    assert [form for code in CODES["endings"] for form in forms("endings", code) if not 2 <= len(form) <= 5] == []


@pytest.mark.parametrize("code", ["kk", "ky"])
def test_a_profile_holds_counts_of_one_to_three_letters(code: str) -> None:
    profile = json.loads((FOLDER / "profiles" / f"{code}.json").read_text(encoding="utf-8"))
    assert profile["name"] == code
    for length in (1, 2, 3):
        assert profile["n_words"][length - 1] >= sum(count for gram, count in profile["freq"].items() if len(gram) == length) > 0
    assert {len(gram) for gram in profile["freq"]} == {1, 2, 3}


def test_the_profiles_say_where_they_come_from() -> None:
    said = (FOLDER / "profiles" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(name in said for name in ("kk.json", "KazNERD", "CC BY 4.0", "ky.json", "UD_Kyrgyz-KTMU", "CC BY-SA 4.0"))
