"""`python -m training.manner`: fit the manner head on `calls.csv` and put it where the service looks for it."""

from __future__ import annotations

import os
import sys

from routing.errors import AdvisorError
from routing.settings import read_settings
from routing.text.encoder import Encoder
from routing.text.manner import save_manner
from training.manner.fit import CALLS, facts, fit, ordinary_reasons, read_manner_calls


def main() -> int:
    """Fit, save and print what was measured in cross-validation; return the exit status."""
    try:
        settings = read_settings(os.environ)
        calls = read_manner_calls(CALLS)
        fitted = fit(calls, Encoder(settings.encoder), ordinary_reasons(settings.catalogue))
        save_manner(fitted.head, settings.manner, facts(calls, fitted))
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    for manner, figures in fitted.metrics.items():
        print(f"{manner:10} heard {figures['recall']:6.1%}   others taken for it {figures['false_alarms']:6.1%}")
    print(settings.manner)
    return 0


if __name__ == "__main__":
    sys.exit(main())
