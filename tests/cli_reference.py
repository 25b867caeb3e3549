"""Make docs/cli.md from the program itself: ``python -m tests.cli_reference``."""

from __future__ import annotations

import re
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from outcomes.cli.app import app

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"


def make_reference() -> str:
    """Return the reference of the command line as Markdown."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="outcomes")
    text = get_docs_for_click(obj=command, ctx=context, name="outcomes", title="Command line")
    # A paragraph kept as it is on the terminal is a block of its own on the page.
    text = re.sub(r"\x08\n(\w[\w ]*:)\n(.*?)\n\n", r"\1\n\n```text\n\2\n```\n\n", text, flags=re.S)
    note = "<!-- Made by `python -m tests.cli_reference`; a test checks that it is current. -->"
    return f"{note}\n\n{text.strip()}\n"


if __name__ == "__main__":
    REFERENCE.write_text(make_reference(), encoding="utf-8")
