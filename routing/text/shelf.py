"""Where the model versions are kept: in a folder, or behind any URL that fsspec knows, such as s3://."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from routing.errors import BadModel
from routing.text.artefact import load
from routing.text.encoder import Encoder
from routing.text.model import TextModel
from routing.text.shelf_folder import FolderShelf
from routing.text.shelf_remote import RemoteShelf

LIVE = "live.json"
NO_VERSIONS = frozenset({"encoder", "manner"})  # ship in the same folder
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Live:
    """The version that answers calls, and the digest its manifest had when it went live."""

    version: str
    manifest_sha256: str


class Place(Protocol):
    """How a shelf is kept, in a folder or behind a URL. Names are of files directly on it, or of versions."""

    def names(self) -> list[str]:
        """Return the names of what has a manifest."""

    def folder(self, version: str) -> Path:
        """Return a local folder with all of a version."""

    def read(self, path: str) -> bytes:
        """Return one file's content."""

    def write(self, path: str, content: bytes) -> None:
        """Give one file new content, at once."""

    def put(self, folder: Path) -> None:
        """Keep a copy of a version's folder."""

    def remove(self, version: str) -> None:
        """Keep a version no longer."""

    def size(self, version: str) -> int:
        """Return the bytes a version takes."""


class Shelf:
    """The model versions at `url`; those of a remote shelf are fetched into the folder `cache` when they are needed.

    Parameters
    ----------
    url
        A local folder, or a URL of any protocol that fsspec knows.
    cache
        Local folder for fetched versions; made when it is needed, shared by the processes of one machine.
    """

    def __init__(self, url: str, cache: Path) -> None:
        self.url, self.cache = url, cache
        self._place: Place = RemoteShelf(url, cache) if "://" in url else FolderShelf(Path(url))

    def versions(self) -> list[str]:
        """Return the names of all versions that are published whole; the newest last, as names begin with dates.

        Raises
        ------
        UnreachableShelf
            The shelf does not answer. So may every other method.
        """
        return sorted(name for name in self._place.names() if _NAME.fullmatch(name) and name not in NO_VERSIONS)

    def folder(self, version: str) -> Path:
        """Return a local folder that holds all of a version; a remote one is fetched, whole or not at all.

        What a local shelf holds is not checked here: `artefact.load` does that.

        Raises
        ------
        BadModel
            There is no such version, or what was fetched is not what its manifest says.
        """
        return self._place.folder(_checked(version))

    def read(self, version: str, name: str) -> bytes:
        """Return the content of one file of a version, without fetching the others.

        Raises
        ------
        BadModel
            There is no such file or version.
        """
        try:
            return self._place.read(f"{_checked(version)}/{name}")
        except FileNotFoundError:
            raise BadModel(f"{self.url.rstrip('/')}/{version}: expected {name}, found no such file") from None

    def size(self, version: str) -> int:
        """Return how many bytes a version takes on the shelf."""
        return self._place.size(_checked(version))

    def put(self, folder: Path) -> None:
        """Publish the version in a local folder under the folder's name; its manifest is the last to appear.

        Raises
        ------
        BadModel
            The shelf has that version already, or another process was first: versions are never overwritten.
        """
        _checked(folder.name)
        self._place.put(folder)

    def remove(self, version: str) -> None:
        """Take a version off the shelf, if it is there."""
        self._place.remove(_checked(version))

    def write(self, name: str, content: bytes) -> None:
        """Give a file that stands beside the versions new content; readers see the old or the new, whole."""
        self._place.write(name, content)

    def default(self) -> Live:
        """Return the version that is live where nothing has been promoted yet.

        Raises
        ------
        BadModel
            None is, or `live.json` cannot be read.
        """
        place = f"{self.url.rstrip('/')}/{LIVE}"
        try:
            live = Live(**json.loads(self._place.read(LIVE)))
        except OSError:
            raise BadModel(f"{place}: expected the live version's name, found no file; run 'advisor train'") from None
        except (ValueError, TypeError) as error:
            raise BadModel(
                f"{place}: expected version and manifest_sha256, found {error}; run 'advisor train'"
            ) from None
        if not all(isinstance(value, str) and value for value in vars(live).values()):
            raise BadModel(
                f"{place}: expected version and manifest_sha256 as text, found {vars(live)}; run 'advisor train'"
            )
        return live

    def set_default(self, live: Live) -> None:
        """Make a version the one with which a new database starts; readers see the old or the new, whole."""
        self.write(LIVE, (json.dumps(vars(live), indent=2) + "\n").encode())


def load_default(shelf: Shelf, encoder: Encoder) -> TextModel:
    """Return the default model, checked against the digest recorded when it became the default."""
    live = shelf.default()
    return load(shelf.folder(live.version), encoder, live.manifest_sha256)


def _checked(version: str) -> str:
    """Return a version's name after checking that it cannot lead to another place."""
    if not _NAME.fullmatch(version) or version in NO_VERSIONS:
        raise BadModel(f"expected a version's name, found {version!r}; 'advisor models list' names them")
    return version
