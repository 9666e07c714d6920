"""The emergency numbers of the world's countries, as the telephone numbering plans publish them."""

from __future__ import annotations

from phonenumbers import SUPPORTED_REGIONS, PhoneMetadata
from phonenumbers.shortnumberinfo import is_emergency_number

NEARLY_EVERYWHERE = "112"
BEST_KNOWN = {"GB": "999", "IE": "999", "US": "911", "CA": "911", "IN": "112"}


def is_emergency(number: str, country: str) -> bool:
    """Tell whether `number` reaches the emergency services of a country (two capital letters)."""
    return bool(is_emergency_number(number, country))


def usual_emergency_number(country: str) -> str:
    """Return the number that people of a country know best, else 112 where it is answered, else its plan's first."""
    if country in BEST_KNOWN or is_emergency(NEARLY_EVERYWHERE, country):
        return BEST_KNOWN.get(country, NEARLY_EVERYWHERE)
    metadata = PhoneMetadata.short_metadata_for_region(country)
    known = metadata.emergency if metadata else None
    return (known.example_number if known else None) or NEARLY_EVERYWHERE


def is_country(code: str) -> bool:
    """Tell whether a code of two capital letters is that of a country with telephone numbers."""
    return code in SUPPORTED_REGIONS
