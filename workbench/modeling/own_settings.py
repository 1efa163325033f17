"""How a model was set, as far as somebody set it."""

from __future__ import annotations

from typing import Any

__all__ = ["own_settings"]


def own_settings(pipeline: Any) -> dict[str, str]:
    """Return the settings that are not those a model has by itself; all where it cannot be made without any.

    Parameters
    ----------
    pipeline : pipeline
        Its last step is the model. One that was not stored says what its settings were.

    Examples
    --------
    >>> from sklearn.linear_model import Ridge
    >>> from sklearn.pipeline import make_pipeline
    >>> own_settings(make_pipeline(Ridge(alpha=3.0)))
    {'alpha': '3.0'}
    """
    kept = getattr(pipeline, "kept_settings", None)
    if kept is not None:
        return dict(kept)
    estimator = pipeline[-1]
    if not hasattr(estimator, "get_params"):
        return {}
    given = {str(name): repr(value) for name, value in sorted(estimator.get_params(deep=False).items())}
    try:
        usual = type(estimator)().get_params(deep=False)
    except Exception:  # noqa: BLE001 - an estimator of somebody else's may do anything
        return given
    return {name: value for name, value in given.items() if name not in usual or repr(usual[name]) != value}
