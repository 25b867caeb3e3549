"""``outcomes import``: from files of data to the draft of a study."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Annotated, Literal

import typer

from outcomes.cli.console import relative_to_cwd
from outcomes.cli.project import Root, locate_root


def _check_encoding(name: str | None) -> str | None:
    try:
        codecs.lookup(name or "utf-8")
    except LookupError:
        raise typer.BadParameter("there is no such encoding") from None
    return name


def import_data(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Table of scores, and those of participants and events.",
            exists=True,
            dir_okay=False,
        ),
    ],
    study: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", help="Id of the study.", show_default="the first file's name"
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="Read this sheet of a workbook only (may be repeated).",
            show_default="every sheet",
        ),
    ] = None,
    header_row: Annotated[
        int | None,
        typer.Option("--header-row", min=1, help="Row of the header.", show_default="found out"),
    ] = None,
    separator: Annotated[
        Literal[",", ";", "tab", "|"] | None,
        typer.Option("--separator", help="Between columns of text.", show_default="found out"),
    ] = None,
    decimal: Annotated[
        Literal[".", ","] | None,
        typer.Option("--decimal", help="Decimal sign.", show_default="found out"),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="Encoding, as mac_roman.",
            show_default="found out",
            callback=_check_encoding,
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Draft a study from data.

    Recognises who, when, in which arm and on which side a row is of, and known instruments by
    their items; marks every guess in the study file where it stands. Each sheet of a workbook is
    a table.

    \b
    Example:
      outcomes import trial.csv --id my-study
    """  # noqa: D301
    from outcomes.drafting import draft_study, name_study
    from outcomes.runs.check_reports import list_optional, list_suiting
    from outcomes.runs.notebooks import find_notebooks

    place = locate_root(root)
    name = study or name_study(files[0].stem)
    notebooks = find_notebooks(place)
    asked, others = list_suiting(notebooks), list_optional(notebooks)
    written = {
        "header_row": header_row,
        "separator": "\t" if separator == "tab" else separator,
        "decimal": decimal,
        "encoding": encoding,
    }
    given = {key: value for key, value in written.items() if value is not None}
    folder = draft_study(files, name, place, asked, others, sheet or (), given)
    typer.echo(
        f"{relative_to_cwd(folder)} is drafted. Look at each line marked GUESSED in study.yaml, "
        "fill in the plan, then:"
    )
    typer.echo(f"  outcomes check {name}\n  outcomes run {name}")
