"""The code of fixes: plain Python with the names ``data``, ``split`` and ``recipe``."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.data.dataset import Dataset
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.data.split import Split
from workbench.preparation.leaks.result import Fix

__all__ = ["assigned", "keep_one_of_alike", "keep_one_of_equal", "leave_out", "roles_as_code", "split_again"]


def leave_out(code: str, column: str, reason: str) -> Fix:
    """Return the fix that keeps a column from the model.

    Examples
    --------
    >>> print(leave_out("WB210", "it's", "it is known too late").python)
    recipe = recipe.without("it's", reason='it is known too late')
    """
    return Fix(code, column, f"leave out column {column!r}", f"recipe = recipe.without({column!r}, reason={reason!r})")


def keep_one_of_equal(split: Split, columns: Sequence[str]) -> Fix:
    """Return the fix that keeps one of rows that are equal in these columns."""
    python = f"frame = data.frame().drop_duplicates({list(columns)!r})\n{_read_again(split.data)}\n{split_again(split)}"
    return Fix("WB203", "", "keep one of equal rows, and split again", python)


def keep_one_of_alike(split: Split, columns: Sequence[str], left_out: Sequence[str]) -> Fix:
    """Return the fix that keeps one of rows that hardly differ, all columns together or without one of some."""
    python = (
        "from workbench.preparation.leaks.agreement import alike\n"
        f"hardly_differ = pd.DataFrame({{name: alike(data.column(name)).to_pandas() for name in {list(columns)!r}}})\n"
        "repeated = hardly_differ.duplicated()\n"
        f"for name in {list(left_out)!r}:\n"
        "    repeated |= hardly_differ.drop(columns=name).duplicated()\n"
        "frame = data.frame()[~repeated]\n"
        f"{_read_again(split.data)}\n"
        f"{split_again(split)}"
    )
    return Fix("WB212", "", "keep one of rows that hardly differ, and split again", f"import pandas as pd\n{python}")


def assigned(data: Dataset, **changes: object) -> str:
    """Return the call that gives a data set its roles, some of them changed."""
    return f"data = wb.assign_roles(data, {roles_as_code(data.roles, **changes)})"


def split_again(split: Split, method: str = "") -> str:
    """Return the call that splits as before, or by another method."""
    settings, seed = split.provenance.settings, split.provenance.seed
    given = [f"{name}={settings[name]!r}" for name in ("test_size",) if name in settings]
    given += [f"seed={seed}"] if seed is not None else []
    given += [f"method={method!r}"] if method else []
    return f"split = wb.split_data({', '.join(['data', *given])})"


def roles_as_code(roles: Roles, **changes: object) -> str:
    """Return roles as the arguments that ``read_data`` and ``assign_roles`` take.

    Examples
    --------
    >>> roles = Roles("hired", "yes", "no", protected=(ProtectedAttribute("age", edges=(40.0,)),))
    >>> roles_as_code(roles, group="person")
    "target='hired', favourable='yes', protected=[wb.bands('age', [40.0])], group='person'"
    """
    given: dict[str, object] = {
        name: getattr(roles, name)
        for name in (
            *("target", "favourable", "task", "protected", "id", "time", "group", "weight"),
            *("favourable_label", "unfavourable_label", "use_protected"),
        )
    }
    given |= changes
    given["task"] = None if given["task"] == "binary" else given["task"]
    return ", ".join(
        f"{name}={_attributes(roles.protected) if name == 'protected' else repr(value)}"
        for name, value in given.items()
        if value
    )


def _attributes(protected: Sequence[ProtectedAttribute]) -> str:
    return f"[{', '.join(_attribute(one) for one in protected)}]"


def _attribute(one: ProtectedAttribute) -> str:
    title = f", title={one.title!r}" if one.title != one.column else ""
    if one.edges:
        return f"wb.bands({one.column!r}, {list(one.edges)!r}{title})"
    labels = f", labels={dict(one.labels)!r}" if one.labels else ""
    return f"wb.attribute({one.column!r}{title}{labels})" if title or labels else repr(one.column)


def _read_again(data: Dataset) -> str:
    return f"data = wb.read_data(frame, {roles_as_code(data.roles)}, name={data.name!r})"
