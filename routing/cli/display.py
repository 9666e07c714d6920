"""Progress and tables for people; nothing of it reaches standard output when that is piped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

ERR = Console(stderr=True)
FINETUNE_HELP = "Fine-tune a second encoder from the original weights in this folder; needs the extra 'finetune'."


@contextmanager
def stages() -> Iterator[Callable[[str, float], None]]:
    """Show named stages as bars on standard error; yields a function to call with a stage and its share done."""
    columns = (TextColumn("{task.description:<12}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR) as progress:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: float) -> None:
            if name not in tasks:
                for earlier in tasks.values():
                    progress.update(earlier, completed=1.0)
                tasks[name] = progress.add_task(name, total=1.0)
            progress.update(tasks[name], completed=done)

        yield show


def table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table; the first column is text, the others are figures."""
    shown = Table(title=title, title_justify="left")
    for position, column in enumerate(columns):
        shown.add_column(column, justify="left" if position == 0 else "right")
    for row in rows:
        shown.add_row(*row)
    Console().print(shown)


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage with one decimal."""
    return f"{100 * share:.1f} %"
