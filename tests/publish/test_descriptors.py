"""What a release says of itself, as golden files: a reviewer sees every public consequence of a change."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.facts import FileFacts
from flows.publish.manifest import MANIFEST, manifest
from flows.publish.render import rendered
from flows.publish.texts import as_json, table_cell, yaml_text
from schemas.dataset import TABLES
from tests.publish.a_release import staged


def described(tmp_path: Path) -> dict[str, str]:
    """Return every descriptor of a release whose files' bytes are blotted out: they change with the libraries."""
    _, facts = staged(tmp_path)
    blotted = tuple(table._replace(files=tuple(map(_blotted, table.files))) for table in facts.tables)
    facts = facts._replace(tables=blotted, build=facts.build._replace(version="1.0.0"))
    return {**rendered(facts), MANIFEST: as_json(manifest(facts, [file for table in blotted for file in table.files]))}


def _blotted(file: FileFacts) -> FileFacts:
    return file._replace(bytes=0, sha256=hashlib.sha256(file.path.encode()).hexdigest())


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


def test_what_comes_from_outside_cannot_break_a_table_or_a_header() -> None:
    assert table_cell("a | b\n<script>") == "a \\| b &lt;script>"
    assert yaml_text('a: "b"\n- c') == '"a: \\"b\\"\\n- c"'
