"""The options of ``outcomes run``: what each is called and what the help says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Studies = Annotated[
    list[str] | None,
    typer.Argument(help="Study ids; every study if none is named.", show_default=False),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="NAME",
        help="Make only this report, and those that it needs; may be repeated.",
        show_default=False,
    ),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--parameter",
        metavar="NAME=VALUE",
        help="Set a parameter of the notebooks, as level=0.9; may be repeated.",
        show_default=False,
    ),
]
BatchFile = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help="Run the sets of a batch file: studies by notebooks by parameters.",
        show_default=False,
    ),
]
Seed = Annotated[
    int | None, typer.Option("--seed", min=0, help="Seed for random numbers.", show_default="0")
]
Jobs = Annotated[
    int | None,
    typer.Option("-j", "--jobs", min=1, help="Notebooks at a time.", show_default="one per core"),
]
Force = Annotated[bool, typer.Option("--force", help="Also run what has not changed.")]
Verify = Annotated[
    int | None,
    typer.Option(
        "--verify",
        min=1,
        metavar="N",
        help="After the run, make N of the reports again and compare every byte.",
        show_default=False,
    ),
]
FailFast = Annotated[
    bool,
    typer.Option(
        "--fail-fast/--keep-going", help="Whether to start no more once a report has failed."
    ),
]
Wall = Annotated[str, typer.Option("--wall", metavar="TIME", help="Time limit per notebook.")]
Cpu = Annotated[
    str | None,
    typer.Option(
        "--cpu", metavar="TIME", help="CPU time limit per notebook.", show_default="no limit"
    ),
]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="Memory limit per notebook, as 4GB.",
        show_default="no limit",
    ),
]
Output = Annotated[
    str,
    typer.Option("--output", metavar="SIZE", help="Limit per notebook on what its cells show."),
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="Run the notebooks on the Dask cluster with this scheduler.",
        show_default=False,
    ),
]
Shared = Annotated[
    bool,
    typer.Option(
        "--shared", help="With --dask: workers see the project at the same path; send no data."
    ),
]
Junit = Annotated[
    Path | None,
    typer.Option(
        "--junit", metavar="FILE", help="Also write the outcome as JUnit XML.", show_default=False
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print the outcome as JSON, and nothing else.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what went wrong.")]
