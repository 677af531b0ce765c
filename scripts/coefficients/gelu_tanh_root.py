#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the constants of gelu_tanh_slope_double: its root x0, and the slope, its rest, half the curvature and the offset of
p - p0 and of t - t0 as functions of a - x0 rounded."""
from mpmath import mp, mpf, sqrt, pi, exp, findroot
mp.prec = 250
c = 2 * sqrt(2 / pi); d = c * mpf('0.044715')
x0 = findroot(lambda y: 1 + exp(-c * y - d * y**3) - c * y - 3 * d * y**3, mpf('0.7524615'))
rounded = lambda v: mpf(float(v))
x = rounded(x0)
print('x0', float(x).hex())
for what, weight in (('p', 3), ('t', 1)):
    slope = c + 3 * weight * d * x0**2
    print(what, *(float(v).hex() for v in (slope, slope - rounded(slope), 3 * weight * d * x0, (x - x0) * slope)))
