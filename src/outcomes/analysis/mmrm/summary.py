"""A fit in words and small tables, for people; numbers are rounded here only."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from outcomes.analysis.mmrm.result import MMRMFit

DF_LABELS = {
    "satterthwaite": "Satterthwaite",
    "kenward-roger": "Kenward-Roger",
    "kenward-roger-linear": "Kenward-Roger (linear)",
    "between-within": "between-within",
    "residual": "residual",
}
VCOV_LABELS = {
    "model": "model-based",
    "empirical": "empirical sandwich",
    "jackknife": "jackknife sandwich",
    "bias-reduced": "bias-reduced sandwich",
}


def method_text(fit: MMRMFit) -> str:
    """Name the method in one sentence."""
    options = fit.options
    structure = fit.optimum.structure.label
    groups = "" if fit.design.group is None else f", one for each level of {fit.design.group}"
    df = DF_LABELS[options.df]
    if options.vcov != "model" and options.df == "satterthwaite":
        df = "Bell-McCaffrey"
    constraint = "" if fit.design.constrained is None else ", arms equal at baseline (cLDA)"
    errors = f"{VCOV_LABELS[options.vcov]} standard errors"
    return (
        f"Mixed model for repeated measures by {options.method.upper()}, {structure} covariance"
        f"{groups}{constraint}; {errors}, {df} degrees of freedom"
    )


def facts(fit: MMRMFit) -> list[tuple[str, str]]:
    """Return what the summary says besides the coefficients."""
    data = fit.data
    rows = [
        ("Method", method_text(fit)),
        ("Model", fit.design.formula),
        ("Patients", f"{data.n_patients}"),
        ("Scores", f"{data.n_scores} ({data.excluded} rows left out for missing values)"),
        ("-2 log-likelihood", f"{fit.minus2loglik:.6f}"),
        ("Convergence", fit.convergence.message),
    ]
    return rows + [("Tried before", text) for text in fit.tried]


def text_summary(fit: MMRMFit) -> str:
    """Return the summary as plain text."""
    lines = [f"{name}: {text}" for name, text in facts(fit)]
    lines += ["", _rounded(fit.coefficients).to_string(), ""]
    for name, frame in _covariances(fit):
        lines += [f"Covariance{name}:", frame.round(4).to_string(), ""]
    return "\n".join(lines)


def html_summary(fit: MMRMFit) -> str:
    """Return the summary as HTML for notebooks."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
        f"<td style='text-align:left'>{html.escape(text)}</td></tr>"
        for name, text in facts(fit)
    )
    tables = "".join(
        f"<p>Covariance{html.escape(name)}</p>{frame.round(4).to_html()}"
        for name, frame in _covariances(fit)
    )
    return f"<table>{rows}</table>{_rounded(fit.coefficients).to_html()}{tables}"


def _covariances(fit: MMRMFit) -> list[tuple[str, pd.DataFrame]]:
    own: Any = fit.covariance
    if isinstance(own, pd.DataFrame):
        return [("", own)]
    return [(f" of {fit.design.group} {group}", frame) for group, frame in own.items()]


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    shown = frame.round(4)
    shown["df"] = frame["df"].round(1)
    shown["p_value"] = [
        "<0.0001" if value < 0.0001 else f"{value:.4f}" for value in frame["p_value"]
    ]
    return shown
