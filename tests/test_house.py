"""The house of modules: no import cycle, late imports included, and nothing that makes or reads a release leans on what tries it.

And its drawing in docs/architecture.md, which shows what import-linter's contracts say.
"""

import tomllib
from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph

from docs.architecture import PAGE, contracts, drawing, layers_of, rendered

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["packages"]
TRYING = {"benchmarks", "tests"}


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    """Who imports whom in the whole repository, within functions and for types alone included."""
    return graph_of(*PACKAGES)


def graph_of(*packages: str) -> ImportGraph:
    return build_graph(*packages, include_external_packages=False, cache_dir=None)


def import_cycle(graph: ImportGraph) -> list[str]:
    """Return modules of which each is imported by the next, the last one being the first again; none where there is no such cycle."""
    try:
        TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_one_another_in_a_cycle(graph: ImportGraph) -> None:
    assert import_cycle(graph) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("import ring.two", "import ring.one"),
        ("import ring.two", "def late():\n    from ring import one"),
        ("import ring.two", "import typing\nif typing.TYPE_CHECKING:\n    from ring.one import One"),
    ],
    ids=["two imports", "one of them late", "one of them for types alone"],
)
def test_a_cycle_is_found_however_it_is_closed(one: str, two: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ring"
    folder.mkdir()
    for name, lines in {"__init__": "", "one": one, "two": two}.items():
        (folder / f"{name}.py").write_text(lines, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(import_cycle(graph_of("ring"))) == {"ring.one", "ring.two"}


def test_nothing_that_makes_or_reads_a_release_needs_benchmarks_or_tests(graph: ImportGraph) -> None:
    leaning = [
        (module, imported)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if module.partition(".")[0] not in TRYING and imported.partition(".")[0] in TRYING
    ]
    assert leaning == []


def test_each_part_of_the_house_stands_in_a_layer(graph: ImportGraph) -> None:
    standing = {module for contract in contracts() if contract["type"] == "layers" for layer in layers_of(contract) for module in layer}
    assert standing == {"rostra", "schemas", "expectations"} | graph.find_children("flows")


@pytest.mark.golden
def test_the_house_is_drawn_as_the_contracts_say(golden: Callable[[str, str], None]) -> None:
    golden("../../docs/architecture.md", rendered(PAGE.read_text(encoding="utf-8"), contracts()))


def test_a_layer_is_drawn_above_those_that_it_may_know() -> None:
    drawn = drawing([{"name": "rules know schemas", "type": "layers", "layers": ["flows.label", "flows.clean | flows.segment", "schemas"]}])
    assert 'flows_clean["flows.clean"]\n        flows_segment["flows.segment"]' in drawn
    assert "layer0 --> layer1\n    layer1 --> layer2" in drawn


def test_a_contract_that_no_drawing_shows_is_told() -> None:
    with pytest.raises(ValueError, match="contract 'apart': no drawing for the type 'independence'"):
        drawing([{"name": "apart", "type": "independence", "modules": ["flows.clean", "flows.segment"]}])
