"""Commands on a project: lay it out, keep its notebooks up to date, work in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomes.cli.console import relative_to_cwd
from outcomes.cli.project import Root, locate_root


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new folder, or an empty one.")
    ],
) -> None:
    """Make a project of one's own: notebooks, an example study, and what git and CI need.

    \b
    Example:
      outcomes init my-project
    """  # noqa: D301
    from outcomes.projects.lay import lay_project

    laid = relative_to_cwd(lay_project(folder))
    typer.echo(f"{laid} is ready, with a simulated study to look at. Then:")
    typer.echo(f"  cd {laid}\n  outcomes run\n  outcomes new my-study")


def update(root: Root = None) -> None:
    """Bring the notebooks of the installed version into the project.

    What was edited here is kept: the newer notebook is laid beside it, and what differs is shown.

    \b
    Example:
      outcomes update
    """  # noqa: D301
    from outcomes.projects.notebook_copies import update_notebooks

    for one in update_notebooks(locate_root(root)):
        if one.state == "edited":
            beside = one.beside.name if one.beside else ""
            typer.echo(f"{one.name}: edited here and kept; the newer one is {beside}. It differs:")
            typer.echo("\n".join(f"  {line}" for line in one.difference))
        elif one.state != "unchanged":
            typer.echo(f"{one.name}: {one.state}")
    typer.echo("All notebooks are looked through.")


def open_notebook(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id of a study.")],
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Name of a report.")],
    root: Root = None,
) -> None:
    """Lay a working copy of a notebook for a study, in work/, to be opened in JupyterLab.

    Nothing that is done in it changes the notebook or the reports. A copy that is there already is
    kept.

    \b
    Example:
      outcomes open my-study my-report
    """  # noqa: D301
    from outcomes.projects.working_copy import open_copy

    place = open_copy(locate_root(root), study, report)
    typer.echo(f"{relative_to_cwd(place)} is there to work in; `outcomes lab` opens JupyterLab.")


def lab(context: typer.Context, root: Root = None) -> None:
    """Open JupyterLab in the project; options that are not named here are JupyterLab's own.

    \b
    Example:
      outcomes lab --port 8899 --no-browser
    """  # noqa: D301
    from outcomes.projects.lab import start_lab

    start_lab(locate_root(root), context.args)
