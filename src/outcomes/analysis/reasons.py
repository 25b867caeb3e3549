"""Why an estimate is missing: the one place where an error of a fit becomes a `Reason`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from outcomes.analysis_record import Reason
from outcomes.errors import AnalysisError, DesignError, NotEstimableError


def explain(
    error: AnalysisError, *, arms: Iterable[str] = (), visits: Iterable[str] = ()
) -> Reason:
    """Return why a fit failed.

    Parameters
    ----------
    error : AnalysisError
        What the fit raised. Its text becomes the ``detail``; a `NotEstimableError`, and some of a
        `DesignError`, say which kind of reason it is.
    arms, visits : iterable of str
        Where, if the error itself does not say.
    """
    reason = error.reason if isinstance(error, NotEstimableError | DesignError) else None
    if reason is None:
        return Reason("not-fitted", tuple(arms), tuple(visits), detail=str(error))
    return replace(
        reason,
        arms=reason.arms or tuple(arms),
        visits=reason.visits or tuple(visits),
        detail=str(error) if isinstance(error, DesignError) else reason.detail,
    )
