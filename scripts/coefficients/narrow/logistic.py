#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""logistic.py FORM: coefficients of a form of the logistic family, for softknee_narrow_forms FORM --start.

All but the ratio for the exponential are constants. The ratio has a relative error of 4.4e-7 with an even part of
degree 2, of 3.2e-10 with degree 4."""
import sys

from mpmath import exp, findroot, mpf, pi, sqrt

from pieces import LN2, exponential_ratio, nearest_float16, print_coefficients, reciprocal


# gelu_tanh: x sigmoid(LINEAR x + CUBIC x^3)
LINEAR = 2 * sqrt(2 / pi)
CUBIC = LINEAR * mpf("0.044715")


def ratio(rate, degree):
    coefficients, error = exponential_ratio(rate, degree)
    print(f"# ratio of degree {degree}: relative error {error:.1e}")
    return coefficients


def print_quotient(reduction, rate, bfloat16_rate=None):
    """e / (1 + e) or a e / (1 + e)"""
    print_coefficients("bfloat16", reduction, ratio(bfloat16_rate or rate, 2), reciprocal("bfloat16"))
    inner, even, odd = ratio(rate, 4)
    print_coefficients("float16", reduction, inner, even, odd, odd, reciprocal("float16"), 1)


def print_gate(rate):
    print_quotient([rate / LN2, LN2 / rate], rate)


def print_gate_derivative(rate):
    """x sigmoid(rate x): float16 around the root of 1 + e - rate a, e = e^(-rate a), bfloat16 without."""
    reduction = [rate / LN2, LN2 / rate]
    inner, even, odd = ratio(rate, 4)
    factor = [] if rate == 1 else [rate]
    print_coefficients("bfloat16", reduction, inner, even, odd, odd, reciprocal("bfloat16"), factor, 1)
    origin = nearest_float16(findroot(lambda a: 1 + exp(-rate * a) - rate * a, 1.28 / rate))
    at_origin = exp(-rate * origin)
    print_coefficients("float16", origin, (1 + at_origin - rate * origin) / rate, reduction, inner, even, odd,
                       reciprocal("float16"), -at_origin * rate, -1 / rate, 1 / rate**2, at_origin / rate,
                       -2 * odd * at_origin / rate, 1)


def print_gelu_tanh_derivative():
    """In base 2. The argument is t(a) = a (LINEAR + CUBIC a^2), and p = a t'(a)."""
    inner, even, odd = ratio(LN2, 4)
    print_coefficients("bfloat16", LINEAR / LN2, CUBIC / LN2, inner, even, odd, odd, reciprocal("bfloat16"), LINEAR,
                       3 * CUBIC, 1)
    t = lambda a: a * (LINEAR + CUBIC * a * a)
    rest = lambda a: 1 + exp(-t(a)) - a * (LINEAR + 3 * CUBIC * a * a)
    origin = nearest_float16(findroot(rest, 0.75))
    at_origin = exp(-t(origin))
    # t(a) - t(origin) = (a - origin) (LINEAR + CUBIC (a^2 + a origin + origin^2))
    rate = [(LINEAR + CUBIC * origin**2) / LN2, CUBIC * origin / LN2, CUBIC / LN2]
    print_coefficients("float16", rate, 3 * LN2, -2 * LINEAR, -rest(origin), inner, even, odd, -at_origin, at_origin,
                       -2 * odd * at_origin, reciprocal("float16"), 1)


def print_swish_derivative():
    """Everything is a function of d = |beta x| - root, also in bfloat16."""
    at_root = exp(-findroot(lambda t: 1 + exp(-t) - t, 1.28))
    for storage_type, degree in ("bfloat16", 2), ("float16", 4):
        coefficients = ratio(1, degree)
        print_coefficients(storage_type, 1 / LN2, LN2, coefficients, reciprocal(storage_type), at_root,
                           -2 * coefficients[-1] * at_root, -at_root)


FORMS = {
    "sigmoid": lambda: print_gate(mpf(1)),
    "sigmoid_derivative": lambda: print_gate(mpf(1)),
    "silu": lambda: print_gate(mpf(1)),
    "silu_derivative": lambda: print_gate_derivative(mpf(1)),
    "quick_gelu": lambda: print_gate(mpf("1.702")),
    "quick_gelu_derivative": lambda: print_gate_derivative(mpf("1.702")),
    "gelu_tanh": lambda: print_quotient([LINEAR / LN2, CUBIC / LN2], LN2),
    "gelu_tanh_derivative": print_gelu_tanh_derivative,
    "swish": lambda: print_quotient([], LN2),
    "swish_derivative": print_swish_derivative,
    "sigmoid_of_product": lambda: print_quotient([], LN2, 2 * LN2),
}
if len(sys.argv) != 2 or sys.argv[1] not in FORMS:
    sys.exit("logistic.py " + "|".join(FORMS))
FORMS[sys.argv[1]]()
