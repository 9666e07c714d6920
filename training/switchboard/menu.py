"""A keypad menu: the departments in the catalogue's order, on one level or two."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OPTIONS = 5


@dataclass(frozen=True)
class Menu:
    """Which options a caller hears before the one they want.

    Attributes
    ----------
    groups
        What stands behind each key of the first menu; a single department needs no second menu.
    """

    groups: tuple[tuple[str, ...], ...]

    def heard(self, department: str) -> int:
        """Return the options heard up to the department's own; for any other department, up to "anything else".

        That option ends the first menu, so whoever finds nothing has heard the whole of it.
        """
        for place, group in enumerate(self.groups, start=1):
            if department in group:
                return place + (group.index(department) + 1 if len(group) > 1 else 0)
        return len(self.groups) + 1


def menu_of(departments: tuple[str, ...]) -> Menu:
    """Return the menu of some departments: one level for up to five, else two levels of about the same length."""
    count = len(departments)
    size = 1 if count <= MOST_OPTIONS else next(size for size in range(2, count) if size * size >= count)
    return Menu(tuple(tuple(departments[start : start + size]) for start in range(0, count, size)))
