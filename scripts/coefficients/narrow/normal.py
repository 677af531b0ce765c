#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""normal.py normal_gate|normal_gate_derivative: coefficients for softknee_narrow_forms FORM --start; of the derivative
also the two floats of distance_from_root.

Errors are in ULP of the result, and for the derivative in units of what keeps every product with a dy within 0.501 ULP;
the rounding of the coefficients comes on top of them."""
import struct
import sys

from mpmath import erfc, exp, findroot, mp, mpf, ncdf, pi, sqrt

from pieces import LN2, as_float, polynomial, print_coefficients

tail = lambda a: erfc(a / sqrt(mpf(2))) / 2 - a * exp(-a * a / 2) / sqrt(2 * pi)
ROOT = findroot(tail, 0.75)
quotient = lambda a: tail(a) / (ROOT - a)


def distance_from_root():
    """(slope, constant) with constant - slope a nearest to slope (root - a)."""
    rounded = lambda v: mpf(struct.unpack("f", struct.pack("f", float(v)))[0])
    candidates = ((slope, rounded(ROOT * slope)) for slope in (1 + mpf(i) / 2**23 for i in range(1, 4096)))
    return min(candidates, key=lambda pair: abs(pair[1] / pair[0] - ROOT))


def allowed(storage_type, a):
    """The relative error of the tail."""
    size = abs(tail(a))
    if storage_type == "float16":
        return mpf("4.28e-7") * max(size, mpf(2) ** -30) / size
    return mpf("3.8e-6") + (mpf(2) ** -150 / size if size < mpf(2) ** -126 else 0)


def end(smallest):
    return findroot(lambda a: mp.log(-tail(a) / smallest), 10)


def print_derivative():
    slope, constant = distance_from_root()
    error = float(mp.log(abs(constant / slope - ROOT), 2))
    print(f"# {as_float(constant)} - {as_float(slope)} a: root within 2^{error:.1f}")

    root = lambda a: quotient(a) ** (mpf(1) / 32)
    coefficients, error = polynomial(root, 0, end(mpf(2) ** -150), 13,
                                     lambda a: 32 / allowed("bfloat16", a) / root(a), mpf("9.5"))
    print(f"# 32nd root: {error:.3f}")
    print_coefficients("bfloat16", coefficients)

    ratio = lambda a: quotient(a) * exp(a * a / 2) / slope
    weight = lambda a: 1 / allowed("float16", a) / ratio(a)
    coefficients, error = polynomial(ratio, 0, end(mpf(2) ** -42), 13, weight, 3)
    print(f"# ratio: {error:.3f}")
    powers, error = polynomial(lambda r: exp(-r / 2), -LN2 - 0.001, LN2 + 0.001, 5, lambda r: exp(r / 2))
    print(f"# exponential: relative error {error:.1e}")
    print_coefficients("float16", coefficients, powers)


def print_gate():
    """A root of the tail Phi(-a) of the normal distribution, in powers of a - centre."""
    for storage_type, power, degree, centre, limit, precision, smallest in (
            ("float16", 4, 11, "2.875", "6.2", 11, -14), ("bfloat16", 32, 10, "7", "13.75", 8, -126)):
        root = lambda a: ncdf(-a) ** (mpf(1) / power)

        def weight(a):
            result = a * ncdf(-a)
            unit = max(result, mpf(2) ** smallest) / mpf(2) ** (precision - 1)
            return power * result / root(a) / unit

        coefficients, error = polynomial(root, 0, limit, degree, weight, mpf(centre))
        print(f"# {storage_type}: {error:.4f}")
        print_coefficients(storage_type, coefficients)


FORMS = {"normal_gate": print_gate, "normal_gate_derivative": print_derivative}
if len(sys.argv) != 2 or sys.argv[1] not in FORMS:
    sys.exit("normal.py " + "|".join(FORMS))
FORMS[sys.argv[1]]()
