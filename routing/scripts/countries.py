"""Names that a place may have and what else they mean. Data."""

from __future__ import annotations

from typing import Final

COUNTRIES: Final = frozenset({
    "Afghanistan", "Albania", "Algeria", "America", "Andorra", "Angola", "Antigua", "Argentina", "Armenia", "Australia",
    "Austria", "Azerbaijan", "Bahrain", "Bangladesh", "Barbados", "Belarus", "Belgium", "Belize", "Benin", "Bermuda",
    "Bolivia", "Bosnia", "Botswana", "Brazil", "Britain", "Brunei", "Bulgaria", "Burkina Faso", "Burundi", "Cambodia",
    "Cameroon", "Canada", "Cape Verde", "Chad", "Chile", "China", "Colombia", "Congo", "Costa Rica", "Croatia", "Cuba",
    "Cyprus", "Denmark", "Djibouti", "Dominica", "Dubai", "Ecuador", "Egypt", "El Salvador", "England", "Eritrea",
    "Estonia", "Ethiopia", "Fiji", "Finland", "France", "Gabon", "Gambia", "Georgia", "Germany", "Ghana", "Gibraltar",
    "Greece", "Grenada", "Guatemala", "Guernsey", "Guinea", "Guyana", "Haiti", "Holland", "Honduras", "Hong Kong",
    "Hungary", "Iceland", "India", "Indonesia", "Iran", "Iraq", "Ireland", "Israel", "Italy", "Ivory Coast", "Jamaica",
    "Japan", "Jersey", "Jordan", "Kazakhstan", "Kenya", "Kosovo", "Kuwait", "Kyrgyzstan", "Laos", "Latvia", "Lebanon",
    "Lesotho", "Liberia", "Libya", "Liechtenstein", "Lithuania", "Luxembourg", "Madagascar", "Malawi", "Malaysia",
    "Maldives", "Mali", "Malta", "Mauritania", "Mauritius", "Mexico", "Moldova", "Monaco", "Mongolia", "Montenegro",
    "Morocco", "Mozambique", "Myanmar", "Namibia", "Nepal", "Netherlands", "New Zealand", "Nicaragua", "Niger",
    "Nigeria", "North Korea", "North Macedonia", "Northern Ireland", "Norway", "Oman", "Pakistan", "Palestine",
    "Panama", "Paraguay", "Peru", "Philippines", "Poland", "Portugal", "Puerto Rico", "Qatar", "Romania", "Russia",
    "Rwanda", "Samoa", "Saudi Arabia", "Scotland", "Senegal", "Serbia", "Seychelles", "Sierra Leone", "Singapore",
    "Slovakia", "Slovenia", "Somalia", "South Africa", "South Korea", "Spain", "Sri Lanka", "Sudan", "Sweden",
    "Switzerland", "Syria", "Taiwan", "Tajikistan", "Tanzania", "Thailand", "Togo", "Trinidad", "Tunisia", "Turkey",
    "Turkmenistan", "Uganda", "Ukraine", "United Arab Emirates", "United States", "Uruguay", "Uzbekistan", "Venezuela",
    "Vietnam", "Wales", "Yemen", "Zambia", "Zimbabwe",
})  # fmt: skip

WITH_ARTICLE: Final = frozenset(
    {"Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles", "United Arab Emirates", "United States"}
)

# In lower case these may be something else, so that they count only when "in" stands before them.
NAMES_TOO: Final = frozenset({"chad", "china", "georgia", "guinea", "jersey", "jordan", "mali", "niger", "turkey"})

# Words of everyday speech that are also towns: they count only when the caller's words have a capital.
WORDS_TOO: Final = frozenset({
    "bath", "battle", "barking", "bury", "cheddar", "crook", "deal", "eye", "hay", "hook", "hove", "lancing", "march",
    "may", "nelson", "over", "oman", "poole", "reading", "rugby", "rye", "sale", "sandwich", "settle", "stone",
    "street", "togo", "total", "wash", "ware", "wells", "wool",
})  # fmt: skip
