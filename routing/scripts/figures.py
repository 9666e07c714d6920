"""Figures as they are said aloud in British English: numbers, money, years, dates and telephone numbers."""

from __future__ import annotations

from datetime import date

from num2words import num2words

LONGEST_NUMBER = 12
_MONEY = {"£": ("pound", "pounds"), "€": ("euro", "euros"), "$": ("dollar", "dollars")}
_SMALL = {"£": ("penny", "pence"), "€": ("cent", "cents"), "$": ("cent", "cents")}
_SCALES = {"k": "thousand", "m": "million", "bn": "billion"}
CURRENCIES = "".join(_MONEY)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def digits_in_words(figures: str) -> str:
    """Return figures one by one, groups parted by a pause.

    >>> digits_in_words("2100"), digits_in_words("0345 600")
    ('two one zero zero', 'zero three four five, six zero zero')
    """
    groups = figures.replace("-", " ").split()
    return ", ".join(" ".join(num2words(int(figure)) for figure in group) for group in groups)


def number_in_words(figures: str) -> str:
    """Return a number, with or without thousands commas and decimals. A very long one is said digit by digit.

    >>> number_in_words("25,000"), number_in_words("1.50"), number_in_words("007")
    ('twenty-five thousand', 'one point five zero', 'zero zero seven')
    """
    whole, point, decimals = figures.replace(",", "").partition(".")
    if len(whole) > LONGEST_NUMBER or (len(whole) > 1 and whole.startswith("0")):
        said = digits_in_words(whole)
    else:
        said = num2words(int(whole or "0"), lang="en_GB").replace(",", "")
    return f"{said} point {digits_in_words(decimals)}" if point and decimals else said


def money_in_words(sign: str, figures: str, scale: str = "", *, of_a_thing: bool = False) -> str:
    """Return an amount of money; `of_a_thing` for "an eight pound fee".

    >>> money_in_words("£", "8"), money_in_words("£", "1.50"), money_in_words("£", "0.50")
    ('eight pounds', 'one pound fifty', 'fifty pence')
    >>> money_in_words("£", "25", "k"), money_in_words("£", "100", of_a_thing=True)
    ('twenty-five thousand pounds', 'one hundred pound')
    """
    one, many = _MONEY[sign]
    whole, _, decimals = figures.replace(",", "").partition(".")
    if scale or len(decimals) not in (0, 2):
        grown = f"{number_in_words(figures)} {_SCALES.get(scale, scale)}".strip()
        return f"{grown} {one if of_a_thing else many}"
    small = int(decimals or "0")
    if small and not int(whole):
        return _counted(small, *_SMALL[sign])
    unit = one if of_a_thing or int(whole) == 1 else many
    rest = f" {num2words(small)}" if small else ""
    return f"{number_in_words(whole)} {unit}{rest}"


def pence_in_words(pence: int) -> str:
    """Return pence: "one penny", "fifty pence"."""
    return _counted(pence, *_SMALL["£"])


def _counted(count: int, one: str, many: str) -> str:
    return f"{num2words(count, lang='en_GB')} {one if count == 1 else many}"


def ordinal_in_words(number: int) -> str:
    """Return a place in an order: "twenty-first"."""
    return str(num2words(number, to="ordinal", lang="en_GB")).replace(",", "")


def year_in_words(year: int) -> str:
    """Return a year: "nineteen eighty-four", "two thousand and five", "twenty twenty-six"."""
    return str(num2words(year, to="year"))


def date_in_words(day: int, month: int, year: int | None = None) -> str:
    """Return a day of the year.

    >>> date_in_words(24, 11, 2026), date_in_words(1, 5)
    ('the twenty-fourth of November twenty twenty-six', 'the first of May')
    """
    said = f"the {ordinal_in_words(day)} of {MONTHS[month - 1]}"
    return f"{said} {year_in_words(year)}" if year else said


def is_date(day: int, month: int, year: int | None = None) -> bool:
    """Tell whether there is such a day; without a year, in any year."""
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True
