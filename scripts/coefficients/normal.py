#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the coefficients of include/softknee/math/normal_tail.hpp.

In the variable t = (a - 3) / (a + 3), for a in [0, 39]:
  tail   P(t) = (a + 3) e^(a^2/2) Phi(-a)
  slope  G(t) = (e^(a^2/2) Phi(-a) - a / sqrt(2 pi)) / (a0 - a), a0 the root of the numerator
"""

import mpmath as mp
from chebyshev import fit

K = 3


def mills(a):
    return mp.exp(a * a / 2) * mp.erfc(a / mp.sqrt(2)) / 2


def slope_numerator(a):
    return mills(a) - a / mp.sqrt(2 * mp.pi)


ROOT = mp.findroot(slope_numerator, mp.mpf("0.7518"))


def argument(t):
    return K * (1 + t) / (1 - t)


def tail(t):
    return (argument(t) + K) * mills(argument(t))


def slope(t):
    a = argument(t)
    if abs(a - ROOT) < mp.mpf(10) ** -25:
        return -mp.diff(slope_numerator, ROOT)
    return slope_numerator(a) / (ROOT - a)


LIMIT = 39
LAST = mp.mpf(LIMIT - K) / (LIMIT + K)

for name, function in (("tail", tail), ("slope", slope)):
    fit(name, function, -1, LAST, 24)
high = float(ROOT)
print("root", high.hex(), float(ROOT - high).hex())
