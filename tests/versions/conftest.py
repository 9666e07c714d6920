"""What handles the versions of `three_versions`, on both databases."""

import pytest

from routing.versions.held import Versions


@pytest.fixture
def held(three_versions, database, encoder):
    return Versions(three_versions, database, encoder)
