import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def advisor(tmp_path):
    """Run `advisor` with arguments; the store and the kept sentence vectors are the test's own."""

    def run(*arguments, typed="", **environment):
        settings = {
            "ADVISOR_DATABASE_URL": f"sqlite:///{tmp_path / 'advisor.sqlite'}",
            "ADVISOR_CACHE_URL": str(tmp_path / "cache"),
        } | environment
        command = [sys.executable, "-c", "from routing.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            command,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ | settings,
            check=False,
        )

    return run


@pytest.fixture
def small_catalogue(tmp_path):
    """A catalogue of two departments and two intents, written from the bank's."""
    folder, bank = tmp_path / "small", ROOT / "catalogues" / "bank"
    (folder / "intents").mkdir(parents=True)
    for name in ("organisation.yaml", "scripts.yaml"):
        (folder / name).write_text((bank / name).read_text("utf-8"), "utf-8")
    department = (
        "- {{id: {0}, name: {0}, spoken: our {0} team, extension: '1', description: x, hours: always,"
        " typical_wait_s: 9}}\n"
    )
    (folder / "departments.yaml").write_text("".join(department.format(d) for d in ("cards", "loans", "front_desk")))
    intent = (
        "department: {0}\nintents:\n- id: {1}\n  label: {1}\n  description: x\n  synonyms: [x]\n"
        "  script: {{say_back: It is about {1}., expectation: They can help.}}\n"
        "  follow_ups: [{{question: When, answer: Soon.}}]\n"
    )
    for row, (name, label) in enumerate((("cards", "card_lost_or_stolen"), ("loans", "loan_apply"))):
        (folder / "intents" / f"{row}.yaml").write_text(intent.format(name, label))
    kept = {"card_lost_or_stolen", "loan_apply", "out_of_scope"}
    with (bank / "calls.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["intent"] in kept]
    with (folder / "calls.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["reason", "intent", "style"])
        writer.writeheader()
        writer.writerows(row for row in rows if row["intent"] != "out_of_scope" or len(row["reason"]) % 8 == 0)
    return folder
