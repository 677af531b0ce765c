#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""exponential_forms.py FORM: coefficients of a form with a polynomial for e^r or expm1(r), |r| <= ln 2 / 2, for
softknee_narrow_forms FORM --start. The errors of the polynomials are printed; what else there is are constants."""
import sys

from mpmath import exp, expm1, findroot, mpf, sqrt

from pieces import LN2, cubic_reciprocal, nearest_float16, polynomial, print_coefficients

END = LN2 / 2 + mpf("0.001")
SELU_SCALE = mpf("1.0507009873554804934193349852946")
SELU_BELOW = SELU_SCALE * mpf("1.6732632423543772848170429916717")


def fit(name, degree, function, weight):
    coefficients, error = polynomial(function, -END, END, degree, weight)
    print(f"# {name} of degree {degree}: relative error {error:.1e}")
    return coefficients


def exponential(degree, factor=1):
    return [factor * c for c in fit("e^r", degree, exp, lambda r: exp(-r))]


def expm1_over_r(degree, factor=1):
    """The error counts in relation to e^r - 1 near 0, and to e^r elsewhere."""
    quotient = lambda r: expm1(r) / r
    return [factor * c for c in fit("expm1(r) / r", degree, quotient, lambda r: 1 / quotient(r))]


def expm1_rest(degree):
    """expm1(r) = r + r^2 p(r), relative error of expm1(r)"""
    return fit("(expm1(r) - r) / r^2", degree, lambda r: (expm1(r) - r) / r**2, lambda r: r**2 / abs(expm1(r)))


def print_mish_derivative():
    """float16: see mish_derivative_around_root; divided by sqrt(2), because f = (1 + e) / sqrt(2) takes the place of
    1 + e."""
    print_coefficients("bfloat16", exponential(4))
    w = lambda x: 4 * (x + 1) + exp(x) * (4 * x + 6 + exp(x) * (4 + exp(x)))
    origin = nearest_float16(findroot(w, mpf("-1.19")))
    e0, half = exp(origin), 1 / sqrt(mpf(2))
    # w = 4 d (1 + e) + z (e^2 + (4 + e0) e + c) + w(origin), and e = sqrt(2) f - 1
    c = 4 * origin + 6 + 4 * e0 + e0**2
    inner = [1 - (4 + e0) + c, (2 + e0) / half, 2]
    print_coefficients("float16", expm1_over_r(4, e0), e0, half, (1 + e0) * half, 2 * half, 2 * half * e0,
                       [v * half / 4 for v in [w(origin)] + inner], cubic_reciprocal())


def print_reciprocal_forms(bfloat16_degree):
    print_coefficients("bfloat16", exponential(bfloat16_degree), cubic_reciprocal())
    print_coefficients("float16", exponential(5), cubic_reciprocal())


def print_selu_derivative():
    print_coefficients("bfloat16", exponential(4), SELU_BELOW)
    print_coefficients("float16", exponential(5), SELU_BELOW)


def print_selu():
    print_coefficients("bfloat16", expm1_over_r(3), SELU_SCALE, SELU_BELOW)
    print_coefficients("float16", expm1_over_r(4), SELU_SCALE, SELU_BELOW)


def print_elu():
    print_coefficients("bfloat16", expm1_over_r(4))
    print_coefficients("float16", expm1_rest(4))


def print_elu_derivative():
    print_coefficients("bfloat16", exponential(5))
    print_coefficients("float16", expm1_rest(4))


def print_one_minus_exponential():
    print_coefficients("bfloat16", expm1_rest(3))
    print_coefficients("float16", expm1_rest(4))


def print_mish():
    print_coefficients("bfloat16", exponential(4))
    print_coefficients("float16", exponential(5, sqrt(mpf(2))), sqrt(mpf(2)))


FORMS = {
    "celu": print_elu,
    "celu_derivative": print_elu_derivative,
    "elu": print_elu,
    "elu_derivative": print_elu_derivative,
    "mish": print_mish,
    "mish_derivative": print_mish_derivative,
    "one_minus_exponential": print_one_minus_exponential,
    "scaled_tanh_derivative": lambda: print_reciprocal_forms(5),
    "selu": print_selu,
    "selu_derivative": print_selu_derivative,
    "tanh_derivative": lambda: print_reciprocal_forms(4),
}
if len(sys.argv) != 2 or sys.argv[1] not in FORMS:
    sys.exit("exponential_forms.py " + "|".join(FORMS))
FORMS[sys.argv[1]]()
