"""Whether what a page answers is its text: what stands in its place never is, and no edit is held back."""

from collections.abc import Callable
from datetime import date

import pytest

from flows.clean.draft import Cleaned, Unreadable
from flows.clean.stated import Origins
from flows.fetch.alike import sample, stretches
from flows.fetch.judging import LEAST_THE_SAME, MOST_THE_SAME, Asked, Change, Fresh, held_back, judged, led_astray, shared_texts
from schemas.words import Reason, TakenFrom
from tests.fetch.runs import in_words_of
from tests.living_texts import report

RUSSIAN = (
    "министр сообщил журналистам что новая школа откроется весной в столице республики после завершения ремонта дороги "
    "депутаты одобрили бюджет на следующий год президент поручил правительству ускорить строительство мостов и больниц"
)
KAZAKH = (
    "министр журналистерге жаңа мектептің көктемде ашылатынын айтты елордадағы жол жөндеуден кейін депутаттар келесі жылғы бюджетті "
    "мақұлдады президент үкіметке көпірлер мен ауруханалардың құрылысын жеделдетуді тапсырды халық өңір даму"
)
TEXTS = {
    "English": "\n\n".join(report(1).paragraphs),
    "Russian": in_words_of(RUSSIAN, 1),
    "Kazakh": in_words_of(KAZAKH, 1),
    "short": "The session is closed. The next one begins on Monday at noon.",
}
OTHERS = {
    "English": "\n\n".join(report(2).paragraphs),
    "Russian": in_words_of(RUSSIAN, 2),
    "Kazakh": in_words_of(KAZAKH, 2),
    "short": "Our gardens open again when the lilac is in bloom.",
}


def a_text(text: str, title: str | None = "A title", day: date | None = None) -> Cleaned:
    return Cleaned(text, title, day, None, None, ())


NO_TEXT = Unreadable(Reason.NO_ARTICLE, "is a page without an article")


@pytest.mark.parametrize("name", TEXTS)
def test_another_text_of_the_same_language_does_not_replace_a_text(name: str) -> None:
    judgement = judged(a_text(OTHERS[name]), a_text(TEXTS[name]))
    assert not judgement.stands and judgement.is_unlike and "nearly nothing in common" in str(judgement.why_not)


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_text_does_not_replace_one(name: str) -> None:
    judgement = judged(NO_TEXT, a_text(TEXTS[name]))
    assert not judgement.stands and not judgement.is_unlike and "is a page without an article" in str(judgement.why_not)


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_text_in_other_bytes_is_no_change(name: str) -> None:
    judgement = judged(a_text(TEXTS[name])._replace(steps=("composed",)), a_text(TEXTS[name]))
    assert judgement.is_same_text and not judgement.stands and judgement.why_not is None


EDITS: dict[str, Callable[[str], str]] = {
    "a word is put right": lambda text: text.replace(" ", "  the ", 1),
    "a paragraph is added": lambda text: text + "\n\nLater that day the speaker thanked all who had taken part in it.",
    "a paragraph is put before": lambda text: "Updated at noon, with what the speaker added.\n\n" + text,
    "the first third goes": lambda text: text[len(text) // 3 :],
    "only the first third is left": lambda text: text[: len(text) // 3],
    "letters are put right": lambda text: text.replace("ё", "е").replace(",", ";"),
    "it is written in capitals": str.upper,
    "half is written anew": lambda text: text[: len(text) // 2] + " " + in_words_of("some other words that were never said before", 3, 40),
    "it is three times as long": lambda text: text + " " + in_words_of("more of what was said on that day in the house", 4, 240),
    "its paragraphs change places": lambda text: "\n\n".join(reversed(text.split("\n\n"))),
}


def test_a_page_that_calls_another_address_its_own_has_not_changed_its_text() -> None:
    before = a_text(TEXTS["English"])._replace(url="https://press.example/speeches/7", origins=Origins(spoken_on=TakenFrom.ADDRESS))
    moved = before._replace(url="https://press.example/speeches/2026/7", origins=Origins(spoken_on=TakenFrom.HEAD))
    assert judged(moved, before).is_same_text


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("name", ["English", "Russian", "Kazakh"])
def test_an_edit_is_taken(name: str, edit: str) -> None:
    judgement = judged(a_text(EDITS[edit](TEXTS[name])), a_text(TEXTS[name]))
    assert judgement.stands or judgement.is_same_text


@pytest.mark.parametrize("change", [{"title": "Another"}, {"title": None}, {"day": date(2026, 2, 10)}])
def test_another_title_or_day_is_an_edit(change: dict[str, object]) -> None:
    assert judged(a_text(TEXTS["English"], **change), a_text(TEXTS["English"])) == (True, False, None, False, True)  # type: ignore[arg-type]


def test_a_short_text_may_be_edited_too() -> None:
    assert judged(a_text("The session is closed. The next one begins on Tuesday."), a_text(TEXTS["short"])).stands


def test_where_nothing_stands_a_text_is_taken_and_what_is_none_is_not() -> None:
    assert judged(a_text(TEXTS["English"]), None).stands
    assert judged(NO_TEXT, None) == (False, False, "is a page without an article", False, False)


def test_where_what_stands_can_no_longer_be_read_what_comes_is_taken() -> None:
    assert judged(a_text(TEXTS["English"]), NO_TEXT).stands


# Redirects


@pytest.mark.parametrize(
    ("asked", "final", "why"),
    [
        ("/news/1", "", "the front page"),
        ("/news/1", "/kz", "the front page"),
        ("/news/1", "/ru/index.php", "the front page"),
        ("/news?id=1", "/home", "the front page"),
        ("/news/1", "/news", "a page above it"),
        ("/2026/02/10/reform", "/2026/02", "a page above it"),
        ("/news/1", "/news/1", None),
        ("/news/1", "/news/1-on-roads", None),
        ("/news/1", "/2026/1", None),
        ("/news/1", "/news?id=1", None),
        ("/news?from=feed", "/news", None),
        ("/newspaper", "/news", None),
        ("", "/kz", None),
        ("/kz", "", "a page above it"),
    ],
)
def test_a_redirect_to_the_front_page_or_a_page_above_leads_astray(asked: str, final: str, why: str | None) -> None:
    found = led_astray("https://press.example" + asked, "https://press.example" + final)
    assert (found is None) if why is None else why in str(found)


def test_the_front_page_of_another_site_is_one_too() -> None:
    assert "the front page" in str(led_astray("https://press.example/news/1", "https://parked.example"))


# What a run shows


def fresh(address: str, text: str) -> Fresh:
    return Fresh(address, sample(stretches(text)), text)


NEW = [fresh(f"/new-{number}", "\n\n".join(report(10 + number).paragraphs)) for number in range(4)]
NOTICE = "The palace garden is closed to visitors this week, said the head gardener, and asked to come again when the lilac is in bloom."


def test_new_pages_are_believed_where_old_ones_answer_with_their_texts() -> None:
    assert held_back(Asked(NEW, [], 0, 5)) == held_back(Asked(NEW, [], 0, 0)) == {}
    assert held_back(Asked(NEW, [fresh("/old", NOTICE)], 1, 5)) == {}


def test_no_new_page_is_believed_while_no_old_one_answers_with_its_text() -> None:
    assert held_back(Asked(NEW, [], 2, 0)).keys() == {"/new-0", "/new-1", "/new-2", "/new-3"}
    assert held_back(Asked(NEW, [], 2, 1)) == held_back(Asked(NEW, [], 1, 0)) == {}


def test_a_new_page_that_says_what_came_for_an_old_one_is_not_believed() -> None:
    noticed = fresh("/noticed", NOTICE + " Your request bears the number 4711.")
    assert list(held_back(Asked([*NEW, noticed], [fresh("/old", NOTICE)], 1, 5))) == ["/noticed"]


def test_new_pages_that_mostly_say_the_same_are_not_believed() -> None:
    same = [fresh(f"/same-{number}", NOTICE) for number in range(LEAST_THE_SAME)]
    assert held_back(Asked(same, [], 0, 5)).keys() == {one.address for one in same}
    assert held_back(Asked([*same, NEW[0]], [], 0, 5)).keys() == {one.address for one in same}
    assert held_back(Asked([*same, *NEW], [], 0, 5)) == held_back(Asked(same[:2], [], 0, 5)) == {}


def test_new_pages_that_say_the_same_in_great_number_are_not_believed_beside_however_many_others() -> None:
    same = [fresh(f"/same-{number}", NOTICE) for number in range(MOST_THE_SAME + 1)]
    others = [fresh(f"/{number}", in_words_of(RUSSIAN, number)) for number in range(200)]
    assert held_back(Asked([*same, *others], [], 0, 5)).keys() == {one.address for one in same}
    assert held_back(Asked([*same[1:], *others], [], 0, 5)) == {}


def test_thousands_of_texts_are_compared_in_no_time() -> None:
    many = [fresh(f"/{number}", in_words_of(RUSSIAN, number, 60)) for number in range(1_000)]
    refused = [fresh(f"/old-{number}", in_words_of(KAZAKH, number, 60)) for number in range(1_000)]
    assert held_back(Asked(many, refused, 1_000, 1)) == {}


def test_texts_that_differed_and_are_one_now_are_told_and_copies_are_not() -> None:
    changed = {"/a": Change("one", "same"), "/b": Change("two", "same")}
    assert shared_texts(changed, {}) == {"/a": "/b", "/b": "/a"}
    assert shared_texts({"/a": Change("one", "same")}, {"/c": "same", "/d": "other"}) == {"/a": "/c"}
    assert shared_texts({"/a": Change("one", "new"), "/b": Change("one", "new")}, {"/c": "other"}) == {}
    assert shared_texts({"/a": Change("one", "new")}, {}) == {}


def test_many_copies_of_one_text_that_change_alike_are_told_in_no_time() -> None:
    assert shared_texts({f"/{number}": Change("one", "new") for number in range(50_000)}, {}) == {}
    walls = shared_texts({f"/{number}": Change(str(number), "wall") for number in range(50_000)}, {})
    assert len(walls) == 50_000
