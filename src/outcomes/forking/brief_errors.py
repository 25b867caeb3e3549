"""What this package refuses is shown in an open notebook as one message, its traceback folded."""

from __future__ import annotations

import html
import re
from types import TracebackType
from typing import Any

from IPython.display import HTML, display

from outcomes.errors import OutcomesError
from outcomes.internals import show_error

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def show_errors_briefly(shell: Any) -> None:
    """Have a shell show errors of this package as their message, and where they arose on request.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Of a notebook that a person has open.
    """
    shell.set_custom_exc((OutcomesError,), _show)


def _show(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> list[str]:
    lines: list[str] = shell.InteractiveTB.structured_traceback(
        kind, error, trace, tb_offset=tb_offset
    )
    show_error(shell, kind, error, [f"{kind.__name__}: {error}"])
    text = html.escape(_COLOURS.sub("", "\n".join(lines)))
    display(HTML(f"<details><summary>Where it was raised</summary><pre>{text}</pre></details>"))
    return lines
