"""A shelf that is a local folder, or one that every machine has mounted."""

from __future__ import annotations

import shutil
from pathlib import Path

from routing.errors import BadModel
from routing.text import durable
from routing.text.manifest import MANIFEST


class FolderShelf:
    """The versions in the folder `root`, one folder each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """Return the names of the folders that hold a manifest."""
        return [path.parent.name for path in self.root.glob(f"*/{MANIFEST}")]

    def folder(self, version: str) -> Path:
        """Return the version's folder, there or not."""
        return self.root / version

    def read(self, path: str) -> bytes:
        """Return one file's content."""
        return (self.root / path).read_bytes()

    def write(self, path: str, content: bytes) -> None:
        """Give one file new content, at once."""
        durable.replace(self.root / path, content)

    def put(self, folder: Path) -> None:
        """Copy a version's folder; the copy appears whole or not at all."""
        target = self.root / folder.name
        try:
            with durable.appearing(target) as scratch:
                shutil.copytree(folder, scratch, dirs_exist_ok=True)
        except FileExistsError:
            raise BadModel(
                f"{target}: expected a new version, found it there already; versions are never overwritten"
            ) from None

    def remove(self, version: str) -> None:
        """Remove a version; it is never seen half removed, and who has it in memory keeps it."""
        durable.vanish(self.root / version)

    def size(self, version: str) -> int:
        """Return the bytes of a version's files."""
        return sum(path.stat().st_size for path in (self.root / version).rglob("*") if path.is_file())
