"""A stand-in for the Hugging Face Hub: what its client asks of it to list, preupload, send by LFS, commit and tag a dataset."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

from tests.push.stand_in import Answer, Asked

TOKEN = "hf_stand_in_token"  # noqa: S105
DATASET = re.compile(r"/api/datasets/(?P<name>[\w.-]+/[\w.-]+)(?P<rest>/.*)?")
LFS_ENDINGS = (".parquet", ".duckdb")


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class Dataset:
    """The commits of one dataset, each all of its files."""

    def __init__(self) -> None:
        self.commits: list[dict[str, bytes]] = [{".gitattributes": b"*.parquet filter=lfs\n"}]
        self.tags: dict[str, int] = {}

    @property
    def main(self) -> dict[str, bytes]:
        return self.commits[-1]


class Hub:
    """The datasets of the Hub, its store of large files, and all that it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.datasets: dict[str, Dataset] = {}
        self.large: dict[str, bytes] = {}
        self.asked: list[Asked] = []
        self.breaks_after: int | None = None
        """After so many large files it hangs up, as a lost connection would."""

    def __call__(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.path.startswith("/large/"):
            return self._take_large(asked)
        if asked.method != "GET" and asked.token != TOKEN:
            return Answer(401, {"error": "Invalid username or password."})
        if asked.path == "/api/repos/create":
            self.datasets.setdefault(name := f"{asked.json.get('organization')}/{asked.json['name']}", Dataset())
            return Answer(200, {"url": f"{self.address}/datasets/{name}"})
        if asked.path == "/api/validate-yaml":
            return Answer(200, {"errors": [], "warnings": []})
        if asked.path.endswith(".git/info/lfs/objects/batch"):
            return self._batch(asked.json["objects"])
        return self._of_a_dataset(asked)

    def _of_a_dataset(self, asked: Asked) -> Answer:
        found = DATASET.fullmatch(asked.path)
        dataset = self.datasets.get(found["name"]) if found else None
        if not found or dataset is None:
            return Answer(404, {"error": "Repository not found"}, {"X-Error-Code": "RepoNotFound"})
        return self._of_dataset(dataset, found["rest"] or "", asked)

    def _of_dataset(self, dataset: Dataset, rest: str, asked: Asked) -> Answer:
        if rest == "/refs":
            refs = [("main", "refs/heads/main", len(dataset.commits) - 1)]
            tags = [(tag, f"refs/tags/{tag}", commit) for tag, commit in dataset.tags.items()]
            return Answer(200, {"branches": [_ref(*one) for one in refs], "converts": [], "tags": [_ref(*one) for one in tags]})
        if rest.startswith("/tree/"):
            revision = rest.removeprefix("/tree/")
            files = dataset.main if revision == "main" else dataset.commits[dataset.tags[revision]]
            return Answer(200, [_entry(name, content) for name, content in files.items()])
        if rest == "/preupload/main":
            return Answer(200, {"files": [_mode(file) for file in asked.json["files"]]})
        if rest == "/commit/main":
            return self._commit(asked.path, dataset, [json.loads(line) for line in asked.body.splitlines()])
        if rest == "/tag/main":
            dataset.tags[asked.json["tag"]] = len(dataset.commits) - 1
            return Answer(200, {})
        return Answer(404, {"error": f"no such endpoint: {rest}"})

    def _batch(self, objects: list[dict[str, Any]]) -> Answer:
        missing = [one for one in objects if one["oid"] not in self.large]
        answered = [
            one | ({"actions": {"upload": {"href": f"{self.address}/large/{one['oid']}"}}} if one in missing else {}) for one in objects
        ]
        return Answer(200, {"transfer": "basic", "objects": answered})

    def _take_large(self, asked: Asked) -> Answer:
        if self.breaks_after is not None and len(self.large) >= self.breaks_after:
            return Answer(403, {"error": "broken off"})
        oid = asked.path.removeprefix("/large/")
        assert hashlib.sha256(asked.body).hexdigest() == oid
        self.large[oid] = asked.body
        return Answer(200, {})

    def _commit(self, path: str, dataset: Dataset, lines: list[dict[str, Any]]) -> Answer:
        header, *operations = lines
        parent = header["value"].get("parentCommit")
        if parent is not None and parent != _commit_id(len(dataset.commits) - 1):
            return Answer(412, {"error": "The branch has moved on."})
        files = dict(dataset.main)
        for operation in operations:
            value = operation["value"]
            match operation["key"]:
                case "file":
                    files[value["path"]] = base64.b64decode(value["content"])
                case "lfsFile":
                    files[value["path"]] = self.large[value["oid"]]
                case "deletedFile":
                    del files[value["path"]]
        dataset.commits.append(files)
        commit = _commit_id(len(dataset.commits) - 1)
        url = self.address + path.removeprefix("/api").removesuffix("main") + commit
        return Answer(200, {"commitUrl": url, "commitOid": commit})


def _commit_id(number: int) -> str:
    return f"{number:040x}"


def _ref(name: str, ref: str, commit: int) -> dict[str, str]:
    return {"name": name, "ref": ref, "targetCommit": _commit_id(commit)}


def _entry(name: str, content: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "file", "path": name, "size": len(content), "oid": git_sha1(content)}
    if name.endswith(LFS_ENDINGS):
        entry |= {"oid": "0" * 40, "lfs": {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}}
    return entry


def _mode(file: dict[str, Any]) -> dict[str, Any]:
    is_large = file["path"].endswith(LFS_ENDINGS) or file["size"] > 10_000_000
    return {"path": file["path"], "uploadMode": "lfs" if is_large else "regular", "shouldIgnore": False}
