"""What other programs did to a text is undone where it is certain, and nothing else is changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.cleaning import clean_text
from flows.clean.damage import damage_of
from flows.clean.draft import Cleaned
from flows.clean.look_alikes import letters_of_one_script
from flows.clean.mojibake import undamaged_utf8
from schemas.words import Damage
from tests.clean.pairs import Pair, pairs

TEXTS = (
    "Министр открыл мост в полдень. «Он построен за год», – сказала она: СССР – КТЖ № 5, Ёлка и Рёбра.",
    "Министр түсте жаңа көпірді ашты. «Ол бір жылда салынды», – деді ол. Әрине, Ұлы көш.",
    "Міністерка відкрила міст, її рішення є єдиним. «Ґанок», – сказала вона.",
    "The minister – a “naïve” idea, said the owner of a café… it’s “so”. €5 and §2",
)


@pytest.mark.parametrize("pair", pairs("damage.txt"), ids=lambda pair: pair.name)
def test_damage_is_undone_as_the_pairs_say(pair: Pair) -> None:
    cleaned = clean_text(pair.given)
    assert isinstance(cleaned, Cleaned)
    assert cleaned.text == pair.answer
    assert bool(cleaned.steps) == (pair.given != pair.answer)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "latin-1"])
def test_what_was_read_in_a_wrong_encoding_comes_back_whole(text: str, encoding: str) -> None:
    misread = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    assert undamaged_utf8(misread) == text
    assert undamaged_utf8(text) == text


@given(st.text())
@settings(max_examples=100)
def test_letters_of_one_script_are_as_many_as_before(text: str) -> None:
    once = letters_of_one_script(text)
    assert len(once) == len(text)
    assert letters_of_one_script(once) == once


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("Мини?тр от?рыл но?ый мост вчера днём.", Damage.LOST_LETTERS),
        ("The minister opened the bridge\ufffds second half.", Damage.LOST_LETTERS),
        ("Министр открыл мост: РјРѕСЃС‚ и ещё несколько слов.", None),  # repaired
        ("оПХБЕР, лХМХЯРП НРЙПШК гЕКЕМШИ мЮЖХНМЮКЭМШИ лНЯР.", Damage.MISREAD),
        ("The mayors of RÃ¼GEN, LÃ¼BECK and SÃ£O PAULO met.", Damage.MISREAD),
        ("Ауыл шаруашылығы mиниcтpлігі жаңа жoба ашты, gжoба да бар.", Damage.MIXED_SCRIPTS),
        ("| do not agree. Today | repeat it, and | will say so again.", Damage.SCAN_ERRORS),
    ],
)
def test_what_cannot_be_undone_for_sure_is_told(text: str, damage: Damage | None) -> None:
    cleaned = clean_text(text)
    assert isinstance(cleaned, Cleaned)
    assert cleaned.damage is damage


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Когда? Где? См. press.example/find?слово, press.example/a?b=1 и press.example/?q=мост, а не здесь.",
        "Office 040 877 320 | press@example.org | 12 High Street | Jane Roe | Media adviser",
        "Матричная мРНК, КазМунайГаз, iPhone и SMS-рассылка: 5 ° тепла, § 3 и «CAFÉ».",
    ],
)
def test_a_sound_text_is_not_told_to_be_damaged(text: str) -> None:
    assert damage_of(text) is None
