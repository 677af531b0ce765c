#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sine.py: P and Q of sin r = r + r^3 P(r^2) and cos r = 1 + r^2 Q(r^2) for |r| <= pi / 2, and a little beyond, where a
rounded count of half turns may leave it. Lawson's iteration; prints the largest error, relative to sin r and absolute
in cos r, and the coefficients."""
import numpy as np

END = np.longdouble(1.5709)
TERMS = 4, 5


def fit(goal, weight, terms):
    """The largest weighted error of a polynomial with so many terms, and its coefficients."""
    r = END * (1 - np.cos(np.pi * (np.arange(600) + 0.5) / 600)) / 2 + np.longdouble(1e-3)
    z, ys, unit = r * r, goal(r), weight(r)
    columns = np.array([z**k for k in range(terms)]).T
    emphasis, best = np.ones(len(r)), (np.inf,)
    for _ in range(200):
        scale = np.sqrt(emphasis) * unit
        factors, *_ = np.linalg.lstsq((columns * scale[:, None]).astype(float), (ys * scale).astype(float), rcond=None)
        error = np.abs(np.polyval(factors[::-1], z) - ys) * unit
        if error.max() < best[0]:
            best = error.max(), factors
        emphasis = emphasis * (error / error.max() + 0.02)
        emphasis /= emphasis.mean()
    return best


sine = fit(lambda r: (np.sin(r) - r) / r**3, lambda r: r**3 / np.sin(r), TERMS[0])
cosine = fit(lambda r: (np.cos(r) - 1) / r**2, lambda r: r**2, TERMS[1])
for name, (error, factors) in (("sine", sine), ("cosine", cosine)):
    print(f"{name}: 2^{np.log2(float(error)):.1f}:", ", ".join(float(np.float32(f)).hex() + "f" for f in factors))
