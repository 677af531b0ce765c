#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""softplus.py softplus|log_sigmoid: coefficients for softknee_narrow_forms FORM --start; the errors are relative.

softplus in bfloat16 has log1p(e) / e interpolated, because the minimax polynomial on [0, 1] cannot round x = 0.00042
and x = -0.015 (e = 0.9996 and 0.985) both correctly: its error rises by 15 float32 units from one to the other, where 7
are allowed. Nodes close to 1 make the error flat there."""
import sys

from mpmath import log1p, lu_solve, matrix, mpf

from pieces import exponential, polynomial, print_coefficients

NODES = [mpf(node) for node in ("0.0125", "0.11", "0.30", "0.54", "0.78", "0.95", "0.996")]
quotient = lambda e: log1p(e) / e if e else mpf(1)


def power_of_four(degree):
    """4^r, |r| <= 1/4 with some room"""
    coefficients, error = polynomial(lambda r: mpf(4) ** r, -0.2503, 0.2503, degree, lambda r: mpf(4) ** -r)
    print(f"# 4^r of degree {degree}: {error:.1e}")
    return coefficients


def logarithm(degree):
    coefficients, error = polynomial(quotient, 0, 1, degree, lambda e: 1 / quotient(e))
    print(f"# log1p(e) / e of degree {degree}: {error:.1e}")
    return coefficients


def print_softplus():
    powers = matrix([[node**k for k in range(len(NODES))] for node in NODES])
    interpolated = lu_solve(powers, matrix([quotient(node) for node in NODES]))
    print_coefficients("bfloat16", power_of_four(5), list(interpolated))
    print_coefficients("float16", power_of_four(6), logarithm(8))


def print_log_sigmoid():
    """bfloat16: in powers of 2^16 e"""
    powers, error = exponential(4)
    print(f"# e^r of degree 4: {error:.1e}")
    print_coefficients("bfloat16", powers, [-c / 2 ** (16 * (k + 1)) for k, c in enumerate(logarithm(6))])
    powers, error = exponential(5)
    print(f"# e^r of degree 5: {error:.1e}")
    print_coefficients("float16", powers, [-c for c in logarithm(8)])


FORMS = {"softplus": print_softplus, "log_sigmoid": print_log_sigmoid}
if len(sys.argv) != 2 or sys.argv[1] not in FORMS:
    sys.exit("softplus.py " + "|".join(FORMS))
FORMS[sys.argv[1]]()
