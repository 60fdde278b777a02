"""How much two texts have in common, told from all of them and from small samples alike."""

import random

import pytest

from flows.fetch.alike import MOST_SAMPLED, in_common, in_common_as_sampled, sample, stretches

WORDS = [f"word{number}" for number in range(5_000)]


def a_text(words: int, seed: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)  # noqa: S311  (the same each time)


@pytest.mark.parametrize("words", [40, 400, 4_000, 15_000])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_a_sample_tells_the_share_of_the_whole_texts(words: int, share: float) -> None:
    one = a_text(words, 1)
    kept = int(words * share)
    first, second = stretches(" ".join(one)), stretches(" ".join([*one[:kept], *a_text(words - kept, 2)]))
    assert in_common_as_sampled(sample(first), sample(second)) == pytest.approx(in_common(first, second), abs=0.08)


def test_a_sample_is_small_and_the_same_however_the_text_came() -> None:
    text = " ".join(a_text(20_000, 3))
    assert sample(stretches(text)) == sample(frozenset(sorted(stretches(text.upper()), reverse=True)))
    assert len(sample(stretches(text))) == MOST_SAMPLED


def test_a_sample_that_tells_too_little_tells_nothing() -> None:
    report, archive = a_text(20, 4), a_text(15_000, 5)
    assert in_common_as_sampled(sample(stretches(" ".join(report))), sample(stretches(" ".join([*archive, *report])))) == 0


def test_scripts_and_letter_case_are_all_one_to_it() -> None:
    kazakh = "Президент Қасым-Жомарт Тоқаев жаңа мектептің ашылуына қатысты"
    assert in_common(stretches(kazakh), stretches(kazakh.upper())) == 1
    assert in_common(stretches(kazakh), stretches("Министр Ерлан Қарин жаңа көпірдің құрылысын аралап көрді")) == 0


@pytest.mark.parametrize("text", ["", "…", "One", "One two"])
def test_texts_without_a_stretch_are_compared_by_their_words(text: str) -> None:
    assert in_common(stretches(text), stretches(text)) == (1 if text.strip("…") else 0)
