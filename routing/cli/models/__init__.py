"""`advisor models`: the versions there are, and which of them answers calls."""

from __future__ import annotations

import click

from routing.cli.models.changing import promote, rollback
from routing.cli.models.comparing import compare, diff
from routing.cli.models.keeping import prune, verify
from routing.cli.models.showing import list_versions, show


@click.group()
def models() -> None:
    """Look at the model versions, and say which of them answers calls.

    A VERSION is given by its name, by a beginning that no other has, as `live` or as `previous`.
    """


for command in (list_versions, show, diff, promote, rollback, compare, verify, prune):
    models.add_command(command)
