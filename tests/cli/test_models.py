"""Versions handled through the real command line, on both databases."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from routing.cli import main
from routing.store.promotions import Promotions
from routing.store.tables import erasures
from routing.store.trials import TrialAdvice, Trials
from routing.store.workers import Worker, Workers
from routing.text.artefact import PROBE
from routing.text.manifest import MANIFEST

OLD, MIDDLE, NEW = "20261120-080000-aaaaaaaa", "20261121-080000-bbbbbbbb", "20261122-080000-cccccccc"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def models(three_versions, database_url, monkeypatch, capfd):
    """Run `advisor models` in this process on a shelf with three versions, as `main` does it in one of its own."""
    monkeypatch.setenv("ADVISOR_DATABASE_URL", database_url)
    monkeypatch.setenv("ADVISOR_CACHE_URL", str(three_versions.cache))
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments, typed="", url=three_versions.url):
        monkeypatch.setenv("ADVISOR_MODELS_URL", url)
        monkeypatch.setattr("sys.argv", ["advisor", "models", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(ended.value.code or 0, *capfd.readouterr())

    return run


def test_the_command_is_part_of_the_program(three_versions, tmp_path):
    settings = {
        "ADVISOR_DATABASE_URL": f"sqlite:///{tmp_path / 'advisor.sqlite'}",
        "ADVISOR_MODELS_URL": three_versions.url,
    }
    command = [sys.executable, "-c", "from routing.cli import main; main()", "models", "verify", "live"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | settings, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{OLD}: sound\n", "")


def test_versions_are_promoted_listed_and_rolled_back(models, database):
    refused = models("promote", "2026112")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"expected the name of one version, found '2026112', which begins 3: {NEW}, {MIDDLE}" in refused.stderr

    done = models("promote", "20261121", "--why", "it knows the new loan")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"live: {MIDDLE}\nno server is running; the next one begins with it\n"

    refused = models("promote", NEW, "--canary", "10")
    assert refused.returncode == 1
    assert f"expected a version that the gate passed, found {NEW}" in refused.stderr
    assert refused.stderr.endswith("  It takes 2.5 MiB.\nTo use it all the same, say why: --despite-gate REASON\n")
    assert models("promote", NEW, "--canary", "10", "--despite-gate", "only a trial", "--no-wait").returncode == 0

    lines = models("list").stdout.splitlines()
    assert lines[0].split() == ["version", "is", "made", "calls", "dept.", "intent", "gate", "MiB", "workers"]
    assert [line.split()[0] for line in lines[1:]] == [NEW, MIDDLE, OLD]
    assert [line.split("  ")[1].strip() for line in lines[1:]] == ["canary 10 %", "live", "default"]
    assert max(map(len, lines)) <= 100

    assert models("rollback", "--end-trial").stdout.startswith("the trial has ended\n")
    assert models("rollback").stdout.startswith(f"live: {OLD}\n")
    assert [row.role for row in Promotions(database).history()] == ["live", "canary", "end", "live"]


def test_a_version_is_shown_with_what_the_gate_said_and_when_it_was_live(models):
    models("promote", NEW, "--despite-gate", "haste", "--no-wait")

    shown = models("show", "live")

    assert f"Model {NEW}" in shown.stdout
    assert "│ size  │ refused │ It takes 2.5 MiB." in shown.stdout
    assert "live  by " in shown.stdout
    assert ": despite the gate: haste\n" in shown.stdout
    assert shown.stdout.endswith(f"{NEW}/report.html\n")


def test_what_should_be_known_of_a_version_stands_below_the_list(models, database):
    now = datetime.now(UTC)
    Workers(database).put(Worker("host:1:1", OLD, "", now, now, refused=MIDDLE, why="no room"))
    with database.begin() as connection:
        connection.execute(erasures.insert(), [{"call_hash": number, "erased_at": now} for number in (7, -(2**63), 1)])

    told = models("list").stdout
    fields = {row["version"]: row for row in json.loads(models("list", "--json").stdout)["models"]}

    assert f"{MIDDLE}: 2 of its calls were erased since: train anew\n" in told
    assert f"{MIDDLE}: refused by host:1:1: no room\n" in told
    assert fields[MIDDLE]["erased_calls"] == 2
    assert fields[MIDDLE]["refused_by"] == [{"worker": "host:1:1", "why": "no room"}]
    assert (fields[OLD]["workers"], fields[OLD]["roles"]) == (1, ["live", "default"])
    assert "gate_passed" not in fields[OLD]
    assert json.loads(models("show", MIDDLE, "--json").stdout)["verdict"]["checks"][0]["name"] == "size"


def test_a_worker_that_refuses_is_told_and_exits_with_1(models, database):
    now = datetime.now(UTC)
    Workers(database).put(Worker("host:1:1", OLD, "", now, now, refused=MIDDLE, why="no room"))

    done = models("promote", MIDDLE)

    assert done.returncode == 1
    assert done.stdout.endswith("0 of 1 workers have followed\n")
    assert done.stderr == f"host:1:1 refuses {MIDDLE}: no room\n"


def test_every_version_is_verified_and_a_bad_one_is_named(models, three_versions):
    assert models("verify").stdout == "".join(f"{name}: sound\n" for name in (NEW, MIDDLE, OLD))

    path = three_versions.folder(MIDDLE) / PROBE
    path.write_bytes(path.read_bytes()[:-1])
    done = models("verify")

    assert done.returncode == 1
    assert f"{MIDDLE}: bad: {path}: expected SHA-256" in done.stdout
    assert f"{OLD}: sound\n" in done.stdout
    assert models("verify", OLD, NEW).returncode == 0
    assert models("promote", MIDDLE).returncode == 1


def test_the_default_is_verified_against_the_digest_it_had_when_it_became_the_default(models, three_versions):
    path = three_versions.folder(OLD) / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), "utf-8")

    assert "manifest.json: expected SHA-256" in models("verify", "live").stdout


def test_old_versions_are_removed_after_a_question_and_never_the_live_one(models, three_versions):
    models("promote", NEW, "--despite-gate", "haste", "--no-wait")
    assert models("prune").stdout == "nothing to remove\n"
    assert models("prune", "--keep", "1", "--dry-run").stdout.startswith(f"{MIDDLE}  ")
    declined = models("prune", "--keep", "1", typed="n\n")
    assert declined.returncode == 1
    assert "Remove 1 of 3 versions?" in declined.stdout
    assert three_versions.versions() == [OLD, MIDDLE, NEW]

    assert models("prune", "--keep", "0", "--yes").stdout.endswith("removed 1\n")
    assert three_versions.versions() == [OLD, NEW]


def test_two_versions_are_compared_on_their_figures_and_on_golden_calls(models):
    done = models("diff", OLD, MIDDLE)

    assert done.returncode == 0
    assert "│ department right       │" in done.stdout
    assert "120 calls: " in done.stdout
    assert " 0 changed, 0 broken, 0 mended" in done.stdout


def test_a_trial_is_compared_with_the_live_version_on_real_calls(models, database):
    refused = models("compare")
    assert "expected a trial under way, found none" in refused.stderr

    models("promote", MIDDLE, "--shadow", "--no-wait")
    said = ("transfer", "cards", 2.0, "transfer", "fraud", "", 0.9, 3.0)
    Trials(database).record([TrialAdvice("1", "call-1", datetime.now(UTC), OLD, MIDDLE, *said)])
    done = models("compare")

    assert done.returncode == 0
    assert "│ requests that both answered │" in done.stdout
    assert "The same department in 0.0 % of requests. Where their calls ended is not known yet" in done.stdout
    assert json.loads(models("compare", "--json").stdout)["advice"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "2027"), "expected a version on the shelf, 'live' or 'previous', found '2027'"),
        (("promote", OLD, "--shadow", "--canary", "5"), "expected --shadow or --canary, found both"),
        (("promote", OLD), f"expected another version than the live one, found {OLD}"),
        (("rollback",), "expected a live version before this one, found none"),
        (("rollback", "--to", NEW), f"expected a version that was live before, found {NEW}"),
        (("rollback", "--to", OLD, "--end-trial"), "expected --to or --end-trial, found both"),
        (("rollback", "--end-trial"), "expected a trial under way, found none"),
    ],
)
def test_a_users_mistake_is_told_in_one_line(models, arguments, words):
    done = models(*arguments)

    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_empty_remote_shelf_is_told(models):
    assert models("list", url="memory://none").stdout == "memory://none: no versions yet; run 'advisor train'\n"
