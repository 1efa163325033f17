"""``workbench run``: a notebook without a person, with its report and an exit code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.progress import MofNCompleteColumn

from workbench.commands.looking import checked_values
from workbench.commands.notebooks import read_notebook, result_names, shown_path
from workbench.commands.printing import print_lines
from workbench.commands.progress import progress_of
from workbench.errors import InputError, RunError

if TYPE_CHECKING:
    import nbformat

    from workbench.commands.resuming import Resumption
    from workbench.commands.run_engine import Ask
    from workbench.core.schema import Json
    from workbench.templates.steps import StudyKnown

__all__ = ["run"]

_SCHEMA = "workbench.bridge/1"
_INTERRUPTED = 130
_OF_RUN = "workbench_run"


def run(
    notebook: Annotated[Path, typer.Argument(help="A notebook: a template, or what you made of one.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--parameter",
            help="A parameter and its value: data_source=own.csv. A list has commas: protected=sex,origin. "
            "May be given again.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The notebook with its outputs; else beside it, with '-run' in its name."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="A report of what was made: .html, .pdf, .docx, .md or .json.")
    ] = None,
    audience: Annotated[
        Literal["brief", "technical", "annex", "letter", "audit", "data"], typer.Option(help="Whom the report is for.")
    ] = "brief",
    disclosure: Annotated[
        Literal["internal", "public", "full"],
        typer.Option(help="Who may read it: internal hides counts of 1 to 4 people, public of 1 to 10, full none."),
    ] = "internal",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on after the last cell that is done and unchanged in the output.")
    ] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Let the exit code tell the verdict of the audit.")] = False,
) -> None:
    """Run a notebook from top to bottom.

    The exit code is 0 where it ran, 2 where a cell failed or the call is wrong. With --gate it is 0 within tolerance,
    1 gap, 3 not enough evidence.
    """
    ran = _Run(read_notebook(notebook), notebook.resolve(), audience, disclosure, report=_report(report), gates=gate)
    ran.fill(parameter or ())
    ran.write_to(output)
    ran.plan(resume)
    ran.start()
    raise typer.Exit(ran.finish())


@dataclass
class _Run:
    """One run, from its call to its exit code."""

    notebook: nbformat.NotebookNode
    path: Path
    audience: str
    disclosure: str
    report: Path | None
    gates: bool
    output: Path = field(default_factory=Path)
    given: dict[str, Json] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    resumption: Resumption | None = None
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the kernel works: where the executed notebook is, so that its paths hold there."""
        return self.output.parent

    def fill(self, texts: list[str] | tuple[()]) -> None:
        """Put what was given into the cell with the parameters."""
        from workbench.templates.filling import fill_notebook
        from workbench.templates.reading import read_contract
        from workbench.templates.typed import typed_values

        if not texts:
            return
        template = read_contract(self.notebook, name=self.path.name)
        self.given = checked_values(template, self.notebook, typed_values(template, texts))
        self.files = frozenset(one.name for one in template.parameters if one.type == "file")
        fill_notebook(self.notebook, self.given)  # that it can be done is told before anything runs

    def write_to(self, output: Path | None) -> None:
        """Settle which notebook is written, and name files that were given as it has to name them."""
        from workbench.templates.filling import fill_notebook
        from workbench.templates.folders import template_folders

        ours = any(one.path is not None and self.path.is_relative_to(one.path) for one in template_folders())
        beside = (Path.cwd() if ours else self.path.parent) / f"{self.path.stem}-run.ipynb"
        self.output = (output or beside).resolve()
        if self.output.suffix != ".ipynb":
            raise InputError(
                f"--output is {self.output.name!r}, which is no name of a notebook.\nLet it end in .ipynb."
            )
        if self.output == self.path:
            raise InputError("--output is the notebook itself, which stays as it is.\nGive another name.")
        self.output.parent.mkdir(parents=True, exist_ok=True)
        for name, value in self.given.items():
            if name in self.files and isinstance(value, str) and not Path(value).is_absolute() and Path(value).exists():
                self.given[name] = Path(os.path.relpath(Path(value).resolve(), self.folder)).as_posix()
        if self.given:
            self.notebook = fill_notebook(self.notebook, self.given)

    def plan(self, resume: bool) -> None:
        """Settle which cells run, and say what does not and why."""
        from workbench.commands.resuming import Resumption, plan_to_resume, with_outputs_of

        self.resumption = Resumption()
        wants = self.gates or self.report is not None
        if resume and not self.output.exists():
            self.resumption = Resumption(said=("Runs from the top: there is no earlier run.",))
        elif resume:
            earlier = read_notebook(self.output)
            self._take_over(earlier)
            with_outputs_of(self.notebook, earlier)
            self.resumption = plan_to_resume(self.notebook, self._study(), wants_results=wants)
        print_lines(self.resumption.said)
        if self.given:
            self.notebook.metadata[_OF_RUN] = {"parameters": dict(self.given)}

    def _take_over(self, earlier: nbformat.NotebookNode) -> None:
        """Fill in the parameters of the earlier run, unless others are given now."""
        from workbench.templates.filling import fill_notebook, told
        from workbench.templates.reading import read_contract
        from workbench.templates.values import check_values

        before = (earlier.metadata.get(_OF_RUN) or {}).get("parameters") or {}
        taken = {str(name): value for name, value in before.items() if name not in self.given}
        if not taken:
            return
        template = read_contract(self.notebook, name=self.path.name)
        problems = [one for one in check_values(template, taken) if one.name in taken]
        if problems:
            raise InputError(f"The parameters of the earlier run cannot be taken over.\n{told(problems)}")
        self.notebook = fill_notebook(self.notebook, taken)
        self.given.update(taken)
        print_lines([f"Parameters as in the earlier run: {', '.join(taken)}."])

    def _study(self) -> StudyKnown | None:
        from workbench.errors import StudyError
        from workbench.study.opening import find_study, open_study
        from workbench.templates.records import Kept
        from workbench.templates.steps import StudyKnown

        found = find_study(self.folder)
        if found is None:
            return None
        try:
            status = open_study(found).status()
        except StudyError:
            return None  # what cannot be read cannot be loaded; the notebook says so when it opens it
        whole = (one for one in status.kept if one.state in ("fresh", "stale"))
        kept = (Kept(one.stage, one.name, one.fingerprint) for one in whole)
        return StudyKnown((*kept, *(Kept(*one) for one in status.said)))

    def start(self) -> None:
        """Run the cells, and ask for the report and the verdict while the kernel lives."""
        from nbclient.exceptions import CellExecutionError, DeadKernelError
        from papermill.exceptions import PapermillExecutionError

        from workbench.commands.run_engine import Plan, followed, run_cells

        skipped = self.resumption.skipped if self.resumption is not None else {}
        code = [place for place, cell in enumerate(self.notebook.cells) if cell.cell_type == "code"]
        to_run = [place for place in code if place not in skipped]
        now = 0

        with progress_of(len(to_run), "Starting a kernel", MofNCompleteColumn()) as advance, followed():

            def started(place: int) -> None:
                nonlocal now
                now = place
                advance(self._called(place))

            try:
                run_cells(self.notebook, self.output, self.folder, Plan(skipped, started, self._ended))
            except PapermillExecutionError as error:
                raise self._stopped(now, f"{error.ename}: {error.evalue}") from None
            except CellExecutionError as error:
                raise self._stopped(now, f"{error.ename}: {error.evalue}") from None
            except DeadKernelError:
                raise self._stopped(now, "the kernel died") from None
            except KeyboardInterrupt:
                typer.echo(f"Interrupted. What ran is in {self.output.name!r}; go on with --resume.", err=True)
                raise typer.Exit(_INTERRUPTED) from None
            except _no_such_kernel() as error:
                raise InputError(
                    f"The notebook asks for a kernel that is not installed: {error}.\n"
                    "Install it, or choose another one in JupyterLab and save the notebook."
                ) from None

    def _stopped(self, place: int, said: str) -> RunError:
        line = next((one.strip() for one in reversed(said.splitlines()) if one.strip()), said)
        first = next((one.strip() for one in said.splitlines() if one.strip()), said)
        called = self._called(place)
        called += "" if called.startswith("Cell") else f" (cell {place + 1})"
        told = first if first == line else f"{first} … {line}"
        return RunError(
            f"{called} stopped: {told:.600}\n"
            f"What ran is in {self.output.name!r}. Mend the cause, and go on with --resume."
        )

    def _called(self, place: int) -> str:
        step = self.notebook.cells[place].metadata.get("workbench")
        title = step.get("title") if isinstance(step, Mapping) else None
        return f"Step {title!r}" if isinstance(title, str) else f"Cell {place + 1}"

    def _ended(self, notebook: nbformat.NotebookNode, ask: Ask) -> None:
        """Ask for what was wanted of the results that are in memory."""
        names: list[Json] = list(dict.fromkeys(result_names(notebook)))
        if self.report is not None:
            self.answers["report"] = ask(
                {
                    "schema": _SCHEMA,
                    "ask": "export",
                    "names": names,
                    "path": str(self.report),
                    "replace": True,
                    "format": self.report.suffix.lower().removeprefix("."),
                    "audience": self.audience,
                    "disclosure": self.disclosure,
                }
            )
        if self.gates:
            self.answers["gate"] = ask({"schema": _SCHEMA, "ask": "verdict", "names": names})

    def finish(self) -> int:
        """Say what was made, and return the exit code."""
        typer.echo(f"Notebook: {shown_path(self.output)}")
        for answer in self.answers.values():
            if not answer["ok"]:
                raise RunError(str(answer["said"]))
        if "report" in self.answers:
            typer.echo(f"Report: {shown_path(Path(self.answers['report']['path']))}")
        if "gate" not in self.answers:
            return 0
        print_lines([str(self.answers["gate"]["told"])])
        return int(self.answers["gate"]["exit_code"])


def _report(path: Path | None) -> Path | None:
    from workbench.report.write import check_report_path

    return check_report_path(path) if path is not None else None


def _no_such_kernel() -> type[Exception]:
    from jupyter_client.kernelspec import NoSuchKernel

    return NoSuchKernel
