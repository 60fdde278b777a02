"""The rule sets that write labels: their versions, and the hashes of their code and word lists."""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from schemas.labelers import Labeler


class RuleSet(NamedTuple):
    """One rule set: the packages whose code and lists it is; `version` is raised by hand when its meaning changes."""

    name: str
    version: str
    packages: tuple[str, ...]


RULE_SETS = (
    RuleSet("cleaning", "1.0.0", ("flows.clean",)),
    RuleSet("segmentation", "1.0.0", ("flows.segment",)),
    RuleSet("language", "1.0.0", ("flows.label.language",)),
    RuleSet("form", "1.0.0", ("flows.label.form",)),
    RuleSet("quotations", "1.0.0", ("flows.label.quotations",)),
    RuleSet("speakers", "1.0.0", ("flows.label.speakers",)),
    RuleSet("dates", "1.0.0", ("flows.label.dates", "flows.label.expressions")),
    RuleSet("quantities", "1.0.0", ("flows.label.quantities", "flows.label.expressions")),
    RuleSet("mentions", "1.0.0", ("flows.label.mentions",)),
)
# What stands between the rule sets and the rows: with these changed, parts are made anew too.
FRAME = ("flows.label", "flows.languages", "schemas")

# What puts rows into the parts of a table.
ASSEMBLING = ("flows.assemble", "flows.corrected", "flows.division", "flows.duck", "flows.publish.assembled", "flows.publish.parts")

# The libraries whose version may change what is read from a text, or how a part is written.
LIBRARIES = ("langdetect", "lxml", "pyarrow", "pypdfium2", "striprtf", "trafilatura")


def labelers() -> list[Labeler]:
    """Return the rows of the table `labelers`."""
    return [Labeler(rules.name, rules.version, packages_sha256(rules.packages)) for rules in RULE_SETS]


@cache
def rules_sha256() -> str:
    """Return one hash of all that the parts of a shard depend on beside their inputs."""
    packages = tuple(package for rules in RULE_SETS for package in rules.packages)
    code = packages_sha256((*packages, *FRAME, "flows.shards", "flows.kept_rows", "flows.parquet"))
    read_by = [f"{name} {version(name)}" for name in LIBRARIES] + [platform.python_version()]
    return hashlib.sha256("\n".join([code, *read_by]).encode()).hexdigest()


@cache
def assembling_sha256() -> str:
    """Return one hash of all that a part of a table depends on beside the rows of its texts: code, and the library that sorts them."""
    return hashlib.sha256(f"{rules_sha256()} {packages_sha256(ASSEMBLING)} duckdb {version('duckdb')}".encode()).hexdigest()


def packages_sha256(packages: tuple[str, ...]) -> str:
    """Return the SHA-256 of the names and bytes of all files of packages, or of single modules, in the order of their names."""
    digest = hashlib.sha256()
    for package in packages:
        for name, content in sorted(_contents(package)):
            digest.update(f"{package}/{name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _contents(package: str) -> Iterator[tuple[str, bytes]]:
    parent, _, module = package.rpartition(".")
    if parent and (single := files(parent).joinpath(f"{module}.py")).is_file():
        yield single.name, single.read_bytes()
    else:
        yield from _walked(files(package), "")


def _walked(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _walked(entry, f"{prefix}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield prefix + entry.name, entry.read_bytes()
