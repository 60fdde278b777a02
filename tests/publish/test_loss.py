"""How much a run may take from what is published: speeches that go or are rewritten by what came, and by nothing else."""

from pathlib import Path

import pytest

from flows.fetch.declarations import MostLoss
from flows.fetch.fetched import Fetched
from flows.publish.loss import Loss, beyond, losses
from schemas.words import Reason
from tests.publish.a_release import ROWS, SOURCE, SPEECH, published

NUMBER = 20


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """Return a release of twenty speeches of the Gazette and two of the Courier."""
    speeches = [
        SPEECH._replace(speech_id=f"{source}.{number}", source_id=source, raw_sha256=f"{number:064x}", text_sha256=f"{source}{number:050x}")
        for source, count in (("gazette", NUMBER), ("courier", 2))
        for number in range(count)
    ]
    sources = [SOURCE, SOURCE._replace(source_id="courier")]
    return published(tmp_path, {**ROWS, "speeches": speeches, "sources": sources}).folder


def fetched(**changes: Fetched | None) -> list[Fetched]:
    """Return what was fetched, where all came as it was published but for some (number of the Gazette's speech → what came)."""
    held = {
        f"{source}.{number}": Fetched(source, f"{number}.txt", f"{source}.{number}", sha256=f"{number:064x}")
        for source, count in (("gazette", NUMBER), ("courier", 2))
        for number in range(count)
    }
    came = {**held, **{f"gazette.{name.removeprefix('n')}": text for name, text in changes.items()}}
    return [text for text in came.values() if text is not None]


def of_the_gazette(release: Path, came: list[Fetched], withdrawn: tuple[str, ...] = ()) -> tuple[int, int]:
    found = {loss.source_id: loss for loss in losses(release, came, withdrawn)}
    assert (found["courier"].removed, found["courier"].rewritten) == (0, 0) or not any(text.source_id == "courier" for text in came)
    return found["gazette"].removed, found["gazette"].rewritten


CHANGED = Fetched("gazette", "0.txt", "gazette.0", sha256="f" * 64)
COPY = Fetched("gazette", "0.txt", "gazette.0", reason=Reason.COPY, detail="its text is that of gazette.1")


def test_what_came_as_it_was_published_is_no_loss(release: Path) -> None:
    assert of_the_gazette(release, fetched()) == (0, 0)
    assert of_the_gazette(release, fetched(n99=CHANGED._replace(speech_id="gazette.99"))) == (0, 0)


def test_speeches_that_go_and_those_that_are_rewritten_are_counted_apart(release: Path) -> None:
    assert of_the_gazette(release, fetched(n0=CHANGED, n1=None, n2=None)) == (2, 1)
    assert of_the_gazette(release, fetched(n0=COPY)) == (1, 0)


def test_a_withdrawn_speech_is_no_loss(release: Path) -> None:
    assert of_the_gazette(release, fetched(n0=None, n1=CHANGED._replace(speech_id="gazette.1")), ("gazette.0", "gazette.1")) == (0, 0)


def test_a_stale_snapshot_that_stands_is_no_loss(release: Path) -> None:
    stale = fetched()[0]._replace(is_stale=True, detail="answers 404; its snapshot of 2026-02-10 stands for it")
    assert of_the_gazette(release, fetched(n0=stale)) == (0, 0)


def test_a_source_that_is_declared_no_more_loses_all(release: Path) -> None:
    found = losses(release, [text for text in fetched() if text.source_id != "gazette"], ())
    assert [loss.source_id for loss in beyond(found, {}, ())] == ["gazette"]


def a_loss(removed: int, rewritten: int = 0, published: int = 100) -> Loss:
    return Loss("gazette", published, removed, rewritten)


@pytest.mark.parametrize(
    ("loss", "most", "is_more"),
    [
        (a_loss(0), MostLoss(), False),
        (a_loss(5), MostLoss(), False),
        (a_loss(10), MostLoss(), False),
        (a_loss(11), MostLoss(), True),
        (a_loss(6, 5), MostLoss(), True),
        (a_loss(0, 11), MostLoss(), True),
        (a_loss(5, published=6), MostLoss(), False),
        (a_loss(6, published=6), MostLoss(), True),
        (a_loss(2, published=2), MostLoss(), True),
        (a_loss(1, published=1), MostLoss(), False),
        (a_loss(0, 2, published=2), MostLoss(), False),
        (a_loss(1), MostLoss(share=0, number=0), True),
        (a_loss(99), MostLoss(share=1, number=0), False),
        (a_loss(99), MostLoss(share=0, number=1_000), False),
        (a_loss(11), MostLoss(share=0.5, number=5), False),
        (a_loss(51), MostLoss(share=0.5, number=5), True),
    ],
)
def test_a_loss_is_too_much_beyond_both_numbers_or_where_all_goes(loss: Loss, most: MostLoss, is_more: bool) -> None:
    assert loss.is_more_than(most) is is_more
    assert beyond([loss], {"gazette": most}, ()) == ([loss] if is_more else [])
    assert beyond([loss], {"gazette": most}, ("gazette",)) == []


def test_the_sentence_names_the_remedy() -> None:
    assert a_loss(40, 2).sentence == (
        "gazette: of 100 published speeches 40 would go and 2 be rewritten; if that is meant: rostra build --accept-loss gazette"
    )
