"""The words of a figure for readers who do not see it: the message, and as many numbers as fit."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 400
"""Characters; a listener cannot skim, and the table beside the figure has the rest."""

_REST = "The table has every number."


def tell(full: Sequence[str], brief: Sequence[str] = ()) -> str:
    """Return sentences as one text alternative of at most `MOST` characters.

    Parameters
    ----------
    full : sequence of str
        Everything that is drawn.
    brief : sequence of str
        The message and the main numbers, the most important first, for where everything is too
        much; the first ones of ``full`` where left out.

    Returns
    -------
    str
        All of ``full`` where it fits; else as much of ``brief`` as fits, and where the rest is.
    """
    whole = " ".join(full)
    if len(whole) <= MOST:
        return whole
    room = MOST - len(_REST) - 1
    kept = ""
    for sentence in brief or full:
        longer = f"{kept} {sentence}".strip()
        if len(longer) > room:
            break
        kept = longer
    if not kept:
        kept = (brief or full)[0][: room - 1].rstrip() + "\u2026"
    return f"{kept} {_REST}"
