"""What kind of file bytes are, told by what they hold; a name says it only where bytes cannot."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from enum import StrEnum
from itertools import islice


class Kind(StrEnum):
    """A kind of file, named as a message names it."""

    TEXT = "a plain text or a page"
    PDF = "a PDF document"
    DOCX = "a Word document (DOCX)"
    ODT = "an OpenDocument text (ODT)"
    RTF = "an RTF document"
    OLD_WORD = "an old Word document (DOC)"
    LOCKED = "a document of Word, Excel or PowerPoint with a password"
    MHTML = "a page saved with its parts (MHTML)"
    TEI = "a TEI document"
    AKOMA_NTOSO = "an Akoma Ntoso document"
    HANSARD = "a Hansard in XML"
    XML = "XML of another kind"
    JSON = "JSON"
    TABLE = "a table (CSV)"
    ZIP = "a ZIP archive"
    TAR = "a TAR archive"
    GZIP = "packed with gzip"
    BZIP2 = "packed with bzip2"
    XZ = "packed with xz"
    WARC = "a web archive (WARC)"
    WACZ = "a web archive (WACZ)"
    PARQUET = "a Parquet file"
    SPREADSHEET = "a spreadsheet"
    PRESENTATION = "a presentation"
    BOOK = "an EPUB book"


PACKED = frozenset({Kind.GZIP, Kind.BZIP2, Kind.XZ})
ARCHIVES = frozenset({Kind.ZIP, Kind.TAR, Kind.WARC, Kind.WACZ}) | PACKED

LOOKED_AT = 4_096
"""Bytes of a beginning; TAR's mark is at 257."""
MARKS = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x1f\x8b", Kind.GZIP),
    (b"\xfd7zXZ\x00", Kind.XZ),
    *((b"BZh%d1AY&SY" % level, Kind.BZIP2) for level in range(1, 10)),
    (b"WARC/", Kind.WARC),
    (b"PAR1", Kind.PARQUET),
    (b"\xd0\xcf\x11\xe0", Kind.OLD_WORD),
)
# The name of what a document with a password keeps in a file of the old kind.
LOCKED = "EncryptedPackage".encode("utf-16-le")
TAR_MARK, TAR_MARK_AT = b"ustar", 257
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
# A PDF may begin with a few bytes that are none of its own.
PDF_MARK_WITHIN = 1_024

# What lies in a ZIP archive that is a document.
PARTS = (
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook.xml", Kind.SPREADSHEET),
    ("ppt/presentation.xml", Kind.PRESENTATION),
    ("META-INF/container.xml", Kind.BOOK),
)
# What the member `mimetype` of an OpenDocument file or a book says.
MIME_TYPES = (
    (b"application/vnd.oasis.opendocument.text", Kind.ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", Kind.SPREADSHEET),
    (b"application/vnd.oasis.opendocument.presentation", Kind.PRESENTATION),
    (b"application/epub+zip", Kind.BOOK),
)

# <?xml …?>, <!-- … -->, <!DOCTYPE …>, then <tei:TEI: the name of the root element without its prefix
ROOT = re.compile(
    r"""\s*+(?:<\?[^>]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+|<!DOCTYPE\b[^\[>]*+(?:\[[^\]]*+\]\s*+)?+>\s*+)*+
    <(?:[\w.-]++:)?(?P<name>[A-Za-z_][\w.-]*+)[\s/>]""",
    re.VERBOSE,
)
XML_START = re.compile(r"\s*+<\?xml\s")
ROOTS = {
    "TEI": Kind.TEI,
    "teiCorpus": Kind.TEI,
    "listPerson": Kind.TEI,
    "listOrg": Kind.TEI,
    "akomaNtoso": Kind.AKOMA_NTOSO,
    "publicwhip": Kind.HANSARD,
    "hansard": Kind.HANSARD,
    "Hansard": Kind.HANSARD,
    "HansardDoc": Kind.HANSARD,
    "Fragment": Kind.HANSARD,
    "housecommons": Kind.HANSARD,
    "houselords": Kind.HANSARD,
    "westminsterhall": Kind.HANSARD,
    "grandcommitteereport": Kind.HANSARD,
    "writtenanswers": Kind.HANSARD,
    "html": Kind.TEXT,
    "HTML": Kind.TEXT,
}
# {"a": is how no prose begins; [{ or ["a" or [1 may be
JSON_OBJECT = re.compile(r"\s*+\{\s*+\"[^\"\n]*+\"\s*+:")
JSON_START = re.compile(r"\s*+\[\s*+(?:[{\[\"\d]|\])")
# MIME-Version: 1.0 … Content-Type: multipart/related
MHTML_HEAD = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
MIME_HEAD = re.compile(rb"\s*+(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*+\r?\n)")

TABLE_SUFFIXES = (".csv", ".tsv")
# A table's head names its columns: `spoken_on`, `Full text`
COLUMN_NAME = re.compile(r"[^\W\d_][\w .#/()-]{0,39}")
ROWS_COMPARED = 20
LEAST_ROWS = 3
"""So many records of equal length, with the head, tell a table from prose with commas."""
LEAST_COLUMNS = {",": 3, ";": 3, "\t": 2}


def kind_of(raw: bytes, name: str = "") -> Kind:
    """Return the kind of a whole file.

    >>> kind_of(b"%PDF-1.7 ...")
    <Kind.PDF: 'a PDF document'>
    """
    kind = kind_of_beginning(raw[:LOOKED_AT])
    if kind is Kind.ZIP:
        return _kind_of_zip(raw)
    if kind is Kind.OLD_WORD and LOCKED in raw:
        return Kind.LOCKED
    return _kind_of_text(raw, name) if kind is Kind.TEXT else kind


def kind_of_beginning(beginning: bytes) -> Kind:
    """Return the kind that a file's first bytes tell; any that begins as a ZIP archive is one here."""
    for mark, kind in MARKS:
        if beginning.startswith(mark):
            return kind
    if beginning.startswith(ZIP_MARKS):
        return Kind.ZIP
    if beginning[TAR_MARK_AT : TAR_MARK_AT + len(TAR_MARK)] == TAR_MARK:
        return Kind.TAR
    if MIME_HEAD.match(beginning) and MHTML_HEAD.search(beginning):
        return Kind.MHTML
    return Kind.PDF if b"%PDF-1." in beginning[:PDF_MARK_WITHIN] else Kind.TEXT


def kind_of_parts(names: list[str], mime_type: bytes) -> Kind:
    """Return the kind of a ZIP archive: by its member `mimetype`, or by the names of its members."""
    for said, kind in MIME_TYPES:
        if mime_type.strip() == said:
            return kind
    held = frozenset(names)
    for part, kind in PARTS:
        if part in held:
            return kind
    is_wacz = "datapackage.json" in held and any(name.startswith("archive/") and ".warc" in name for name in held)
    return Kind.WACZ if is_wacz else Kind.ZIP


def mime_type_of(archive: zipfile.ZipFile) -> bytes:
    """Return the first bytes of the member `mimetype`; none where there is no such member, or it cannot be read."""
    try:
        with archive.open("mimetype") as member:
            return member.read(100)
    except (KeyError, RuntimeError, OSError, NotImplementedError, zipfile.BadZipFile):
        return b""


def _kind_of_zip(raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return kind_of_parts(archive.namelist(), mime_type_of(archive))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Kind.ZIP


def _kind_of_text(raw: bytes, name: str) -> Kind:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    beginning = raw[:LOOKED_AT].decode(encoding, "replace")
    root = ROOT.match(beginning)
    if root and (root["name"] in ROOTS or XML_START.match(beginning)):
        return ROOTS.get(root["name"], Kind.XML)
    if XML_START.match(beginning):
        return Kind.XML
    if JSON_OBJECT.match(beginning) or (JSON_START.match(beginning) and is_json(raw.decode(encoding, "replace"))):
        return Kind.JSON
    return Kind.TABLE if is_table(beginning, name) else Kind.TEXT


def is_json(text: str) -> bool:
    """Say whether a text is JSON, or its first line is, as in JSON Lines; one nested beyond measure is."""
    for candidate in (text, text.lstrip().partition("\n")[0]):
        try:
            return isinstance(json.loads(candidate), dict | list)
        except RecursionError:
            return True
        except ValueError:
            continue
    return False


def is_table(beginning: str, name: str) -> bool:
    """Say whether a text begins as a table: a head of column names, then records with as many fields.

    >>> is_table("id,day,text\\n1,2026-02-10,We agree.\\n2,2026-02-11,We do not.\\n", "")
    True
    >>> is_table("Friends, colleagues, neighbours\\n\\nWe agree, all of us, today.\\n", "")
    False
    """
    if name.lower().endswith(TABLE_SUFFIXES):
        return True
    head = beginning.lstrip().partition("\n")[0]
    for delimiter, least in LEAST_COLUMNS.items():
        names = head.rstrip("\r").split(delimiter)
        if len(names) < least or not all(COLUMN_NAME.fullmatch(one.strip('"')) for one in names):
            continue
        try:
            records = list(islice(csv.reader(io.StringIO(beginning.lstrip()), delimiter=delimiter), ROWS_COMPARED))
        except csv.Error:
            continue
        whole = records[:-1] if len(beginning) >= LOOKED_AT - 3 else records
        return len(whole) >= LEAST_ROWS and all(len(record) == len(names) for record in whole)
    return False
