"""``workbench …``: the same calls from a terminal. Each command is one call into the library."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from workbench.commands.arguments import attribute
from workbench.commands.audit import audit
from workbench.commands.lint_audit import lint_audit
from workbench.commands.verify import verify
from workbench.core.version import installed_versions
from workbench.errors import InputError, WorkbenchError

__all__ = ["app", "main"]

WRONG_CALL, INTERNAL_ERROR = 2, 70

app = typer.Typer(
    name="workbench",
    help="From a raw table to a report that anyone can read and re-check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(audit)
app.command()(lint_audit)
app.command()(verify)


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


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where the report goes.")] = Path("report"),
) -> None:
    """Run the whole way on a bundled example and write its report."""
    from workbench.data.read import read_data
    from workbench.report.journey import report_data

    with _progress() as step:
        step("Reading the example")
        path = report_data(read_data("example:loans"), folder / "loans.html", seed=7, progress=step)
    _say_where(path)


@app.command()
def report(
    data: Annotated[str, typer.Argument(help="A CSV or Parquet file, or example:loans.")],
    target: Annotated[str | None, typer.Option(help="The column with the outcome.")] = None,
    favourable: Annotated[str | None, typer.Option(help="Its value that is good for the person.")] = None,
    protected: Annotated[
        list[str] | None,
        typer.Option(help="A column whose groups are compared; 'age:40,60' makes bands. May be given again."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The report to write, an .html file.")] = Path(
        "report.html"
    ),
    id: Annotated[str | None, typer.Option(help="A column that only names the row.")] = None,
    favourable_label: Annotated[str, typer.Option(help="What readers call the good outcome, such as 'approved'.")] = "",
    unfavourable_label: Annotated[str, typer.Option(help="What readers call the other, such as 'denied'.")] = "",
    use_protected: Annotated[
        bool, typer.Option("--use-protected", help="Let the model see protected columns.")
    ] = False,
    model: Annotated[str, typer.Option(help="boosted_trees or logistic_regression.")] = "boosted_trees",
    owner: Annotated[str, typer.Option(help="Who answers for the system.")] = "",
    seed: Annotated[int, typer.Option(help="Seed of everything random.", min=0, max=2**32 - 1)] = 0,
    encoding: Annotated[str, typer.Option(help="Encoding of a CSV file.")] = "utf-8",
) -> None:
    """Train a model on a table, compare groups, and write a report."""
    from workbench.data.examples import EXAMPLE_PREFIX
    from workbench.data.read import read_data
    from workbench.report.journey import report_data

    if target is None and not data.startswith(EXAMPLE_PREFIX):
        raise InputError("--target is missing.\nName the column with the outcome: --target approved --favourable yes.")
    with _progress() as step:
        step("Reading the data")
        dataset = read_data(
            data,
            target=target,
            favourable=favourable,
            protected=[attribute(one) for one in protected or ()],
            id=id,
            favourable_label=favourable_label,
            unfavourable_label=unfavourable_label,
            use_protected=use_protected,
            encoding=encoding,
        )
        path = report_data(dataset, output, model=model, owner=owner, seed=seed, progress=step)
    _say_where(path)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show a bar on the error stream; yield what each step calls with its name."""
    from workbench.report.journey import N_STEPS

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Starting", total=N_STEPS + 1)
        started = 0

        def step(name: str) -> None:
            nonlocal started
            bar.update(task, description=name, completed=started)
            started += 1

        try:
            yield step
        except BaseException:
            bar.live.transient = True  # what is printed next is the error, and nothing beside it
            bar.remove_task(task)
            raise
        bar.update(task, description="Done", completed=N_STEPS + 1)


def _say_where(path: Path) -> None:
    typer.echo(f"Report: {path}")
