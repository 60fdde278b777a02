"""The model in docs/scaling.md: it follows from the measured builds, and the page shows it as it is computed."""

from pathlib import Path

import pytest

from benchmarks import simulated
from docs.scaling import PAGE, kept, model_of, rendered
from docs.scaling import measured as measured_builds
from flows.engines import Workers


def measured(texts: int) -> dict[str, object]:
    """Return a build whose own process takes 10 s and 1 ms a text, and whose workers take 20 s and 9 ms."""
    return {
        "texts": texts,
        "stages": {"start": 5.0, "read": 20 + 0.008 * texts, "publish": 10 + 0.002 * texts},
        "own": {"start": 5.0, "read": 0.0, "publish": 10 + 0.001 * texts},
    }


def test_the_model_tells_what_a_line_through_the_measured_builds_tells() -> None:
    model = model_of([measured(1_000), measured(4_000)])
    assert model.wall_seconds(100_000, 1) == pytest.approx(5 + 10 + 20 + 100 + 900)
    assert model.wall_seconds(100_000, 10) == pytest.approx(5 + 10 + 100 + 92)
    assert (model.bottleneck(100_000, 2), model.bottleneck(100_000, 10)) == ("the workers", "the build's own process")


def test_the_page_shows_the_model_of_the_kept_figures() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page, measured_builds(), kept("simulated")) == page


def test_copies_of_a_shard_are_assembled_validated_and_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, texts in (("CORPUS", 20), ("TEXTS_READ", 20)):
        monkeypatch.setattr(simulated, name, texts)
    found = {one.name: one for one in simulated.figures(1_000, 520, Workers(), tmp_path)}
    assert [name for name in found if name.startswith("simulated")] == ["simulated 20", "simulated 60", "simulated 520"]
    assert set(found["simulated 60"].details["stages"]) == {"assemble", "validate", "publish"}
    assert found["simulated 60"].details["broken"] == []
    assert set(found["simulated 520"].details["stages"]) == {"assemble"}
    assert found["simulated 520"].details["parts"] > 1
    assert found["divided"].details["texts"] == 100
