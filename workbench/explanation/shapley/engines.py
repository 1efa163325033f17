"""The engines in order, and the one way to ask them: the first that serves and adds up answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workbench.errors import AdditivityError
from workbench.explanation.shapley.attribution import Attribution, check_additivity, missed_by
from workbench.explanation.shapley.calibrated import Calibrated
from workbench.explanation.shapley.linear import Coefficients
from workbench.explanation.shapley.request import Answer, Request, UnreadableError
from workbench.explanation.shapley.sampled import Enumeration, Permutation
from workbench.explanation.shapley.trees import Paths, ShapTrees, Tables, Woodelf

__all__ = ["ENGINES", "Engine", "ask", "calibrated"]


class Engine(Protocol):
    """One way to compute Shapley values."""

    @property
    def name(self) -> str:
        """Whose code computes: ``"workbench"``, or a library."""
        ...

    @property
    def way(self) -> str:
        """How it computes, as what follows *the values are from*."""
        ...

    @property
    def kind(self) -> str:
        """The same of engines that do alike."""
        ...

    def serves(self, request: Request) -> str | None:
        """Say whether it can answer: ``""`` if so, why not (after *because*), or ``None`` if it is for other models."""
        ...

    def attribute(self, request: Request) -> Answer:
        """Return the values; they are checked afterwards."""
        ...


def calibrated(engines: Sequence[Engine]) -> Calibrated:
    """Return what explains a model that is calibrated by one sigmoid, by these engines for the model itself.

    Parameters
    ----------
    engines : sequence of Engine
        For models that add up.
    """
    return Calibrated(
        lambda request: ask(request, engines), lambda request: any(one.serves(request) == "" for one in engines)
    )


_ADDING_UP: tuple[Engine, ...] = (Coefficients(), Tables(), Paths(), Woodelf(), ShapTrees())

ENGINES: tuple[Engine, ...] = (
    *_ADDING_UP,
    calibrated(_ADDING_UP),
    Enumeration(),
    Permutation(),
)


def ask(request: Request, engines: Sequence[Engine] = ENGINES) -> tuple[Attribution, ...]:
    """Return the attributions of the first engine that serves and whose values add up, one for each output.

    Parameters
    ----------
    request : Request
        Rows to explain, and how.
    engines : sequence of Engine
        In the order in which they are asked.

    Returns
    -------
    tuple of Attribution
        With a note on each reason why an engine for this kind of model could not answer, or its values not add up.

    Raises
    ------
    AdditivityError
        If no engine is left.
    """
    refused: dict[str, list[Engine]] = {}
    refusal = AdditivityError(
        "No way to compute Shapley values serves this model on this scale.\nChoose another scale, or another model."
    )
    for engine in engines:
        reason = engine.serves(request)
        if reason == "":
            try:
                answer = engine.attribute(request)
            except UnreadableError as error:
                reason = str(error)
            else:
                found = _attributions(request, answer, _notes(refused, engine, answer))
                missed = max(missed_by(one, answer.rounding) for one in found)
                if missed == 0:
                    return found
                reason = f"these missed the prediction by up to {missed:.3g} ({answer.scale})"
                refusal = _refusal(found, answer.rounding)
        if reason:
            refused.setdefault(reason, []).append(engine)
    if any(one.code == "WB305" for one in request.fitted.findings):
        raise AdditivityError(
            "The model predicts differently when it is asked again (finding WB305), so no explanation adds up to it.\n"
            "Give it a seed, or switch off what is random in its prediction, and train it anew."
        )
    raise refusal


def _notes(refused: dict[str, list[Engine]], engine: Engine, answer: Answer) -> tuple[str, ...]:
    """Return a sentence for each reason for which engines did not serve, and for what is particular instead."""
    found = []
    for reason, skipped in refused.items():
        kinds = [one.kind for one in skipped]
        ways = list(dict.fromkeys(one.kind if kinds.count(one.kind) > 1 else one.way for one in skipped))
        said = ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"
        found.append(f"The values are not from {said}, because {reason}, but from {engine.way}.")
    return (*found, *([answer.remark] if answer.remark else []))


def _refusal(found: tuple[Attribution, ...], rounding: float) -> AdditivityError:
    for one in found:
        try:
            check_additivity(one, rounding)
        except AdditivityError as error:
            return error
    raise AssertionError("values that miss the prediction are refused")


def _attributions(request: Request, answer: Answer, notes: tuple[str, ...]) -> tuple[Attribution, ...]:
    errors = answer.standard_errors
    several = request.fitted.task == "multiclass"
    return tuple(
        Attribution(
            columns=request.fitted.prepared.columns,
            values=answer.values[:, :, place],
            base=float(answer.base[place]),
            predictions=answer.predictions[:, place],
            scale=answer.scale,
            method=answer.method,
            n_background=answer.n_background,
            n_orders=answer.n_orders,
            output=request.fitted.classes[place] if several else "",
            engine=answer.engine,
            notes=notes,
            standard_errors=None if errors is None else errors[:, :, place],
        )
        for place in range(request.n_outputs)
    )
