"""``workbench …``: the same calls from a terminal. Each command is one call into the library."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer
from rich.console import Console

from workbench.commands.audit import audit
from workbench.commands.lint_audit import lint_audit
from workbench.commands.new import new
from workbench.commands.profile import profile
from workbench.commands.report import demo, report
from workbench.commands.run import run
from workbench.commands.study import study
from workbench.commands.templates import templates
from workbench.commands.verify import verify
from workbench.core.version import installed_versions
from workbench.errors import WorkbenchError

__all__ = ["app", "main"]

WRONG_CALL, INTERNAL_ERROR = 2, 70

app = typer.Typer(
    name="workbench",
    help="From a raw table to a report that anyone can read and re-check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo)
app.command()(report)
app.command()(profile)
app.command()(audit)
app.command()(lint_audit)
app.command()(verify)
app.add_typer(study)
app.command()(new)
app.command()(run)
app.add_typer(templates)


def main() -> None:
    """Run the command line; errors are sentences, and tracebacks too where ``--debug`` is given."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1
    errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
    try:
        app(args=arguments, prog_name=app.info.name, standalone_mode=True)
    except WorkbenchError as error:
        if debug:
            traceback.print_exc()
        errors.print(f"Error: {error}")
        raise SystemExit(WRONG_CALL) from None
    except Exception as error:  # noqa: BLE001 - the last handler: a person gets a sentence, --debug the traceback
        if debug:
            traceback.print_exc()
        errors.print(
            f"Internal error: {type(error).__name__}: {error}\n"
            "This is a fault of the workbench. Run the command again with --debug and report what it prints."
        )
        raise SystemExit(INTERNAL_ERROR) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        for package, version in installed_versions(["numpy", "pandas", "scikit-learn", "shap", "jupyterlab"]).items():
            typer.echo(f"{package} {version}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print versions and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
) -> None:
    """From a raw table to a report that anyone can read and re-check."""
