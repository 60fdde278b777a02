"""How a page is written: templates that escape whatever they are given, and a policy that lets a browser run what is ours alone."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from flows.publish.pages.interface import LANGUAGES, interface, place_of
from flows.publish.pages.scripts import as_literal
from flows.publish.texts import shipped

BYTES_PER_STEP = 1000


def page(name: str, language: str, **facts: Any) -> str:
    """Return the text of a page from its template, in a language; a name that it uses and that has no value is an error."""
    names = {code: interface(code)["page"]["itself"] for code in LANGUAGES}
    known = {"words": interface(language), "language": language, "languages": names, "place_of": place_of}
    return _environment(language).get_template(f"{name}.jinja").render(**known, **facts)


def asset(name: str) -> str:
    """Return the text of a stylesheet or script of ours."""
    return shipped(f"pages/assets/{name}")


def csp_hash(content: str) -> str:
    """Return the source expression by which a Content-Security-Policy allows a piece that stands within the page.

    >>> csp_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def size(count: int) -> str:
    """Return a number of bytes for people: a kB is 1,000.

    >>> size(999), size(1536), size(3_000_000)
    ('999 B', '1.5 kB', '3.0 MB')
    """
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < BYTES_PER_STEP:
            break
        amount, unit = amount / BYTES_PER_STEP, larger
    return f"{count} B" if unit == "B" else f"{amount:.1f} {unit}"


def number(count: float, language: str, form: str = ",") -> str:
    """Return a number as a language writes it.

    >>> number(12345, "en"), number(1234.5, "ru", ",.1f")
    ('12,345', '1\u00a0234,5')
    """
    page_words = interface(language)["page"]
    return format(count, form).translate({ord(","): page_words["thousands"], ord("."): page_words["decimal"]})


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda wanted: shipped(f"pages/templates/{wanted}")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        {
            "opening": _with_a_capital,
            "number": partial(number, language=language),
            "size": lambda count: size(count).replace(".", interface(language)["page"]["decimal"]),
            "json": _as_data,
        }
    )
    return environment


def _with_a_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_data(value: Any) -> Markup:
    return Markup(as_literal(value))  # noqa: S704  it holds no `<`
