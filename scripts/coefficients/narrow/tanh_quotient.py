#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tanh_quotient.py FORM: coefficients of a form with a quotient P(z) / Q(z), z = x^2, for softknee_narrow_forms FORM
--start. Lawson's iteration on the linearised error, divided by the last Q. Prints the largest error, in ULP of the
result of tanh and scaled_tanh, else relative."""
import sys

import numpy as np

from pieces import cubic_reciprocal, print_coefficients, quartic_reciprocal, reciprocal


def tanh_over_x(x):
    return np.tanh(x) / x


def rest(x):
    """(x - tanh x) / x^3, near 0 by its series"""
    z = x * x
    series = 1 / np.longdouble(3) - z * (2 / np.longdouble(15) - z * (17 / np.longdouble(315) - z * 62 / 2835))
    return np.where(x < 0.02, series, (x - np.tanh(x)) / x**3)


def ulp(precision):
    """Of tanh, as an error of tanh_over_x."""
    return lambda x: np.exp2(np.floor(np.log2(np.tanh(x))) - (precision - 1)) / x


def fit(function, unit, end, numerator_degree, denominator_degree, exact_at_zero):
    """The error in units, P and Q; Q(0) = 1, and P(0) = 1 if `exact_at_zero`."""
    xs = np.longdouble(end) * (1 - np.cos(np.pi * (np.arange(600) + 0.5) / 600)) / 2 + np.longdouble(0.003)
    ys, units, z = function(xs), unit(xs), (xs / end) ** 2
    first = 1 if exact_at_zero else 0
    columns = [z**k for k in range(first, numerator_degree + 1)]
    columns = np.array(columns + [-ys * z**k for k in range(1, denominator_degree + 1)]).T
    goal = ys - first
    emphasis, old_q, best = np.ones(len(xs)), np.ones(len(xs)), (np.inf,)
    for _ in range(80):
        scale = np.sqrt(emphasis) / units / old_q
        scaled = (columns * scale[:, None]).astype(float)
        factors, *_ = np.linalg.lstsq(scaled, (goal * scale).astype(float), rcond=None)
        factors = [1.0] * first + list(factors)
        p, q = factors[: numerator_degree + 1], [1.0] + factors[numerator_degree + 1 :]
        old_q = np.polyval(q[::-1], z)
        error = np.abs(np.polyval(p[::-1], z) / old_q - ys) / units
        if error.max() < best[0]:
            best = error.max(), *([v / end ** (2 * k) for k, v in enumerate(part)] for part in (p, q))
        emphasis = emphasis * (error / error.max() + 0.02)
        emphasis /= emphasis.mean()
    return best


# end and degrees; P(0) = 1; the constants of the quotient
FORMS = {
    "tanh": [("float16", tanh_over_x, ulp(11), (4.53, 3, 3, True), cubic_reciprocal),
             ("bfloat16", tanh_over_x, ulp(8), (3.5, 2, 2, False), quartic_reciprocal)],
    "scaled_tanh": [("float16", tanh_over_x, ulp(11), (8.05, 4, 4, True), cubic_reciprocal),
                    ("bfloat16", tanh_over_x, ulp(8), (6.6, 3, 3, True), cubic_reciprocal)],
    "tanh_shrink": [("float16", rest, rest, (4.75, 2, 3, False), cubic_reciprocal),
                    ("bfloat16", rest, rest, (5.75, 2, 2, False), quartic_reciprocal)],
    "tanh_shrink_derivative": [
        ("float16", tanh_over_x, tanh_over_x, (8.0, 4, 4, False), cubic_reciprocal),
        ("bfloat16", tanh_over_x, tanh_over_x, (6.7, 3, 3, False), lambda: reciprocal("bfloat16"))],
}
if len(sys.argv) != 2 or sys.argv[1] not in FORMS:
    sys.exit("tanh_quotient.py " + "|".join(FORMS))
for storage_type, function, unit, shape, constants in FORMS[sys.argv[1]]:
    error, p, q = fit(function, unit, *shape)
    print(f"# {storage_type}: error {error:.1e}")
    print_coefficients(storage_type, p, q, constants())
