"""From a version on the shelf to an advisor that is warm and has shown that it answers as it should."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from routing.advise import Advisor
from routing.catalogue.golden import GoldenCall
from routing.domain.catalogue import Catalogue
from routing.domain.history import History
from routing.domain.live import LiveStatus
from routing.errors import BadModel, UnknownQuestion
from routing.listening import Record
from routing.request import Request
from routing.store.journal import Journal, Question, Returns
from routing.text.artefact import load
from routing.text.cache import Recent
from routing.text.encoder import Encoder
from routing.text.manner import MannerHead
from routing.text.model import Hypothesis, TextModel
from routing.text.probe import check_probe
from routing.text.shelf import Live

GOLDEN_PLAYED = 8  # of the golden calls, evenly spread: the gate has played them all, and callers wait for this thread


@dataclass(frozen=True)
class Loader:
    """Loads versions to be served with one catalogue, one encoder and one record.

    Attributes
    ----------
    folder
        Returns the local folder of a version.
    golden
        Calls that every version must be able to answer.
    cache_reasons
        Predictions each model keeps.
    """

    folder: Callable[[str], Path]
    encoder: Encoder
    manner: MannerHead | None
    catalogue: Catalogue
    golden: Sequence[GoldenCall]
    journal: Journal
    statuses: Callable[[], Mapping[str, LiveStatus]]
    cache_reasons: int

    def load(self, wanted: Live) -> Advisor:
        """Return a warm advisor with the version that is wanted.

        Raises
        ------
        BadModel
            The version is missing, altered, cut short, made for another encoder or format, bears another name, does
            not answer what it answered when it was published, or cannot answer a golden call.
        """
        folder = self.folder(wanted.version)
        model = load(folder, self.encoder, wanted.manifest_sha256)
        if model.version != wanted.version:
            raise BadModel(f"{folder}: expected version {wanted.version}, found {model.version}; publish it again")
        model = replace(
            model,
            manner=self.manner,
            predictions=Recent(self.cache_reasons),
            reasons=Recent(self.cache_reasons),
        )
        check_probe(model, folder)
        self._play_golden(model, folder)
        return Advisor(self.catalogue, model, self.journal, self.statuses)

    def _play_golden(self, model: TextModel, folder: Path) -> None:
        advisor = Advisor(self.catalogue, model, self.journal)
        for call in self.golden[:: max(1, -(-len(self.golden) // GOLDEN_PLAYED))]:
            try:
                advisor.consider(Request((Hypothesis(call.reason),), call.at), NoRecord())
            except Exception as error:
                raise BadModel(f"{folder}: expected an answer to {call.line}, found {error!r}; train anew") from error


class NoRecord(Record):
    """The record of calls of which nothing is known."""

    def history(self, call_id: str) -> History:
        """Return no advice."""
        return History()

    def question(self, question_id: str) -> Question:
        """Know of none."""
        raise UnknownQuestion(question_id)

    def returns(self, department: str, since: datetime) -> dict[str, Returns]:
        """Return no transfers."""
        return {}
