"""What a release says of itself, as golden files: a reviewer sees every public consequence of a change."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.card import pages
from flows.publish.descriptors import write_descriptors
from flows.publish.facts import FileFacts
from flows.publish.manifest import MANIFEST
from flows.publish.sample import write_sample
from flows.publish.texts import table_cell, yaml_text
from schemas.dataset import SAMPLED, TABLES
from schemas.words import Damage
from tests.publish.a_release import ROWS, SPEECH, staged

BINARY = ".parquet"


def described(tmp_path: Path) -> dict[str, str]:
    """Return every text file of a release, its Parquet files' sizes and hashes blotted out: they change with the libraries."""
    release, facts = staged(tmp_path)
    blotted = tuple(table._replace(files=(FileFacts(table.path, 0, "0" * 64),)) for table in facts.tables)
    write_sample(TABLES, SAMPLED, release)
    write_descriptors(release, facts._replace(tables=blotted, build=facts.build._replace(version="1.0.0")))
    files = {path.relative_to(release).as_posix(): path for path in sorted(release.rglob("*")) if path.is_file()}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items() if not name.endswith(BINARY)}
    return {**texts, MANIFEST: _without_parquet(texts[MANIFEST])}


def _without_parquet(manifest: str) -> str:
    found = json.loads(manifest)
    found["files"] = [{**file, "bytes": 0, "sha256": "0" * 64} if file["path"].endswith(BINARY) else file for file in found["files"]]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.golden
def test_every_descriptor_is_as_accepted(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    for name, content in described(tmp_path).items():
        golden(f"release/{name}", content)


def test_every_table_and_column_stands_in_every_descriptor_that_lists_them(tmp_path: Path) -> None:
    files = described(tmp_path)
    package = json.loads(files["datapackage.json"])
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in TABLES]
    for table, resource in zip(TABLES, package["resources"], strict=True):
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.names)
        assert f"\n## {table.name}\n" in files["DATA_DICTIONARY.md"]
        assert all(f"| `{name}` |" in files["DATA_DICTIONARY.md"] for name in table.names)


def test_the_card_counts_the_texts_that_seem_damaged(tmp_path: Path) -> None:
    _, facts = staged(tmp_path, {**ROWS, "speeches": [SPEECH._replace(damage=Damage.MISREAD)]})
    assert "by `speeches.damage`: `misread` 1.\n" in pages(facts)["README.md"]
    assert "speeches.damage" not in pages(facts._replace(damage={}))["README.md"]


def test_what_comes_from_outside_cannot_break_a_table_or_a_header() -> None:
    assert table_cell("a | b\n<script>") == "a \\| b &lt;script>"
    assert yaml_text('a: "b"\n- c') == '"a: \\"b\\"\\n- c"'
