#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the constants of include/softknee/math/gate_slope_float.hpp, except the exponential's: what the short log 2
adds to t, the cubic of gelu_tanh, and the polynomials of e (p - 1 - e) / (1 + e)^2, e = e^-t, around its root."""
import struct
from mpmath import mp, mpf, sqrt, pi, exp, findroot, log, cos, matrix, lu_solve, nint

mp.prec = 200
c = 2 * sqrt(2 / pi)
d = c * mpf("0.044715")
rate = mpf("1.702")


def single(v):
    return mpf(struct.unpack("f", struct.pack("f", float(v)))[0])


def slope(t, p):
    e = exp(-t)
    return e * (p - 1 - e) / (1 + e) ** 2


def fit(name, f, root, reach, terms):
    x = single(root)
    offset = f(x)
    g = lambda z: (f(x + z) - offset) / z
    nodes = [reach * cos(pi * (2 * i + 1) / (2 * terms)) + mpf(2) ** -60 for i in range(terms)]
    power = matrix(terms, terms)
    for i, z in enumerate(nodes):
        for j in range(terms):
            power[i, j] = z**j
    a = lu_solve(power, matrix([g(z) for z in nodes]))
    points = [reach * (mpf(i) / 50 + mpf(2) ** -40) for i in range(-50, 51)]
    error = max(abs(sum(a[j] * z**j for j in range(terms)) / g(z) - 1) for z in points)
    print(name, "at", float(x).hex(), "offset", float(offset).hex(), "error 2^%.1f" % log(error, 2))
    print("   ", ", ".join(float(v).hex() for v in a))


short = mpf(float.fromhex("0x1.62e43p-1"))
excess = (short - log(2)) / short
print("log 2: t * (1 + %s)" % float(excess).hex())
leading = nint(c * 2**19) / 2**19
print("cubic:", *(float(v).hex() for v in (leading, c * (1 + excess) - leading, single(d), d * (1 + excess) - single(d))))
print("1.702:", float(single(rate)).hex(), float(single(rate * (1 + excess) - single(rate))).hex())
t0 = findroot(lambda t: 1 + exp(-t) - t, mpf("1.278"))
x0 = findroot(lambda y: 1 + exp(-c * y - d * y**3) - c * y - 3 * d * y**3, mpf("0.7524615"))
print("root of t:", *(float(v).hex() for v in (single(t0), single(t0 - single(t0)), t0 - single(t0) - single(t0 - single(t0)))))
fit("gelu_tanh", lambda a: slope(c * a + d * a**3, c * a + 3 * d * a**3), x0, mpf("0.14"), 6)
fit("product", lambda t: slope(t, t), t0, mpf(5) / 32, 5)
fit("quick_gelu", lambda a: slope(rate * a, rate * a), t0 / rate, 5 / (32 * rate), 5)
