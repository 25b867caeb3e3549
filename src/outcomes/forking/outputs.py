"""How much a notebook may show, and how what is too long is cut."""

from __future__ import annotations

from typing import Any

MESSAGE_OVERHEAD = 200
"""Bytes that each message counts beside its content: a million empty ones are a flood too."""
LONGEST_ERROR = 10_000
"""Characters of an exception's message and of each entry of its traceback that are kept."""
MOST_ENTRIES = 200
"""Entries of a traceback that are kept."""
LEFT_OF_FLOOD = 10_000
"""Characters that are kept of what a cell has shown, once it has shown too much."""


def shorten_text(text: str, longest: int = LONGEST_ERROR) -> str:
    """Cut a text that is too long, and say how much is missing."""
    missing = len(text) - longest
    return text if missing <= 0 else f"{text[:longest]} … [{missing:,} more characters]"


def shorten_error(content: dict[str, Any]) -> dict[str, Any]:
    """Cut the message and the traceback of an exception, as a message of a kernel holds them.

    Parameters
    ----------
    content : dict
        With ``ename``, ``evalue`` and ``traceback``; others are handed back as they are.
    """
    if "evalue" not in content:
        return content
    entries = [shorten_text(entry) for entry in content.get("traceback", [])]
    if len(entries) > MOST_ENTRIES:
        half = MOST_ENTRIES // 2
        left_out = f"… [{len(entries) - 2 * half:,} more entries] …"
        entries = [*entries[:half], left_out, *entries[-half:]]
    return content | {
        "ename": shorten_text(content["ename"], MESSAGE_OVERHEAD),
        "evalue": shorten_text(content["evalue"]),
        "traceback": entries,
    }


def cut_outputs(cell: Any) -> None:
    """Keep of what a cell has shown only the beginning of what it printed first.

    Parameters
    ----------
    cell : nbformat.NotebookNode
        Has shown too much; changed in place.
    """
    printed = [shown for shown in cell.outputs[:1] if shown.output_type == "stream"]
    for shown in printed:
        shown.text = shorten_text(shown.text, LEFT_OF_FLOOD)
    cell.outputs = printed
