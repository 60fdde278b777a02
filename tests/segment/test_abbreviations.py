import pytest

from flows.languages.pack import pack
from flows.segment.abbreviations import Behaviour, abbreviations
from schemas.words import Language


@pytest.mark.parametrize("language", list(Language))
def test_every_list_can_be_read(language: Language) -> None:
    known = abbreviations(pack(language))
    assert len(known.behaviours) > 50
    assert len(known.starters) > 50


def test_a_form_with_a_small_first_letter_is_known_with_a_capital_but_not_the_other_way_round() -> None:
    behaviours = abbreviations(pack(Language.ENGLISH)).behaviours
    assert behaviours["fig"] is behaviours["Fig"] is Behaviour.NUMBER
    assert "rep" not in behaviours
