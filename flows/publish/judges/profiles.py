"""check-jsonschema, with the Data Package v2 profile as dplib ships it, and with the release's own schema."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from flows.publish.manifest import MANIFEST, MANIFEST_SCHEMA


def troubles(release: Path) -> list[str]:
    """Return what `check-jsonschema` complains of."""
    with as_file(files("dplib").joinpath("profiles", "2.0", "datapackage.json")) as profile:
        package = _held(profile, release / "datapackage.json")
    return [*package, *_held(release / MANIFEST_SCHEMA, release / MANIFEST)]


def _held(schema: Path, file: Path) -> list[str]:
    import check_jsonschema
    from click.testing import CliRunner

    # In this process: it is a program, whose start would take longer than its work.
    found = CliRunner().invoke(check_jsonschema.main, ["--schemafile", str(schema), str(file)])
    said = [line.strip() for line in found.output.splitlines() if line.strip()]
    return said[1:] or said or [f"exit code {found.exit_code}"] if found.exit_code else []
