"""Script templates: fill them, and say what is wrong with one before a caller has to hear it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)

_CARDS: Final = {"id": "cards", "name": "Cards", "spoken": "our cards team", "extension": "2100"}

# One call with everything known, in words of usual length.
SAMPLE_FACTS: Final[Mapping[str, Any]] = {
    "organisation": "Larkfield Bank",
    "department": _CARDS,
    "front_desk": {"id": "front", "name": "Front desk", "spoken": "a colleague at our front desk", "extension": "1000"},
    "closed": {"id": "loans", "name": "Loans", "spoken": "our loans team", "extension": "2600"},
    "second_department": {"id": "savings", "name": "Savings", "spoken": "our savings team", "extension": "2500"},
    "is_closed": True,
    "intent": {"label": "a lost card"},
    "urgency": "urgent",
    "second": {"label": "a savings rate"},
    "caller_name": "Mrs Okafor",
    "agent": "Sam",
    "wait": "about three minutes",
    "opens": "tomorrow at eight in the morning",
    "reason": "my purse is gone",
    "danger": False,
    "concern": True,
    "may_end": True,
    "owned": False,
    "number": "07700 900123",
    "options": "a lost card, a new loan, or something else",
    "tried": "Mortgages",
    "incident": "the app is down today",
    "details": "£50 and last Tuesday",
    "callback": "at ten tomorrow morning",
    "owner": {"name": "Alex Reed", "role": "team leader"},
    "emergency_number": "nine nine nine",
    "promised": "a new card by post",
}
_LITTLE_KNOWN = {
    **SAMPLE_FACTS,
    "is_closed": False,
    "intent": {"label": ""},
    "urgency": "routine",
    "concern": False,
    "may_end": False,
    "number": "",
    "second": {"label": ""},
    "caller_name": "",
    "agent": "",
    "opens": "",
    "details": "",
    "tried": "",
    "promised": "",
}

PLACEHOLDERS = tuple(SAMPLE_FACTS)


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """Return the template with its placeholders filled from `facts`, which has one for each of `PLACEHOLDERS`.

    Raises
    ------
    jinja2.TemplateError
        It is no template, or names a placeholder that `facts` does not have.
    """
    return _compiled(template).render(facts).strip()


@lru_cache(maxsize=4096)
def _compiled(template: str) -> Template:
    return _ENVIRONMENT.from_string(template)


def fault_in(template: str, may_be_silent: bool = False) -> str:
    """Return what is wrong with a template in one line, or an empty text.

    Its placeholders are looked up, in every branch, and it is filled twice with sample facts: once with all of them
    known, once with as little as there can be. It must say something both times unless it `may_be_silent`.
    """
    try:
        unknown = meta.find_undeclared_variables(_ENVIRONMENT.parse(template)) - set(PLACEHOLDERS)
        if unknown:
            return _fault(f"no placeholder {' or '.join(sorted(unknown))}")
        filled = [fill(template, facts) for facts in (SAMPLE_FACTS, _LITTLE_KNOWN)]
    except TemplateError as error:
        return _fault(str(error.message))
    except Exception as error:  # a template is a program: whatever it raises is its author's to mend
        return _fault(str(error))
    return "" if may_be_silent or all(filled) else "expected words, found that the template leaves nothing to say"


def _fault(found: str) -> str:
    return f"expected a template with the placeholders {', '.join(PLACEHOLDERS)}, found {' '.join(found.split())}"
