"""`advisor`: everything the service does, from a terminal."""

from __future__ import annotations

import sys

import click

import routing
from routing.cli.bench import bench
from routing.cli.calls import calls
from routing.cli.catalogue import catalogue
from routing.cli.diff import diff
from routing.cli.evaluate import evaluate
from routing.cli.init import init
from routing.cli.insights import insights
from routing.cli.models import models
from routing.cli.report import report
from routing.cli.route import route
from routing.cli.serve import serve
from routing.cli.simulate import simulate
from routing.cli.train import train
from routing.errors import AdvisorError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(routing.__version__, prog_name="advisor")
def group() -> None:
    """Say why a caller rings; get the one department that can finish the call, and the words to get them there."""


for command in (
    init, serve, route, calls, train, models, evaluate, report, insights, simulate, diff, bench, catalogue,
):  # fmt: skip
    group.add_command(command)


def main() -> None:
    """Run the command line. A user's mistake is told in one line each, without a traceback, and exits with 1."""
    try:
        group(standalone_mode=True)
    except AdvisorError as error:
        click.echo(f"advisor: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
