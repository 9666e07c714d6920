"""Short forms of written English and how they are said. Data; the rules are in `aloud`."""

from __future__ import annotations

from typing import Final

# With their stops: whole short forms, said in full wherever they stand.
STOPPED: Final = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "approx.": "about",
    "a.m.": "in the morning",
    "p.m.": "in the afternoon",
    "c/o": "care of",
    "w/o": "without",
    "and/or": "or",
    "24/7": "day and night",
    "24 / 7": "day and night",
}

# Words that are never anything but a short form; a stop after them belongs to them unless a sentence ends there.
SHORT: Final = {
    "eg": "for example",
    "ie": "that is",
    "etc": "and so on",
    "approx": "about",
    "vs": "against",
    "dept": "department",
    "Dept": "Department",
    "ext": "extension",
    "Ext": "Extension",
    "tel": "telephone",
    "Tel": "Telephone",
    "acct": "account",
    "asap": "as soon as possible",
    "ASAP": "as soon as possible",
    "GBP": "pounds",
    "EUR": "euros",
    "USD": "dollars",
    "Ltd": "Limited",
    "Prof": "Professor",
    "Tues": "Tuesday",
    "Thurs": "Thursday",
}

# Said in full before a name. Mr, Mrs and Ms stay: synthesisers read them right, but a stop after them is a pause.
TITLES: Final = {"Dr": "Doctor", "Rev": "Reverend", "St": "Saint"}
KEPT_TITLES: Final = ("Mr", "Mrs", "Ms", "Mx")

# Said letter by letter.
SPELT: Final = frozenset({
    "AER", "AGM", "APR", "ATM", "ATMs", "BBC", "CV", "CVC", "CVV", "DIY", "DVLA", "EEA", "EU", "FAQ", "FAQs", "FCA",
    "FSCS", "GB", "GP", "HMRC", "ID", "IDs", "IVR", "NHS", "PC", "PDF", "PDFs", "plc", "PLC", "PO", "QR", "SMS", "TV",
    "UK", "URL", "US", "USA", "USB", "VAT", "VIP",
})  # fmt: skip

# Said as words, in capitals or not.
SAID_AS_WORDS: Final = frozenset({
    "PIN", "PINs", "ISA", "ISAs", "LISA", "IBAN", "IBANs", "BIC", "SIM", "BACS", "CHAPS", "SEPA", "SWIFT", "NATO",
    "OK", "OKs",
})  # fmt: skip

UNITS: Final = {
    "km": "kilometres",
    "kg": "kilograms",
    "min": "minutes",
    "mins": "minutes",
    "hr": "hours",
    "hrs": "hours",
    "sec": "seconds",
    "secs": "seconds",
    "yr": "years",
    "yrs": "years",
    "wk": "weeks",
    "wks": "weeks",
}

DAYS: Final = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}

SIGNS: Final = {
    "&": "and",
    "%": "per cent",
    "@": "at",
    "+": "plus",
    "=": "is",
    "#": "number",
    "£": "pounds",
    "€": "euros",
    "$": "dollars",
    "°": "degrees",
    "½": "a half",
    "¼": "a quarter",
    "¾": "three quarters",
}
