"""The one door of this folder: the bytes of a document → its draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flows.clean.draft import Draft, Unreadable
from flows.clean.formats.kinds import ARCHIVES, Kind
from flows.clean.formats.office import docx, odt, rtf
from flows.clean.formats.pdf import pdf
from flows.clean.formats.sittings import NOBODY, sitting
from schemas.words import Reason

READERS: Mapping[Kind, Callable[[bytes], Draft | Unreadable]] = MappingProxyType(
    {Kind.PDF: pdf, Kind.DOCX: docx, Kind.ODT: odt, Kind.RTF: rtf}
)
SITTINGS = frozenset({Kind.TEI, Kind.AKOMA_NTOSO, Kind.HANSARD})
TABLES = frozenset({Kind.TABLE, Kind.PARQUET, Kind.JSON})

STEPS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PDF: "extracted_from_pdf",
        Kind.DOCX: "extracted_from_docx",
        Kind.ODT: "extracted_from_odt",
        Kind.RTF: "extracted_from_rtf",
        Kind.TEI: "extracted_from_tei",
        Kind.AKOMA_NTOSO: "extracted_from_akoma_ntoso",
        Kind.HANSARD: "extracted_from_hansard",
    }
)
"""The name that the dataset gives to what made a text of a document."""


def document_draft(kind: Kind, raw: bytes, people: Mapping[str, str] = NOBODY) -> Draft | Unreadable:
    """Return the text of a document with what it says of itself, or why there is none.

    `people` are the names that lists elsewhere give to the identifiers in a sitting.
    """
    if kind in SITTINGS:
        found = sitting(kind, raw, people)
    elif kind in READERS:
        found = READERS[kind](raw)
    else:
        return _unread(kind)
    if isinstance(found, Draft) and not found.text.strip():
        return Unreadable(Reason.EMPTY, f"is {kind.value} without a word")
    return found


def _unread(kind: Kind) -> Unreadable:
    if kind is Kind.LOCKED:
        return Unreadable(Reason.ENCRYPTED, f"is {kind.value}; save it without one")
    if kind in TABLES:
        return Unreadable(
            Reason.UNREAD_MARKUP,
            f"is {kind.value}, and nothing says which of its columns holds a text; declare `columns`, and let it lie outside of an archive",
        )
    if kind in ARCHIVES:
        return Unreadable(Reason.NESTED, f"is {kind.value} within another file; unpack that one")
    return Unreadable(Reason.UNREAD_MARKUP, f"is {kind.value}, which is not read as text; export it as PDF, DOCX or plain text")
