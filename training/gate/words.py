"""Figures as the verdict says them."""

from __future__ import annotations


def better(difference: float) -> str:
    """Return a difference of two shares in words."""
    if difference == 0:
        return "the same"
    return f"{points(abs(difference))} {'better' if difference > 0 else 'worse'}"


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage."""
    return f"{100 * share:.1f} %"


def points(share: float) -> str:
    found = f"{100 * share:.1f}"
    return f"{found} point{'' if found == '1.0' else 's'}"


def probability(p: float) -> str:
    """Return a p-value with two figures, never as 0."""
    return "less than 0.001" if p < 0.001 else f"{p:.2g}"
