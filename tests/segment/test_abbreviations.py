import pytest

from flows.segment import abbreviations as module
from flows.segment.abbreviations import Behaviour, abbreviations
from schemas.words import Language


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    abbreviations.cache_clear()


@pytest.mark.parametrize("language", list(Language))
def test_every_list_can_be_read(language: Language) -> None:
    known = abbreviations(language)
    assert len(known.behaviours) > 50
    assert len(known.starters) > 50


def test_a_form_with_a_small_first_letter_is_known_with_a_capital_but_not_the_other_way_round() -> None:
    behaviours = abbreviations(Language.ENGLISH).behaviours
    assert behaviours["fig"] is behaviours["Fig"] is Behaviour.NUMBER
    assert "rep" not in behaviours


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("Mr  title",), "is not a form with its stop"),
        (("Mr. title",), "is not a form with its stop"),
        (("Mr.  never",), "is not a form with its stop"),
        (("Mr.  title", "Mr.  end"), "listed twice"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named(monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], message: str) -> None:
    monkeypatch.setattr(module, "word_list", lambda package, name: lines)
    with pytest.raises(ValueError, match=message):
        abbreviations(Language.ENGLISH)
