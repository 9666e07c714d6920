"""A shelf behind a URL, and the copies of its versions that this machine keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from routing.errors import BadModel, UnreachableShelf
from routing.text import durable
from routing.text.artefact import check_files
from routing.text.manifest import MANIFEST, parse_manifest, read_manifest


class RemoteShelf:
    """The versions behind `url`, fetched into a folder of their own in `cache`."""

    def __init__(self, url: str, cache: Path) -> None:
        self.url = url.rstrip("/")
        self.cache = cache / hashlib.sha256(self.url.encode()).hexdigest()[:12]

    @cached_property
    def _fs(self) -> Any:
        import fsspec  # only a shelf that is remote needs it

        with self._answering():
            return fsspec.core.url_to_fs(self.url)[0]

    def names(self) -> list[str]:
        """Return the names of the folders that hold a manifest: those whose upload is complete."""
        with self._answering():
            found = self._fs.glob(f"{self.url}/*/{MANIFEST}")
        return [str(path).split("/")[-2] for path in found]

    def folder(self, version: str) -> Path:
        """Return the machine's copy of a version; one that is missing or damaged is fetched."""
        kept = self.cache / version
        if not _is_sound(kept):
            with durable.alone(self.cache):
                if not _is_sound(kept):  # no other worker of this machine was first
                    durable.vanish(kept)
                    self._fetch(version, kept)
                    self._forget_removed()
        return kept

    def read(self, path: str) -> bytes:
        """Return one file's content."""
        with self._answering():
            content: bytes = self._fs.cat_file(f"{self.url}/{path}")
        return content

    def write(self, path: str, content: bytes) -> None:
        """Give one file new content, at once."""
        with self._answering():
            self._fs.pipe_file(f"{self.url}/{path}", content)

    def put(self, folder: Path) -> None:
        """Upload a version, no file over another and the manifest last, so that no reader sees half of it.

        An upload that was cut short can be tried again. Of two that race under one name with other contents, at most
        one ends: the first file that differs stops the other.
        """
        version = folder.name
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        if version in self.names():
            raise BadModel(f"{self.url}/{version}: {_OVERWRITES}")
        for name, digest in manifest.sha256.items():
            if not self._create(f"{version}/{name}", (folder / name).read_bytes()):
                there = hashlib.sha256(self.read(f"{version}/{name}")).hexdigest()
                if there != digest:
                    raise BadModel(f"{self.url}/{version}/{name}: {_OVERWRITES}")
        if not self._create(f"{version}/{MANIFEST}", (folder / MANIFEST).read_bytes()):
            raise BadModel(f"{self.url}/{version}: {_OVERWRITES}")

    def remove(self, version: str) -> None:
        """Remove a version, its manifest first, and this machine's copy of it."""
        place = f"{self.url}/{version}"
        with self._answering():
            for path in (f"{place}/{MANIFEST}", place):
                if self._fs.exists(path):
                    self._fs.rm(path, recursive=path == place)
        durable.vanish(self.cache / version)

    def size(self, version: str) -> int:
        """Return the bytes of a version's files."""
        with self._answering():
            return int(self._fs.du(f"{self.url}/{version}"))

    def _create(self, path: str, content: bytes) -> bool:
        """Write a file unless there is one; tell whether it was written."""
        with self._answering():
            try:
                self._fs.makedirs(f"{self.url}/{path}".rpartition("/")[0], exist_ok=True)
                self._fs.pipe_file(f"{self.url}/{path}", content, mode="create")
            except FileExistsError:
                return False
            return True

    def _fetch(self, version: str, kept: Path) -> None:
        place = f"{self.url}/{version}"
        try:
            content = self.read(f"{version}/{MANIFEST}")
        except FileNotFoundError:
            raise BadModel(f"{place}: expected a model, found no {MANIFEST}; 'advisor models list' names all") from None
        manifest = parse_manifest(content, f"{place}/{MANIFEST}")
        with durable.appearing(kept) as scratch:
            self._download(place, scratch, list(manifest.sha256))
            (scratch / MANIFEST).write_bytes(content)
            check_files(scratch, manifest, place)

    def _download(self, place: str, folder: Path, names: list[str]) -> None:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with self._answering():
            try:
                self._fs.get([f"{place}/{name}" for name in names], [str(folder / name) for name in names])
            except FileNotFoundError as error:
                raise BadModel(f"{place}: expected all files of its manifest, found no {error}; publish anew") from None

    def _forget_removed(self) -> None:
        """Drop the copies of versions that the shelf has no longer; who has one in memory keeps it."""
        there = self.names()
        for copy in self.cache.iterdir():
            if not copy.name.startswith(".") and copy.name not in there:
                durable.vanish(copy)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Tell any failure of the protocol as a shelf that cannot be reached; a missing file stays one."""
        try:
            yield
        except (BadModel, FileNotFoundError, FileExistsError):
            raise
        except Exception as error:  # each protocol's package raises errors of its own
            found = f"{type(error).__name__}: {error}".splitlines()[0]
            raise UnreachableShelf(
                f"{self.url}: expected a shelf that answers, found {found}; check ADVISOR_MODELS_URL and the rights"
            ) from error


def _is_sound(folder: Path) -> bool:
    try:
        check_files(folder, read_manifest(folder))
    except BadModel:
        return False
    return True


_OVERWRITES = "expected a new version, found it there already; versions are never overwritten"
