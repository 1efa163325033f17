"""Models of which everything is known: functions of the original columns, in the place of trained ones."""

import numpy as np
import pyarrow as pa
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles
from workbench.data.split import Split
from workbench.modeling.performance import Performance
from workbench.modeling.result import Fitted
from workbench.preparation.recipe import Recipe
from workbench.preparation.result import Prepared


class Known(BaseEstimator):
    """A fitted model that is a function of a frame; counts how it is asked."""

    def __init__(self, function, task):
        self.function, self.task = function, task
        self.n_calls = self.n_rows = 0

    def fit(self, *_):
        return self

    def predict(self, frame):
        self.n_calls, self.n_rows = self.n_calls + 1, self.n_rows + len(frame)
        return np.asarray(self.function(frame), dtype=float)

    def predict_proba(self, frame):
        found = self.predict(frame)
        return np.column_stack([1 - found, found]) if self.task == "binary" else found

    def __sklearn_is_fitted__(self):
        return True


def known_model(
    frame,
    function,
    *,
    task="regression",
    classes=(),
    n_test=None,
    threshold=0.5,
    protected=(),
    group=None,
    columns=None,
):
    """Return a Fitted whose pipeline is a function of the original columns; the last rows are held out."""
    table = frame if isinstance(frame, pa.Table) else pa.Table.from_pandas(frame, preserve_index=False)
    kinds = [pa.string() if pa.types.is_large_string(one.type) else one.type for one in table.schema]
    table = table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))
    n = table.num_rows
    n_test = n // 2 if n_test is None else n_test
    target = {"binary": pa.array(["no", "yes"] * n)[:n], "regression": pa.array(np.arange(n) * 1.0)}
    target["multiclass"] = pa.array((list(classes) * n)[:n]) if classes else pa.nulls(n)
    table = table.append_column("target_", target[task])
    binary = {"favourable": "yes", "unfavourable": "no"} if task == "binary" else {}
    roles = Roles("target_", **binary, task=task, classes=tuple(classes), protected=tuple(protected), group=group)
    data = Dataset(Provenance("read_data"), table, roles)
    made = Provenance("split_data")
    split = Split(made, data, data.take(np.arange(n - n_test), made), data.take(np.arange(n - n_test, n), made))
    columns = data.features
    model = Known(function, task)
    prepared = Prepared(Provenance("prepare_data"), split, Recipe(()), None, columns, (columns,))
    pipeline = Pipeline([("model", model)])
    held_out = prepared.raw_frame(split.test)
    scores = model.predict(held_out)
    model.n_calls = model.n_rows = 0
    return Fitted(
        provenance=Provenance("fit_model"),
        prepared=prepared,
        model="known",
        title="a known function",
        pipeline=pipeline,
        threshold=threshold if task == "binary" else float("nan"),
        scores=scores,
        performance=Performance(n_test, n_test, 0, 0, 0),
    )


def model_of(fitted):
    return fitted.pipeline.named_steps["model"]
