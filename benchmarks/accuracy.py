"""Whether the rules read as well as they did: figures on the project's own marked texts, beside those kept in the golden file."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import HOUSE, Figure, Size, figure
from flows.fetch.gazetteer import read_gazetteer
from flows.measure.labeler_scores import scores

ACCEPTED = HOUSE / "tests" / "golden" / "accuracy.txt"


def accuracy(_size: Size, _corpora: Path) -> Iterator[Figure]:
    """Yield the share of the figures that are, to the digit, those accepted; a figure missing or new counts as one that is not."""
    found = scores([HOUSE / "tests" / "gold", HOUSE / "tests" / "held_out"], read_gazetteer(HOUSE / "sources"))
    measured = {f"{score.language} {score.on_what}: {score.measure}: {score.value} % of {score.n}" for score in found}
    accepted = set(ACCEPTED.read_text(encoding="utf-8").splitlines())
    yield figure("accuracy", [len(measured & accepted) / len(measured | accepted)], {"figures": len(measured)})
