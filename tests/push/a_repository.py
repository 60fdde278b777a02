"""A stand-in for a repository that speaks InvenioRDM's REST: records and their versions, drafts, files, publishing and DOIs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from tests.push.stand_in import Answer, Asked

TOKEN = "zenodo-stand-in-token"  # noqa: S105
WRITABLE = re.compile(r"/api/records(/.*)?")


class Kept:
    """A record, or the draft of one."""

    def __init__(self, record_id: str, parent: str) -> None:
        self.record_id, self.parent = record_id, parent
        self.metadata: dict[str, Any] = {}
        self.files: dict[str, bytes | None] = {}
        """Name → content; None for one that was announced and has not come."""
        self.committed: set[str] = set()
        self.is_published = False


class InvenioRepository:
    """The records of one owner, and all that was asked."""

    def __init__(self, prefix: str = "10.5281") -> None:
        self.address, self.prefix = "", prefix
        self.records: dict[str, Kept] = {}
        self.asked: list[Asked] = []
        self.breaks_at: str | None = None
        """The file at whose content it hangs up, as a lost connection would."""
        self.damages: str | None = None
        """The file that it keeps otherwise than it came."""
        self.routes: tuple[tuple[str, str, Callable[[Asked, Kept, str], Answer]], ...] = (
            ("POST", r"/versions()", self._begin_version),
            ("PUT", r"/draft()", self._describe),
            ("GET", r"(?:/draft)?/files()", self._list),
            ("POST", r"/draft/files()", self._announce),
            ("PUT", r"/draft/files/([^/]+)/content", self._take),
            ("POST", r"/draft/files/([^/]+)/commit", self._commit),
            ("DELETE", r"/draft/files/([^/]+)", self._remove),
            ("POST", r"/draft/actions/publish()", self._publish),
        )

    def __call__(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.token != TOKEN:
            return Answer(403, {"status": 403, "message": "Permission denied."})
        if (asked.method, asked.path) == ("GET", "/api/user/records"):
            hits = [self._told(kept) for kept in self.records.values()]
            return Answer(200, {"hits": {"hits": hits, "total": len(hits)}, "links": {}})
        if (asked.method, asked.path) == ("POST", "/api/records"):
            number = len(self.records) + 1
            kept = self._kept(Kept(str(number * 100 + 1), str(number * 100)))
            kept.metadata = asked.json["metadata"]
            return Answer(201, self._told(kept))
        found = re.fullmatch(r"/api/records/(\d+)(/.*)", asked.path)
        kept_there = self.records.get(found[1]) if found else None
        if found is None or kept_there is None:
            return Answer(404, {"status": 404, "message": "The persistent identifier does not exist."})
        for method, path, answer in self.routes:
            if asked.method == method and (fits := re.fullmatch(path, found[2])):
                return answer(asked, kept_there, fits[1])
        return Answer(405, {"status": 405, "message": "Method not allowed."})

    def _kept(self, kept: Kept) -> Kept:
        self.records[kept.record_id] = kept
        return kept

    def _begin_version(self, asked: Asked, kept: Kept, name: str) -> Answer:
        begun = [one for one in self.records.values() if one.parent == kept.parent and not one.is_published]
        draft = begun[0] if begun else self._kept(Kept(str(max(map(int, self.records)) + 1), kept.parent))
        if not begun:
            draft.metadata = {key: value for key, value in kept.metadata.items() if key not in {"version", "publication_date"}}
        return Answer(201, self._told(draft))

    def _describe(self, asked: Asked, kept: Kept, name: str) -> Answer:
        kept.metadata = asked.json["metadata"]
        return Answer(200, self._told(kept))

    def _list(self, asked: Asked, kept: Kept, name: str) -> Answer:
        return Answer(200, {"enabled": True, "entries": [self._file(kept, one) for one in kept.files]})

    def _announce(self, asked: Asked, kept: Kept, name: str) -> Answer:
        keys = [one["key"] for one in asked.json]
        if kept.is_published or any(key in kept.files for key in keys):
            return Answer(400, {"status": 400, "message": f"File with key {keys[0]} already exists."})
        kept.files |= dict.fromkeys(keys)
        return Answer(201, {"entries": [self._file(kept, key) for key in keys]})

    def _take(self, asked: Asked, kept: Kept, name: str) -> Answer:
        if name == self.breaks_at:
            return Answer(0)
        kept.files[name] = asked.body + (b"!" if name == self.damages else b"")
        return Answer(200, self._file(kept, name))

    def _commit(self, asked: Asked, kept: Kept, name: str) -> Answer:
        kept.committed.add(name)
        return Answer(200, self._file(kept, name))

    def _remove(self, asked: Asked, kept: Kept, name: str) -> Answer:
        del kept.files[name]
        kept.committed.discard(name)
        return Answer(204, b"")

    def _publish(self, asked: Asked, kept: Kept, name: str) -> Answer:
        missing = [key for key in ("title", "creators", "publication_date", "resource_type", "publisher") if not kept.metadata.get(key)]
        if missing or not kept.files or kept.committed != kept.files.keys():
            wrong = [{"field": f"metadata.{key}", "messages": ["Missing data for required field."]} for key in missing]
            return Answer(400, {"status": 400, "message": "A validation error occurred.", "errors": wrong})
        kept.is_published = True
        return Answer(202, self._told(kept))

    def _told(self, kept: Kept) -> dict[str, Any]:
        page = f"{self.address}/records/{kept.record_id}" if kept.is_published else f"{self.address}/uploads/{kept.record_id}"
        told: dict[str, Any] = {
            "id": kept.record_id,
            "is_published": kept.is_published,
            "is_draft": not kept.is_published,
            "metadata": kept.metadata,
            "links": {"self_html": page},
            "parent": {"id": kept.parent},
            "pids": {},
        }
        if kept.is_published:
            told["pids"] = {"doi": {"identifier": f"{self.prefix}/zenodo.{kept.record_id}", "provider": "datacite"}}
            told["parent"]["pids"] = {"doi": {"identifier": f"{self.prefix}/zenodo.{kept.parent}", "provider": "datacite"}}
        return told

    def _file(self, kept: Kept, name: str) -> dict[str, Any]:
        content = kept.files[name]
        if content is None or name not in kept.committed:
            return {"key": name, "status": "pending"}
        checksum = f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
        return {"key": name, "status": "completed", "size": len(content), "checksum": checksum}
