"""Cases as plain text: a text, and the quotations that it holds, each on a line."""

from pathlib import Path

from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from schemas.columns import Span
from schemas.words import Language
from tests.label.quotations.reading import document_of

NO_QUOTATION = "none"
RELAYED = " | relayed"


def cases_of(name: str) -> list[tuple[str, list[str]]]:
    """Return the cases of a file beside this one: the text of each, and its answers."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    blocks = "\n".join("" if line.startswith("#") else line for line in lines).split("\n\n")
    return [(text, answers) for block in blocks if block.strip() for text, *answers in [block.strip().splitlines()]]


def answers_to(text: str, language: Language) -> list[str]:
    """Return the quotations of a case's text, each written as a line; `¶` stands for a new paragraph."""
    document = document_of(text.replace("¶", "\n\n"), language)
    return [written(document.text, quotation) for quotation in find_quotations(document)] or [NO_QUOTATION]


def written(text: str, quotation: FoundQuotation) -> str:
    """Return a quotation as a line: kind | content | cue | source | addressee, parts divided by ` + `, empty ends left out."""
    parts = (quotation.kind, *(_words(text, spans) for spans in (quotation.content, quotation.cue, quotation.source, quotation.addressee)))
    return " | ".join(parts).rstrip(" |") + (RELAYED if quotation.is_relayed else "")


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return " + ".join(text[start:end] for start, end in spans)
