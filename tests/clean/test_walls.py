"""A page that stands in an article's place is set aside, whatever its site puts around it; an article never is."""

from collections.abc import Callable

import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned, Unreadable
from flows.clean.wall_words import Kind, named, talk_of
from flows.clean.walls import wall_of_answer
from schemas.words import Reason
from tests.clean.frames import FRAMES, Case, bare, cases

WALLS = cases("walls.txt")
ARTICLES = cases("no_walls.txt")
KINDS = {kind.word: kind for kind in Kind}


def cleaned(page: str) -> Cleaned | Unreadable:
    return clean(page.encode(), "text/html; charset=utf-8", "https://example.org/news/17")


@pytest.mark.slow
@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("case", WALLS, ids=[case.about for case in WALLS])
def test_a_wall_is_set_aside_in_every_frame(case: Case, frame: Callable[[Case], str]) -> None:
    found = cleaned(frame(case))
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.NO_ARTICLE


@pytest.mark.slow
@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("case", ARTICLES, ids=[case.about for case in ARTICLES])
def test_an_article_is_none_in_any_frame(case: Case, frame: Callable[[Case], str]) -> None:
    assert isinstance(cleaned(frame(case)), Cleaned)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.PAID, Kind.NOTICE)])
def test_what_is_said_of_a_wall_names_its_kind(kind: Kind) -> None:
    found = cleaned(bare(next(case for case in WALLS if case.about.startswith(kind.word))))
    assert found == Unreadable(Reason.NO_ARTICLE, kind.detail)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Service temporarily unavailable", Kind.UNAVAILABLE),
        ("404 page not found\n", Kind.NOT_FOUND),
        ("Сервис временно недоступен. Повторите попытку позже.", Kind.UNAVAILABLE),
        ("Сұралған бет табылмады.", Kind.NOT_FOUND),
        ('{"error": {"code": 429, "message": "Too many requests, please slow down and try again later."}}', Kind.DENIED),
        ("The road is closed. It will open again on Monday, the minister said.", None),
        ("The service is temporarily unavailable, the minister said; trains will run again on Monday.", None),
        ("The portal is down for maintenance. The minister of roads opened the new bridge over the river.", None),
    ],
)
def test_an_answer_in_plain_text_is_a_wall_where_all_of_it_is(text: str, kind: Kind | None) -> None:
    assert wall_of_answer(text) is kind


def test_a_plain_answer_of_a_server_is_looked_at_and_a_file_is_not() -> None:
    raw = b"The service is temporarily unavailable. Please try again later."
    found = clean(raw, "text/plain", "https://example.org/news/17")
    assert found == Unreadable(Reason.NO_ARTICLE, Kind.UNAVAILABLE.detail)
    assert isinstance(clean(raw, None, "notice.txt"), Cleaned)


@pytest.mark.parametrize(
    ("heading", "kind", "is_sure"),
    [
        ("404", Kind.NOT_FOUND, True),
        ("Error 503", Kind.UNAVAILABLE, True),
        ("Ошибка 404: страница не найдена", Kind.NOT_FOUND, True),
        ("Oops! That page can’t be found.", Kind.NOT_FOUND, False),
        ("Access denied", Kind.DENIED, False),
        ("Бет табылмады", Kind.NOT_FOUND, True),
    ],
)
def test_a_heading_names_a_wall_as_a_whole(heading: str, kind: Kind, is_sure: bool) -> None:
    assert named(heading) == (kind, is_sure)


@pytest.mark.parametrize(
    "heading",
    ["500 schools", "Access denied: what the border means", "Page not found, says minister of archives", "Вход в историю", "Highway 404"],
)
def test_a_heading_that_says_more_names_none(heading: str) -> None:
    found = named(heading)
    assert found is None or not found.is_sure


def test_quoted_and_reported_words_are_no_talk_of_a_wall() -> None:
    assert not talk_of("“The page you are looking for does not exist,” the site answers.").said
    assert not talk_of("The page was not found, he said.").said
    assert talk_of("Нажмите кнопку «Войти», чтобы войти в систему.").said


@pytest.mark.timeout(10)  # seconds; a pattern that looks back for every character would take minutes
def test_hostile_texts_take_time_in_step_with_their_length() -> None:
    for text in ("«" * 12_000, "page " * 2_400, ("page " * 59 + ". ") * 40, '" a b c d ' * 1_200, "сайт\n" * 2_400, "a" * 12_000):
        talk_of(text)
