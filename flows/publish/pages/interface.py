"""The words of the interface, one file a language: `interface.en.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from flows.publish.texts import shipped

LANGUAGE = "en"


@cache
def interface(language: str = LANGUAGE) -> dict[str, Any]:
    """Return section → key → words of the interface in a language."""
    return tomllib.loads(shipped(f"pages/interface.{language}.toml"))
