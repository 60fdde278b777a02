"""The words of the interface, one file a language: `interface.en.toml` and those beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from flows.publish.texts import shipped

LANGUAGE = "en"
LANGUAGES = (LANGUAGE, "ru", "kk", "uk")
INDEX_PAGE = "index.html"
FOLDER = "pages"


@cache
def interface(language: str = LANGUAGE) -> dict[str, Any]:
    """Return section → key → words of the interface in a language."""
    return tomllib.loads(shipped(f"pages/interface.{language}.toml"))


def place_of(name: str, language: str) -> str:
    """Return the path of a page within its release: of `index`, `tables` or `numbers`.

    >>> place_of("index", "en"), place_of("tables", "en"), place_of("index", "kk")
    ('index.html', 'pages/tables.html', 'pages/kk/index.html')
    """
    if language != LANGUAGE:
        return f"{FOLDER}/{language}/{name}.html"
    return INDEX_PAGE if name == "index" else f"{FOLDER}/{name}.html"
