"""New addresses enter a ledger: each with its key, which stays, however the address is written later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from flows.fetch.canonical import as_shown
from flows.fetch.discover.discovery import Found
from flows.fetch.identifiers import HASH_DIGITS, LONGEST_SLUG, speech_id_of_address
from flows.fetch.ledger import Entry, Kind, Ledger


def enter(ledger: Ledger, found: Iterable[Found], now: datetime, withdrawn: Mapping[str, str]) -> None:
    """Put what was found into the ledger: an address that it knows is seen again, another one is new since now (UTC).

    `withdrawn` is speech id → reason.
    """
    for one in found:
        known = ledger.get(one.canonical)
        if known is None:
            speech_id = new_key(ledger, one.canonical)
            entry = Entry(
                one.canonical, as_shown(one.address), Kind.PAGE, speech_id, one.found_in, now, one.address, said_changed=one.said_changed
            )
            before = speech_id_of_address(ledger.source_id, one.address)  # as it was keyed before there were ledgers
            is_withdrawn = speech_id in withdrawn or (before in withdrawn and not ledger.has_key(before))
            ledger.put(entry._replace(is_withdrawn=is_withdrawn))
        elif known.kind is Kind.PAGE and not known.is_withdrawn:
            text = ledger.resolved(one.canonical) or known
            asks = _asked_at(text, one) if text is known else text.asks
            ledger.put(text._replace(asks=asks, said_changed=one.said_changed or text.said_changed))
    for entry in [entry for entry in ledger if entry.speech_id in withdrawn and not entry.is_withdrawn]:
        ledger.put(entry._replace(is_withdrawn=True))


def _asked_at(known: Entry, one: Found) -> str:
    """Return where a page is asked for: where it was last had, or, where that went wrong, as it was last found."""
    return known.asks if known.asked_at and known.trouble is None else one.address


def new_key(ledger: Ledger, address: str) -> str:
    """Return the key of the text at a canonical address that the ledger does not know; digits are added where another address has it."""
    key = speech_id_of_address(ledger.source_id, address)
    if not ledger.has_key(key):
        return key
    source_id, _, slug = key.partition(".")
    digits = hashlib.sha256(address.encode()).hexdigest()[:HASH_DIGITS]
    return f"{source_id}.{slug[: LONGEST_SLUG - HASH_DIGITS - 1].rstrip('-')}-{digits}"
