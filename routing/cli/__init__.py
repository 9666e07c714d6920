"""`advisor`: everything the service does, from a terminal."""

from __future__ import annotations

import sys
from importlib import import_module

import click

import routing
from routing.errors import AdvisorError

COMMANDS = (
    "init", "serve", "route", "calls", "train", "models", "evaluate", "report", "insights", "simulate", "diff",
    "bench", "catalogue",
)  # fmt: skip


class Commands(click.Group):
    """Loads the module of a command when it is asked for: scikit-learn alone, which few need, takes seconds."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands, in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command of that name, which its module holds under the same name."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"routing.cli.{name}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(routing.__version__, prog_name="advisor")
def group() -> None:
    """Say why a caller rings; get the one department that can finish the call, and the words to get them there."""


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
