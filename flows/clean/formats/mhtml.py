"""A page that a browser saved with its parts (MHTML): the page alone, as bytes, with its address."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple

from flows.clean.draft import Unreadable
from flows.clean.formats.kinds import Kind
from schemas.words import Reason

PAGES = ("text/html", "application/xhtml+xml")


class SavedPage(NamedTuple):
    """A page out of its file: its bytes, what was said of them, and the address that it had."""

    raw: bytes
    content_type: str
    url: str | None


def saved_page(raw: bytes) -> SavedPage | Unreadable:
    """Return the page of an MHTML file: its first part that is one."""
    message = message_from_bytes(raw, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() in PAGES:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return SavedPage(content, str(part.get("Content-Type", "text/html")), _address(message) or _address(part))
    return Unreadable(Reason.DAMAGED, f"begins as {Kind.MHTML} and holds no page; save it again")


def _address(part: Message) -> str | None:
    said = str(part.get("Snapshot-Content-Location") or part.get("Content-Location") or "").strip()
    return said if said.startswith(("http://", "https://")) and said.isprintable() and " " not in said else None
