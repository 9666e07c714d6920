"""The emergency numbers of the world's countries, as the telephone numbering plans publish them."""

from __future__ import annotations

from phonenumbers import PhoneMetadata
from phonenumbers.shortnumberinfo import is_emergency_number

EVERYWHERE_IN_EUROPE = "112"
BEST_KNOWN = {"GB": "999", "IE": "999", "US": "911", "CA": "911", "IN": "112"}


def is_emergency(number: str, country: str) -> bool:
    """Tell whether `number` reaches the emergency services of a country (two capital letters)."""
    return bool(is_emergency_number(number, country))


def usual_emergency_number(country: str) -> str:
    """Return the number that people of a country know best, else the first that its numbering plan names."""
    metadata = PhoneMetadata.short_metadata_for_region(country)
    known = metadata.emergency if metadata else None
    return BEST_KNOWN.get(country) or (known.example_number if known else None) or EVERYWHERE_IN_EUROPE
