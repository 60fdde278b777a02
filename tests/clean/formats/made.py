"""Small files as programs write them, made by hand: what a test puts in is what it asks for."""

import io
import zipfile
from collections.abc import Mapping, Sequence

Line = tuple[float, float, str]
"""How far from the left and the bottom in points, and the words."""
CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"


def a_pdf(pages: Sequence[Sequence[Line]], size: int = 10) -> bytes:
    """Return a PDF document with lines of text at places on its pages."""
    objects = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    kids = []
    for page in pages:
        words = "".join(f"BT /F1 {size} Tf {left} {bottom} Td ({_escaped(text)}) Tj ET\n" for left, bottom, text in page)
        objects.append(f"<< /Length {len(words)} >>\nstream\n{words}endstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[:2] = [CATALOG, f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>"]
    out, places = "%PDF-1.4\n", []
    for number, content_of in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content_of}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out_of_place = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{out_of_place}\n%%EOF"
    return out.encode("latin-1")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(lines: Sequence[str], left: float = 60, top: float = 740, leading: float = 12) -> list[Line]:
    """Return lines below one another; an empty one is the space between two paragraphs."""
    return [(left, top - leading * index, line) for index, line in enumerate(lines) if line]


def a_zip(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return out.getvalue()


def a_docx(body: str) -> bytes:
    """Return a Word document of which the body's markup is given."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return a_zip({"word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'})
