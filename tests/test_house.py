"""The house of modules: no circle of imports, late ones included, and nothing that makes or reads a release leans on what tries it."""

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["packages"]
TRYING = {"benchmarks", "tests"}


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    """Who imports whom in the whole repository, within functions and for types alone included."""
    return graph_of(*PACKAGES)


def graph_of(*packages: str) -> ImportGraph:
    return build_graph(*packages, include_external_packages=False, cache_dir=None)


def circle(graph: ImportGraph) -> list[str]:
    """Return modules of which each is imported by the next, the last one being the first again; none where no such circle is."""
    try:
        TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_one_another_in_a_circle(graph: ImportGraph) -> None:
    assert circle(graph) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("import ring.two", "import ring.one"),
        ("import ring.two", "def late():\n    from ring import one"),
        ("import ring.two", "import typing\nif typing.TYPE_CHECKING:\n    from ring.one import One"),
    ],
    ids=["two imports", "one of them late", "one of them for types alone"],
)
def test_a_circle_is_found_however_it_is_closed(one: str, two: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ring"
    folder.mkdir()
    for name, lines in {"__init__": "", "one": one, "two": two}.items():
        (folder / f"{name}.py").write_text(lines, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(circle(graph_of("ring"))) == {"ring.one", "ring.two"}


def test_nothing_that_makes_or_reads_a_release_needs_benchmarks_or_tests(graph: ImportGraph) -> None:
    leaning = [
        (module, imported)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if module.partition(".")[0] not in TRYING and imported.partition(".")[0] in TRYING
    ]
    assert leaning == []
