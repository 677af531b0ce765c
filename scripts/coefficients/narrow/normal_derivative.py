#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Coefficients of the derivative of gelu, for softknee_narrow_forms normal_gate_derivative --start, and the two floats
of distance_from_root. Errors are in units of what keeps every product with a dy within 0.501 ULP; the rounding of the
coefficients comes on top of them."""
import struct

from mpmath import erfc, exp, findroot, mp, mpf, pi, sqrt

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


slope, constant = distance_from_root()
print(f"# {as_float(constant)} - {as_float(slope)} a: root within 2^{float(mp.log(abs(constant / slope - ROOT), 2)):.1f}")

root = lambda a: quotient(a) ** (mpf(1) / 32)
coefficients, error = polynomial(root, 0, end(mpf(2) ** -150), 13,
                                 lambda a: 32 / allowed("bfloat16", a) / root(a), mpf("9.5"))
print(f"# 32nd root: {error:.3f}")
print_coefficients("bfloat16", coefficients)

ratio = lambda a: quotient(a) * exp(a * a / 2) / slope
coefficients, error = polynomial(ratio, 0, end(mpf(2) ** -42), 13, lambda a: 1 / allowed("float16", a) / ratio(a), 3)
print(f"# ratio: {error:.3f}")
powers, error = polynomial(lambda r: exp(-r / 2), -LN2 - 0.001, LN2 + 0.001, 5, lambda r: exp(r / 2))
print(f"# exponential: relative error {error:.1e}")
print_coefficients("float16", coefficients, powers)
