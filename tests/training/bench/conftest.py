import csv

import pytest


@pytest.fixture
def table(tmp_path):
    """Write rows as a CSV file and return its path."""

    def write(name, rows, columns=("text", "label")):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        return path

    return write
