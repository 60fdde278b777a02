"""Every example of docs/sources.md is tried: what it finds is what the document says."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from flows import cli
from flows.fetch.canonical import canonical
from flows.fetch.declarations import KEYS, read_source
from flows.fetch.ledger import ENTRY
from flows.fetch.patterns import is_matched
from flows.sourcing.commands import app
from flows.sourcing.proposing import propose
from tests.fetch.site import Site
from tests.sourcing.document import (
    DOCUMENT,
    EVERY_FILE,
    FENCE,
    OF_THE_TEST,
    PAGE,
    PRESS,
    Block,
    blocks,
    examples,
    on_the_site,
    put_files,
    whole,
)
from tests.sourcing.press_service import serve_on

RARE = {"url", "country", "principal_speaker", "form", "obey_robots"}


def shown(output: str, *, has_table: bool) -> list[list[str]]:
    """Return what stands in the lines of an answer, whatever the width of its table, or in those below it."""
    passed_over = ("┏", "┡", "└") if has_table else ("┏", "┃", "┡", "│", "└")
    return [[cell.strip() for cell in re.split("[│┃]", line)] for line in output.splitlines() if not line.startswith(passed_over)]


@pytest.mark.slow
@pytest.mark.parametrize(("example", "said"), [pytest.param(*pair, id=pair[0].section) for pair in examples()])
def test_an_example_finds_what_the_document_says(site: Site, tmp_path: Path, example: Block, said: Block) -> None:
    serve_on(site)
    put_files(tmp_path, site)
    (tmp_path / "press.toml").write_text(on_the_site(site, example.content), encoding="utf-8")
    found = CliRunner().invoke(app, ["try", str(tmp_path / "press.toml")])
    assert found.exit_code == 0, found.output
    has_table = "│" in said.content
    assert shown(found.output.replace(site.address, PRESS), has_table=has_table) == shown(said.content, has_table=has_table)


@pytest.mark.parametrize("example", [pytest.param(pair[0], id=pair[0].section) for pair in examples()])
def test_an_example_is_a_right_file_as_it_stands(tmp_path: Path, example: Block) -> None:
    (tmp_path / "press.toml").write_text(whole(example.content), encoding="utf-8")
    assert read_source(tmp_path / "press.toml")


def test_there_is_an_example_of_each_kind() -> None:
    lines = EVERY_FILE + "\n".join(block.content for block in blocks("toml"))
    assert [key for key in KEYS if f"{key} =" not in lines and key not in RARE] == []


def test_the_first_example_is_what_the_command_proposes(site: Site) -> None:
    serve_on(site)
    proposed = propose(site.address + "/", ("127.0.0.1",)).replace(site.address, PRESS)
    assert OF_THE_TEST.sub("", proposed) == next(blocks("toml")).content


def command_of(words: list[str]) -> Any:
    """Return the command that the words begin with, and take its name out of them."""
    cli.add_making_commands(every := typer.Typer())
    command: Any = typer.main.get_command(every)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    return command


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.content.splitlines()])
def test_a_command_line_can_be_read(line: str) -> None:
    name, *words = shlex.split(line.partition(" > ")[0])
    assert name == "rostra"
    assert command_of(words).make_context(name, words)


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`rostra ([^`]+)`", FENCE.sub("", DOCUMENT)))))
def test_a_command_within_a_sentence_is_known_with_its_options(line: str) -> None:
    command = command_of(words := shlex.split(line))
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_file_that_it_links_to_is_there() -> None:
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", DOCUMENT) if not link.startswith("http")]
    assert [link for link in linked if not (PAGE.parent / link).exists()] == []


def test_the_patterns_of_the_table_match_what_it_says() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| `(https?:[^`]+)` \| `(https?:[^`]+)` \|$", DOCUMENT, re.MULTILINE)
    assert len(rows) == 3
    for pattern, matched, other in rows:
        known = [pattern.replace(r"\|", "|")]
        assert is_matched(known, canonical(matched) or "") and not is_matched(known, canonical(other) or "")


def test_the_line_of_the_ledger_is_one() -> None:
    [line] = [block.content for block in blocks("json")]
    entry = ENTRY.validate_json(line)
    assert entry.standing and set(json.loads(line)) <= set(entry._fields)
