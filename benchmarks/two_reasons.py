"""Two reasons in one call: how many are noticed and routed well, and how many ordinary calls are taken for two."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.domain.belief import Belief
from routing.domain.catalogue import Catalogue
from routing.hearing import hear
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.clauses import pairs
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis, TextModel
from routing.text.normalise import normalise
from routing.text.shelf import load_default
from training.calls import read_calls
from training.publish import TEST_CALLS

CALLS = "calls-two-reasons.csv"


@dataclass(frozen=True)
class Outcome:
    """What one call was taken for: departments by the reason as a whole, by its clauses too, and of the two reasons."""

    expected: str
    labelled: frozenset[str]
    whole: str
    advised: str
    two: frozenset[str]
    runs: int


@click.command()
@click.option("--part", type=click.Choice(["dev", "test"]), default="test", help="Which half of the calls to score.")
@click.option("--show", is_flag=True, help="Print the calls that went wrong; nothing is written.")
def main(part: str, show: bool) -> None:
    """Measure and, without --show, write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    model = load_default(shelf_of(settings), Encoder(settings.encoder))
    rows = [row for row in read_rows(settings.catalogue / CALLS) if row["part"] == part]
    sets = {
        "two": [row for row in rows if row["second"]],
        "one": [row for row in rows if not row["second"]],
        "ordinary": ordinary(settings.catalogue / TEST_CALLS, catalogue),
    }
    outcomes = {name: [outcome(row, model, catalogue) for row in calls] for name, calls in sets.items()}
    if show:
        for name, calls in sets.items():
            for row, found in zip(calls, outcomes[name], strict=True):
                if found.two != (found.labelled if row["second"] else frozenset()) or found.advised != found.expected:
                    print(name, row["reason"], sorted(found.two), found.whole, found.advised, found.expected, sep=" | ")
    figures = {name: shares(found) for name, found in outcomes.items()}
    print(figures)
    if not show and part == "test":
        record.write("two-reasons", {"model": model.version, "sets": figures})


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of calls with the columns reason, first, second, department and part."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ordinary(path: Path, catalogue: Catalogue) -> list[dict[str, str]]:
    """Return the labelled calls in scope as rows with one reason."""
    return [
        {
            "reason": call.reason,
            "first": call.intent,
            "second": "",
            "department": catalogue.intents[call.intent].department,
        }
        for call in read_calls(path, catalogue.intents, catalogue.departments)
        if call.in_scope
    ]


def outcome(row: Mapping[str, str], model: TextModel, catalogue: Catalogue) -> Outcome:
    """Return what one call was taken for."""
    said = (Hypothesis(row["reason"]),)
    heard = hear(model, catalogue, said)
    whole = Belief.over(model.predict(said).pairs(), catalogue.intents)
    found = pairs(normalise(row["reason"]))
    return Outcome(
        expected=row["department"],
        labelled=frozenset(catalogue.intents[row[name]].department for name in ("first", "second") if row[name]),
        whole=whole.ranked()[0][0],
        advised=heard.belief.ranked()[0][0],
        two=frozenset((heard.two.lead.department, heard.two.other.department)) if heard.two else frozenset(),
        runs=1 + len({clause.text for pair in found for clause in (pair.first, pair.second)}),
    )


def shares(found: Sequence[Outcome]) -> dict[str, float]:
    """Return the shares of a set of calls, 0 to 1, and the mean number of encoder runs."""

    def share(of: Sequence[bool]) -> float:
        return round(sum(of) / len(found), 4)

    pair = {"right_pair": share([each.two == each.labelled for each in found])} if len(found[0].labelled) > 1 else {}
    return {
        "calls": len(found),
        "noticed": share([bool(each.two) for each in found]),
        **pair,
        "department_before": share([each.whole == each.expected for each in found]),
        "department": share([each.advised == each.expected for each in found]),
        "changed_for_worse": sum(each.whole == each.expected != each.advised for each in found),
        "changed_for_better": sum(each.advised == each.expected != each.whole for each in found),
        "more_than_one_run": share([each.runs > 1 for each in found]),
        "runs": round(sum(each.runs for each in found) / len(found), 3),
    }


if __name__ == "__main__":
    main()
