"""Everything the workbench raises on purpose.

.. code-block:: text

    WorkbenchError                     raised on purpose; the text says what to do
    ├─ InputError(ValueError)          the call cannot be right
    │  ├─ ColumnNotFoundError          a column that is not in the data
    │  ├─ PolicyError                  a policy file that cannot be followed
    │  ├─ RoleError                    columns and roles that do not fit together
    │  └─ SourceError                  a file or address that cannot be read as a table
    ├─ NotEnoughDataError              the call is right, the data cannot carry it
    ├─ AdditivityError                 an explanation that does not add up to the prediction
    ├─ StudyError                      a study that does not hold what was asked for, or is damaged
    │  └─ NotStoredError               a model that a study did not keep
    ├─ RunError                        a notebook that stopped in one of its cells
    └─ TemplateError                   a notebook template that breaks its contract

Every message names the argument and the value, says what is allowed and what to do next,
one sentence a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Self

__all__ = [
    "AdditivityError",
    "ColumnNotFoundError",
    "InputError",
    "NotEnoughDataError",
    "NotStoredError",
    "PolicyError",
    "RoleError",
    "RunError",
    "SourceError",
    "StudyError",
    "TemplateError",
    "WorkbenchError",
]

_LISTED = 5


class WorkbenchError(Exception):
    """Base class of everything the workbench raises on purpose."""


class InputError(WorkbenchError, ValueError):
    """The call cannot be right, whatever the data."""

    @classmethod
    def for_choice(cls, argument: str, value: object, allowed: Sequence[str]) -> Self:
        """Return the error for a value that is none of those allowed."""
        listed = ", ".join(repr(choice) for choice in allowed)
        return cls(f"{argument} is {value!r}.\nAllowed are: {listed}.{_hint(value, allowed)}")


class ColumnNotFoundError(InputError):
    """A column was named that the data does not have."""

    @classmethod
    def for_name(cls, name: object, columns: Sequence[str]) -> Self:
        """Return the error for ``name``, with the closest column and what there is."""
        listed = ", ".join(columns[:_LISTED])
        if len(columns) > _LISTED:
            listed += f", and {len(columns) - _LISTED} more"
        noun = "column" if len(columns) == 1 else "columns"
        return cls(
            f"Column {name!r} is not in the data.{_hint(name, columns)}\nThe data has {len(columns)} {noun}: {listed}."
        )


class PolicyError(InputError):
    """A policy file cannot be read or followed; the text names each line that is wrong."""


class RoleError(InputError):
    """Columns and the roles given to them do not fit together."""


class SourceError(InputError):
    """A file or address cannot be read as a table."""


class NotEnoughDataError(WorkbenchError):
    """The call is right, but the data cannot carry it."""


class AdditivityError(WorkbenchError):
    """An explanation does not add up to the prediction, so it is not shown."""


class StudyError(WorkbenchError):
    """A study does not hold what was asked for, or a file of it is damaged, altered or of a newer format."""


class NotStoredError(StudyError, AttributeError):
    """A study did not keep the model that was asked for something.

    It is an :class:`AttributeError` too, so that ``hasattr(model, "predict_proba")`` says no.
    """


class RunError(WorkbenchError):
    """A notebook that was run stopped in one of its cells."""


class TemplateError(WorkbenchError):
    """A notebook template breaks its contract."""


def _hint(value: object, choices: Sequence[str]) -> str:
    close = get_close_matches(str(value), choices, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
