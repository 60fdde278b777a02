"""The language of texts and paragraphs.

The texts stand in `held/` and `not_held/` (one a line, the file named by its language) and in `paragraphs.txt`.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.language import LanguageGuess, language_of, paragraph_language
from flows.label.language.decide import by_letters
from flows.label.language.glance import plain_language
from flows.label.language.letters import evidence
from schemas.words import Language

HERE = Path(__file__).parent


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


HELD = {Language(path.stem): lines(path) for path in sorted((HERE / "held").glob("*.txt"))}
NOT_HELD = {path.stem: lines(path) for path in sorted((HERE / "not_held").glob("*.txt"))}
PARAGRAPHS = [tuple(part.strip() for part in line.split("|")) for line in lines(HERE / "paragraphs.txt")]


@pytest.mark.slow
@pytest.mark.parametrize("language", HELD)
def test_every_text_of_a_held_language_is_known(language: Language) -> None:
    assert [text for text in HELD[language] if language_of(text).language is not language] == []


def test_every_text_is_long_enough_to_measure_with() -> None:
    assert [text for texts in (*HELD.values(), *NOT_HELD.values()) for text in texts if len(text) < 39] == []
    assert all(len(NOT_HELD[code]) >= 20 for code in ("tt", "bg", "uz", "uz-Latn"))


@pytest.mark.slow
@pytest.mark.parametrize("code", NOT_HELD)
def test_texts_of_other_languages_are_kept_out(code: str) -> None:
    assert [text for text in NOT_HELD[code] if language_of(text).language] == []


@pytest.mark.slow
@pytest.mark.parametrize("code", ["fr", "de", "pl", "be", "tt", "uz"])
def test_the_language_kept_out_is_named_for_the_message(code: str) -> None:
    named = [language_of(text).detected for text in NOT_HELD[code]]
    assert named.count(code) > len(named) * 3 / 4


@pytest.mark.slow
def test_kazakh_in_latin_letters_is_kept_out_and_named() -> None:
    guess = language_of(" ".join(NOT_HELD["kk-Latn"]))
    assert (guess.language, guess.detected) == (None, "kk-Latn")


@pytest.mark.parametrize("text", ["", "   ", "12 345,67 (8) — 2026", "🤘 ❤️", "!?"])
def test_a_text_without_letters_tells_nothing(text: str) -> None:
    assert language_of(text) == LanguageGuess(None, 0.0, None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["ქართული ენა ძალიან ლამაზია და უძველესი", "总统今天会见了年轻的科学家", "قال الرئيس إن المدرسة الجديدة ستفتح قريبا"]
)
def test_other_scripts_are_kept_out(text: str) -> None:
    assert language_of(text).language is None


@pytest.mark.parametrize(("inherited", "text", "language", "how"), PARAGRAPHS)
def test_a_paragraph_has_its_own_language_or_the_speechs(inherited: str, text: str, language: str, how: str) -> None:
    assert paragraph_language(text, Language(inherited))[:2] == (language, how == "inherited")


@pytest.mark.slow
def test_an_opening_in_another_language_does_not_decide_alone() -> None:
    text = " ".join([*HELD[Language.RUSSIAN][:2], *HELD[Language.KAZAKH] * 3])
    assert language_of(text).language is Language.KAZAKH


@pytest.mark.slow
def test_what_is_plain_at_a_glance_is_what_the_longer_look_says() -> None:
    for language, texts in HELD.items():
        for first in range(len(texts) - 4):
            text = " ".join(texts[first : first + 5])
            longer = by_letters(evidence(text))
            assert longer
            assert longer.language is language
            assert plain_language(text) in (language, None)


@pytest.mark.slow
def test_no_foreign_text_is_plain_at_a_glance() -> None:
    assert [code for code, texts in NOT_HELD.items() if plain_language(" ".join(texts))] == []


@pytest.mark.slow
def test_threads_get_the_answers_that_one_thread_gets() -> None:
    texts = [text for group in (*HELD.values(), *NOT_HELD.values()) for text in group[::4]]
    alone = [language_of(text) for text in texts]
    backwards = [language_of(text) for text in reversed(texts)]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(language_of, texts))
    assert alone == together == backwards[::-1]


@pytest.mark.slow
def test_the_factory_of_langdetects_module_is_never_touched() -> None:
    from langdetect import detector_factory

    language_of(NOT_HELD["fr"][0])
    assert detector_factory._factory is None
    assert detector_factory.DetectorFactory.seed is None


@pytest.mark.slow
def test_threads_that_meet_at_the_first_question_get_one_answer() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from flows.label.language import language_of\n"
        "texts = ['Le ministre a visité une école du village hier soir.', 'Der Minister besuchte gestern Abend eine Schule.'] * 4\n"
        "with ThreadPoolExecutor(8) as threads:\n"
        "    print(sorted({guess.detected for guess in threads.map(language_of, texts)}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['de', 'fr']"


@pytest.mark.slow
def test_letters_decide_without_reading_a_profile() -> None:
    code = (
        "from flows.label.language import detector, language_of\n"
        "language_of('Министр сообщил, что новый мост, который строили три года, откроют до зимы.')\n"
        "language_of('The minister said that the bridge would be opened before the winter.')\n"
        "language_of('Мемлекет басшысы бұл туралы Үкіметтің кеңейтілген отырысында айтты.')\n"
        "language_of('Міністр повідомив, що новий міст, який будували три роки, відкриють до зими.')\n"
        "print(detector._profile.cache_info().misses)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_a_text_of_a_megabyte_is_judged_by_a_sample() -> None:
    assert language_of("«" * 500_000 + "@" * 500_000).language is None
    assert language_of(" ".join(HELD[Language.KAZAKH] * 1_000)).language is Language.KAZAKH


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer_with_a_probability(text: str) -> None:
    guess = language_of(text)
    assert 0 <= guess.probability <= 1
    assert guess.probability == round(guess.probability, 4)
    assert guess.language is None or guess.detected == guess.language
