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
    "intent": {"label": "a sample"},
    "second": {"label": "another sample"},
    "second_department": _DEPARTMENT,
    "caller_name": "Ms Sample",
    "wait": "about a minute",
    "opens": "tomorrow at eight in the morning",
    "reason": "a sample",
    "options": "one, or the other",
    "tried": "Sample",
}
_LITTLE_KNOWN = {
    **_SAMPLE,
    "intent": {"label": ""},
    "second": {"label": ""},
    "caller_name": "",
    "opens": "",
    "tried": "",
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


def fault_in(template: str) -> str:
    """Return what is wrong with a template in one line, or an empty text.

    Its placeholders are looked up, in every branch, and it is filled twice with sample facts: once with all of them
    known, once with as little as there can be.
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
    return "" if all(filled) else "expected words, found that the template leaves nothing to say"


def _fault(found: str) -> str:
    return f"expected a template with the placeholders {', '.join(PLACEHOLDERS)}, found {' '.join(found.split())}"
