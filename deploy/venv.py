"""Make a virtual environment with pip in it, on a bare machine too.

Debian leaves pip and ensurepip out of its `python3` package. The environment is then made without pip, and pip is
fetched from the package index (PIP_INDEX_URL, or PyPI), its SHA-256 checked against the index, and installed by
running its own wheel. Standard library only: nothing else is there yet.
"""

import hashlib
import html.parser
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

OLDEST = (3, 11)
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
WHEEL = re.compile(r"pip-(\d+)\.(\d+)(?:\.(\d+))?-py3-none-any\.whl$")


class Links(html.parser.HTMLParser):
    """Collects the addresses of an index page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def main(folder):
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"expected Python 3.11 or newer, found {found}; name a newer one: make serve PYTHON=python3.12")
    bare = importlib.util.find_spec("ensurepip") is None
    subprocess.run([sys.executable, "-m", "venv", *(["--without-pip"] if bare else []), folder], check=True)
    if bare:
        install_pip(Path(folder) / "bin" / "python")


def install_pip(python):
    address = newest_wheel(f"{INDEX}/pip/")
    content = urllib.request.urlopen(address, timeout=60).read()
    expected = urllib.parse.urlparse(address).fragment.removeprefix("sha256=")
    if expected and hashlib.sha256(content).hexdigest() != expected:
        sys.exit(f"expected SHA-256 {expected}, found another content at {address}; try again")
    with tempfile.TemporaryDirectory() as scratch:
        wheel = Path(scratch) / Path(urllib.parse.urlparse(address).path).name
        wheel.write_bytes(content)
        subprocess.run([python, f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)], check=True)


def newest_wheel(page):
    links = Links()
    links.feed(urllib.request.urlopen(page, timeout=60).read().decode())
    wheels = {}
    for link in links.found:
        match = WHEEL.search(urllib.parse.urlparse(link).path)
        if match:
            wheels[tuple(int(part or 0) for part in match.groups())] = urllib.parse.urljoin(page, link)
    if not wheels:
        sys.exit(f"expected pip at {page}, found none; set PIP_INDEX_URL, or install your system's python3-venv")
    return wheels[max(wheels)]


if __name__ == "__main__":
    main(sys.argv[1])
