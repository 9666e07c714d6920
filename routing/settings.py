"""The only reader of the environment. Every missing or malformed variable is named before the program stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from routing.errors import BadSettings

PREFIX = "ADVISOR_"
HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """How this process runs. Each attribute is the environment variable of its name, `ADVISOR_` before it.

    Attributes
    ----------
    catalogue
        Folder of the organisation's catalogue.
    models_url
        Folder of the model versions, or a URL that fsspec knows, such as s3://bucket/models.
    encoder
        Folder of the sentence encoder.
    manner
        Folder of the head that hears danger, abuse, distress, confusion and the wish for a person.
    database_url
        Where advice is recorded, as an SQLAlchemy URL.
    spool
        Folder of what the server's processes have still to write into the database; made when it is needed.
    bind
        Address and port the server listens on.
    workers, threads
        Server processes, and request threads in each.
    cache_url
        Folder of the sentence vectors that training keeps; made when it is needed.
    cache_reasons
        Reasons whose predictions each process keeps; 0 keeps none.
    """

    catalogue: Path = HOME / "catalogues" / "bank"
    models_url: str = str(HOME / "models")
    encoder: Path = HOME / "models" / "encoder"
    manner: Path = HOME / "models" / "manner"
    database_url: str = f"sqlite:///{HOME / 'var' / 'advisor.sqlite'}"
    spool: Path = HOME / "var" / "spool"
    bind: str = "127.0.0.1:8080"
    workers: int = 2
    threads: int = 4
    cache_url: Path = HOME / "var" / "cache"
    cache_reasons: int = 10_000


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that `environment` gives, defaults for the rest.

    Raises
    ------
    BadSettings
        Naming every variable that is unknown or malformed, one a line.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    faults, values = [], {}
    for variable in sorted(name for name in environment if name.startswith(PREFIX)):
        if variable not in known:
            faults.append(f"{variable}: expected one of {', '.join(known)}; mend the name or unset it")
            continue
        try:
            values[known[variable]] = _READERS[known[variable]](environment[variable].strip())
        except ValueError as error:
            faults.append(f"{variable}: {error}")
    if faults:
        raise BadSettings("\n".join(faults))
    return Settings(**values)


def _folder(text: str) -> Path:
    path = Path(text.removeprefix("file://"))
    if not text or not path.is_dir():
        raise ValueError(f"expected a folder, found {text!r}")
    return path


def _shelf(text: str) -> str:
    if "://" not in text or text.startswith("file://"):
        return str(_folder(text))
    from fsspec.registry import get_filesystem_class  # only a shelf that is remote needs it
    from fsspec.utils import get_protocol

    try:
        get_filesystem_class(get_protocol(text))
    except (ImportError, ValueError) as error:
        raise ValueError(f"expected a folder or a URL of an installed protocol, found {text!r}: {error}") from None
    return text


def _new_folder(text: str) -> Path:
    place = text.removeprefix("file://")
    path = Path(place)
    if not place or "://" in place or (path.exists() and not path.is_dir()):
        raise ValueError(f"expected a folder or a path for a new one, found {text!r}")
    return path


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}, found {text!r}")
        return int(text)

    return read


def _url(text: str) -> str:
    if "://" not in text:
        raise ValueError(f"expected an SQLAlchemy URL such as sqlite:////var/lib/advisor.sqlite, found {text!r}")
    return text


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"expected an address and a port such as 127.0.0.1:8080, found {text!r}")
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "catalogue": _folder,
    "models_url": _shelf,
    "encoder": _folder,
    "manner": _new_folder,
    "database_url": _url,
    "spool": _new_folder,
    "bind": _address,
    "workers": _number(1, 64),
    "threads": _number(1, 64),
    "cache_url": _new_folder,
    "cache_reasons": _number(0, 10_000_000),
}
