"""The program ``outcomes``: its commands, and what becomes of errors."""

from __future__ import annotations

import sys
from signal import SIGINT
from typing import Annotated

import typer

from outcomes.cli.console import say_error
from outcomes.cli.drafting import import_data
from outcomes.cli.evidence import evidence
from outcomes.cli.exporting import export
from outcomes.cli.instruments import instruments
from outcomes.cli.project import FAILED, SIGNALLED, WRONG_INPUT, Root
from outcomes.cli.projects import init, lab, open_notebook, update
from outcomes.cli.running import run
from outcomes.cli.studies import bundle, check, list_everything, lock, new
from outcomes.errors import OutcomesError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("list")(list_everything)
app.command()(check)
app.command()(run)
app.command()(lock)
app.command()(bundle)
app.command()(export)
app.command()(new)
app.command("import")(import_data)
app.command()(instruments)
app.add_typer(evidence, name="evidence")
app.command()(init)
app.command()(update)
app.command("open")(open_notebook)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(lab)


def _show_version(asked: bool) -> None:
    if asked:
        import outcomes

        typer.echo(f"outcomes {outcomes.__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
    root: Root = None,
) -> None:
    """From a study in data/raw to reports that open in a browser.

    \b
    Examples:
      outcomes list
      outcomes check my-study
      outcomes run
      outcomes run my-study --only my-report -p level=0.9
      outcomes bundle my-study
      outcomes export my-study --to my-study-files
      outcomes new my-study
      outcomes import trial.csv --id my-study
      outcomes instruments koos
      outcomes evidence check my-pack
      outcomes init my-project
      outcomes lab

    \b
    Exit codes:
      0    all went well
      1    a report failed or was blocked; the others were made
      2    the input is wrong; nothing was made of it, studies without fault were made
      130  the run was interrupted with Ctrl-C; what was finished is kept
      143  the same, by SIGTERM
    """  # noqa: D301
    if root is not None and context.invoked_subcommand is not None:
        # What stands before the command holds unless it is given again behind it.
        of_groups = {command.name: {"root": root} for command in evidence.registered_commands}
        asked = context.invoked_subcommand
        context.default_map = {asked: of_groups if asked == "evidence" else {"root": root}}


def main() -> None:
    """Run the command line; what this package refuses is reported without a traceback."""
    try:
        app()
    except OutcomesError as error:
        typer.echo(f"{error}", err=True)
        sys.exit(WRONG_INPUT)
    except KeyboardInterrupt:
        sys.exit(SIGNALLED + SIGINT)
    except OSError as error:
        typer.echo(say_error(error), err=True)
        sys.exit(FAILED)
