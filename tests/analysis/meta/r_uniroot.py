"""The root finder of R, to show where a reference value comes from.

R's ``uniroot`` is Brent's ``zeroin`` (R. P. Brent, Algorithms for Minimization without Derivatives,
1973, ch. 4) and returns an iterate within ``tol`` of the root, not the root.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

EPSILON = float(np.finfo(float).eps)
DEFAULT_TOLERANCE = EPSILON**0.25
"""``.Machine$double.eps^0.25``, about 1.2e-4: an absolute error, in the unit of the root."""


def uniroot(
    f: Callable[[float], float], low: float, high: float, tol: float = DEFAULT_TOLERANCE
) -> float:
    """Return what R's ``uniroot(f, c(low, high), tol = tol)$root`` gives."""
    a, b, fa, fb = low, high, f(low), f(high)
    c, fc = a, fa
    for _ in range(1000):
        previous = b - a
        if abs(fc) < abs(fb):
            a, b, c, fa, fb, fc = b, c, b, fb, fc, fb
        accepted = 2 * EPSILON * abs(b) + tol / 2
        step = (c - b) / 2
        if abs(step) <= accepted or fb == 0:
            return b
        if abs(previous) >= accepted and abs(fa) > abs(fb):
            step = interpolate(a, b, c, fa, fb, fc, previous, accepted, step)
        if abs(step) < accepted:
            step = accepted if step > 0 else -accepted
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
    raise AssertionError("no root")


def interpolate(
    a: float,
    b: float,
    c: float,
    fa: float,
    fb: float,
    fc: float,
    previous: float,
    accepted: float,
    half: float,
) -> float:
    """Secant or inverse quadratic step, if it is small enough, else half the bracket."""
    width = c - b
    if a == c:
        t = fb / fa
        p, q = width * t, 1 - t
    else:
        q, t, u = fa / fc, fb / fc, fb / fa
        p = u * (width * q * (q - t) - (b - a) * (t - 1))
        q = (q - 1) * (t - 1) * (u - 1)
    p, q = (p, -q) if p > 0 else (-p, q)
    small = p < 0.75 * width * q - abs(accepted * q) / 2 and p < abs(previous * q / 2)
    return p / q if small else half
