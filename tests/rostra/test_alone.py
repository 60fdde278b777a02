"""What a reader installs: the wheel alone, in an environment of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rostra.servers import Server, nginx

HOUSE = Path(__file__).resolve().parent.parent.parent
WITHOUT_PIPELINE = """
import importlib.util, sys, rostra
print(rostra.__file__)
absent = ("flows", "schemas", "expectations", "prefect", "great_expectations", "s3fs", "pyarrow")
print([name for name in absent if importlib.util.find_spec(name)])
print([name for name in ("duckdb", "fsspec", "aiohttp", "rich.progress", "xlsxwriter") if name in sys.modules])
"""


def called(*command: str | Path, cwd: Path, store: str = "") -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}} | {"ROSTRA_STORE": store}
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, cwd=cwd, env=clean, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it with its dependencies, and return the programs' folder."""
    uv = shutil.which("uv") or shutil.which("uv", path=HOUSE / ".uv" / "bin")
    if uv is None:
        pytest.skip("uv is not installed; `make` brings it as .uv/bin/uv")
    folder = tmp_path_factory.mktemp("alone")
    found = called(uv, "build", "--quiet", "--wheel", "--out-dir", folder, HOUSE, cwd=folder)
    assert found.returncode == 0, found.stderr
    called(uv, "venv", "--quiet", "--python", sys.executable, "venv", cwd=folder)
    wheel = next(folder.glob("*.whl"))
    programs = folder / "venv" / "bin"
    found = called(uv, "pip", "install", "--quiet", "--python", programs / "python", wheel, cwd=folder)
    assert found.returncode == 0, found.stderr
    return programs


@pytest.mark.slow
def test_the_wheel_alone_reads_a_store(alone: Path, server: Server, tmp_path: Path) -> None:
    def rostra(*arguments: str) -> str:
        found = called(alone / "rostra", *arguments, cwd=tmp_path, store=server.address)
        assert found.returncode == 0, found.stderr
        return found.stdout

    path, found, heavy = called(alone / "python", "-c", WITHOUT_PIPELINE, cwd=tmp_path).stdout.splitlines()
    assert str(alone.parent) in path and found == "[]" and heavy == "[]"
    commands = rostra("--help")
    assert "download" in commands and "build" not in commands.split("Commands")[1]
    assert rostra("list") == "1.0.0  2026-02-10  published  0 quotations  latest\n"
    assert rostra("download", "latest", "--to", "here").startswith("here/1.0.0: 4 files, all as promised; ")
    assert "all 4 files are as they were published" in rostra("verify")
    assert rostra("sql", "SELECT speech_id FROM speeches ORDER BY 1") == "speech_id\na\nb\n"
    assert rostra("list", "--store", "here") == rostra("list", "--store", "here/1.0.0") == rostra("list")
    for form in ("duckdb", "sqlite", "csv", "xlsx", "parquet", "jsonl"):
        assert "says where they are from" in rostra("export", "--as", form, "--to", "exported")
    assert rostra("schema").startswith("table,rows,meaning\nspeeches,2,")
    making = called(alone / "rostra", "build", cwd=tmp_path)
    assert making.returncode == 2 and "take a clone of the project, run `make` in it" in making.stderr
    loading = "import rostra; print(rostra.load('speeches', as_={!r}))"
    loaded = called(alone / "python", "-c", loading.format("duckdb"), cwd=tmp_path, store=server.address)
    assert "It rains." in loaded.stdout, loaded.stderr
    missing = called(alone / "python", "-c", loading.format("arrow"), cwd=tmp_path, store=server.address)
    assert "pip install 'rostra[arrow]'" in missing.stderr
    refused = called(alone / "rostra", "list", "--store", "s3://speech/rostra", cwd=tmp_path)
    assert refused.returncode == 2 and refused.stderr.strip().endswith("pip install 'rostra[s3]'")
    (tmp_path / "here/1.0.0/README.md").write_text("# Another\n")
    assert called(alone / "rostra", "verify", "here/1.0.0", cwd=tmp_path).returncode == 1


@pytest.mark.slow
def test_plain_tools_verify_a_download_as_the_documentation_says(server: Server, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed; on Debian: apt-get install curl")
    text = (HOUSE / "docs" / "releases.md").read_text(encoding="utf-8")
    block = text.split("<!-- plain tools -->\n```sh\n")[1].split("```")[0]
    found = called("sh", "-euc", block.replace("https://example.org/rostra", server.address), cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "data/speeches.parquet: OK" in found.stdout


MOST_MEGABYTES = 150
"""What the reader's packages may weigh: half of what they did while Arrow was one of them."""


@pytest.mark.slow
def test_the_readers_install_is_small(alone: Path) -> None:
    packages = next((alone.parent / "lib").glob("python*/site-packages"))
    weight = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())
    assert weight < MOST_MEGABYTES * 10**6


@pytest.mark.slow
def test_a_newcomer_comes_from_the_wheel_to_a_picture(alone: Path, first_store: Path, tmp_path: Path) -> None:
    uv = shutil.which("uv") or shutil.which("uv", path=HOUSE / ".uv" / "bin")
    assert uv is not None
    script = HOUSE / "docs" / "first_answer.py"
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 42
    called(uv, "venv", "--quiet", "--python", sys.executable, "own", cwd=tmp_path)
    wheel = next(alone.parent.parent.glob("*.whl"))
    python = tmp_path / "own/bin/python"
    found = called(uv, "pip", "install", "--quiet", "--python", python, f"{wheel}[pandas]", "matplotlib", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    with nginx(first_store, tmp_path / "nginx") as server:
        found = called(python, script, server.address, cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.endswith("drawn: quotations.png\n") and "16 quotations on 1 days" in found.stdout
    assert (tmp_path / "quotations.png").read_bytes().startswith(b"\x89PNG")
