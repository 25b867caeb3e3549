"""The command that writes figures and tables for a manuscript."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomes.cli.console import relative_to_cwd
from outcomes.cli.project import Root, locate_root


def export(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="Id of a study, or of the evidence that one names."),
    ],
    to: Annotated[
        Path, typer.Option("--to", metavar="FOLDER", help="A folder that is not there yet.")
    ],
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="REPORT", help="One report; may be given again."),
    ] = None,
    root: Root = None,
) -> None:
    """Write figures, tables and results as files for a manuscript.

    Figures as PDF, SVG, PNG and TIFF in one and two columns, tables as Word, xlsx, CSV, LaTeX and
    Markdown, results as a workbook, and one Word file with all of it. Reports that others need
    must have been run.

    \b
    Examples:
      outcomes export my-study --to my-study-files
      outcomes export dextrose-prolotherapy --to claims-files
    """  # noqa: D301
    from outcomes.runs.take_along import export_study

    files = export_study(
        locate_root(root), name, to.resolve(), only or (), lambda name: typer.echo(name)
    )
    typer.echo(f"{len(files)} files in {relative_to_cwd(to.resolve())}")
