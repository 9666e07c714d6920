"""The picture of a simulation."""

from xml.etree import ElementTree

import pytest

from routing.domain.belief import Belief
from routing.errors import AdvisorError
from training.switchboard.assumptions import Assumptions
from training.switchboard.picture import COLUMNS, LABELS, check_picture, draw
from training.switchboard.play import Caller
from training.switchboard.simulate import Trial, simulate


@pytest.fixture(scope="module")
def result(catalogue):
    believed = Belief.over([("card_order", 0.8)], catalogue.intents)
    callers = [Caller(str(place), "words", believed, "cards" if place else "loans") for place in range(4)]
    return simulate(callers, catalogue, Assumptions(), Trial(2, 1))


def test_every_policy_and_every_figure_is_named_in_the_picture(result, tmp_path):
    path = tmp_path / "outcome.svg"

    draw(result, path)

    words = "".join(ElementTree.parse(path).getroot().itertext())  # noqa: S314 - drawn here
    assert all(name in words for name in LABELS.values())
    assert all(name in words for name in list(COLUMNS.values())[:-1])
    assert all(f"{row['caller_seconds_per_call']:.1f} s" in words for row in result["policies"])


def test_the_same_result_gives_the_same_picture(result, tmp_path):
    for name in ("one.svg", "two.svg"):
        draw(result, tmp_path / name)

    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_name_that_ends_in_png_gives_a_png(result, tmp_path):
    draw(result, tmp_path / "outcome.PNG")

    assert (tmp_path / "outcome.PNG").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_drawn_is_refused_before_the_work(tmp_path):
    (tmp_path / "folder.svg").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(AdvisorError, match=r"expected a name that ends in \.svg or \.png"):
        check_picture(tmp_path / "outcome.jpg")
    with pytest.raises(AdvisorError, match="expected a file, found a folder"):
        check_picture(tmp_path / "folder.svg")
    with pytest.raises(AdvisorError, match="expected a folder"):
        check_picture(tmp_path / "file" / "outcome.svg")
