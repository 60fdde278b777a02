"""The bytes and the text of a file that a person wrote or brought, within a bound."""

from pathlib import Path

from flows.errors import Refused


def bytes_of(path: Path, most_bytes: int, remedy: str) -> bytes:
    """Return a file's bytes; Refused where it cannot be read, or holds more than so many: the `remedy` says what to do then."""
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error
    if len(content) > most_bytes:
        raise Refused(f"{path}: holds more than {most_bytes} bytes; {remedy}")
    return content


def text_of(path: Path, content: bytes) -> str:
    """Return a file's bytes as text without a byte order mark; Refused, naming line and byte, where they are not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(f"{path}, line {line}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
