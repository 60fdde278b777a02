"""Environments of the peers, made with uv from PyPI: nothing of theirs is among our own dependencies."""

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring import HOUSE

# Pinned: a figure names what it was held against. datatrove and Daft run our rules, which need langdetect and pydantic.
PEERS = {
    "spacy": ("spacy==3.8.18", "pyarrow==26.0.1"),
    "datatrove": ("datatrove[io]==0.10.1", "langdetect==1.0.9", "pydantic==2.14.3", "pyarrow==26.0.1"),
    "daft": ("daft==0.7.26", "langdetect==1.0.9", "pydantic==2.14.3"),
}
ENVIRONMENTS = HOUSE / "build" / "peers"


def python_of(peer: str) -> Path:
    """Return the interpreter of a peer's environment, made first where it is missing or holds other versions."""
    folder = ENVIRONMENTS / peer
    python = folder / "bin" / "python"
    wanted = "\n".join(PEERS[peer])
    made_of = folder / "made_of.txt"
    if not made_of.is_file() or made_of.read_text(encoding="utf-8") != wanted:
        uv = shutil.which("uv") or str(HOUSE / ".uv" / "bin" / "uv")
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(python), *PEERS[peer]], check=True)
        made_of.write_text(wanted, encoding="utf-8")
    return python


def our_versions() -> dict[str, str]:
    """Return the versions of the libraries that do our part of the work."""
    return {name: version(name) for name in ("pyarrow", "duckdb", "prefect", "great-expectations")}
