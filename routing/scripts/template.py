"""Script templates: fill them, and say what is wrong with one before a caller has to hear it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)

_DEPARTMENT = {"id": "sample", "name": "Sample", "spoken": "our sample team", "extension": "1"}
_SAMPLE: Mapping[str, Any] = {
    "organisation": "Sample",
    "department": _DEPARTMENT,
    "front_desk": _DEPARTMENT,
    "closed": _DEPARTMENT,
    "is_closed": True,
    "intent": {"label": "a sample"},
    "urgency": "urgent",
    "second": {"label": "another sample"},
    "second_department": _DEPARTMENT,
    "caller_name": "Ms Sample",
    "agent": "Sam",
    "wait": "about a minute",
    "opens": "tomorrow at eight in the morning",
    "callback": "tomorrow at eight in the morning",
    "reason": "a sample",
    "details": "£50 and last Tuesday",
    "asked": "Is it one, or the other?",
    "options": "one, or the other",
    "tried": "our sample team",
    "incident": "There is a sample.",
    "promised": "a call back tomorrow",
    "owner": {"name": "Sam Sample", "role": "our sample manager"},
    "emergency_number": "nine nine nine",
}
_LITTLE_KNOWN = {
    **_SAMPLE,
    "is_closed": False,
    "intent": {"label": ""},
    "urgency": "routine",
    "second": {"label": ""},
    "caller_name": "",
    "agent": "",
    "opens": "",
    "details": "",
    "asked": "",
    "tried": "",
    "promised": "",
}

PLACEHOLDERS = tuple(_SAMPLE)


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
        filled = [fill(template, facts) for facts in (_SAMPLE, _LITTLE_KNOWN)]
    except TemplateError as error:
        return _fault(str(error.message))
    except Exception as error:  # a template is a program: whatever it raises is its author's to mend
        return _fault(str(error))
    return "" if may_be_silent or all(filled) else "expected words, found that the template leaves nothing to say"


def _fault(found: str) -> str:
    return f"expected a template with the placeholders {', '.join(PLACEHOLDERS)}, found {' '.join(found.split())}"
