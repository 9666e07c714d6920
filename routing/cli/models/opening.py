"""What every command on versions begins with."""

from __future__ import annotations

import click

from routing.services import versions_of
from routing.settings import Settings
from routing.versions.held import Versions


def opened(settings: Settings) -> Versions:
    """Return what handles the versions; its database is closed when the command ends."""
    return click.get_current_context().with_resource(versions_of(settings))
