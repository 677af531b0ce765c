#!/usr/bin/env python3
"""Prints the coefficients of include/softknee/math/normal.hpp, lowest degree first.

In the variable t = (a - K) / (a + K), for a in [0, limit]:
  tail   P(t) = (a + K) e^(a^2/2) Phi(-a)
  slope  G(t) = (e^(a^2/2) Phi(-a) - a / sqrt(2 pi)) / (a0 - a), a0 the root of the numerator
Interpolation at Chebyshev nodes: within a factor of two of the minimax error, which is far below the rounding errors.
Needs: pip install mpmath
"""

import mpmath as mp

mp.mp.dps = 60
K = 3


def mills(a):
    return mp.exp(a * a / 2) * mp.erfc(a / mp.sqrt(2)) / 2


def slope_numerator(a):
    return mills(a) - a / mp.sqrt(2 * mp.pi)


ROOT = mp.findroot(slope_numerator, mp.mpf("0.7518"))


def tail(t):
    a = K * (1 + t) / (1 - t)
    return (a + K) * mills(a)


def slope(t):
    a = K * (1 + t) / (1 - t)
    if abs(a - ROOT) < mp.mpf(10) ** -25:
        return -mp.diff(slope_numerator, ROOT)
    return slope_numerator(a) / (ROOT - a)


def fit(function, degree, limit):
    low, high = mp.mpf(-1), mp.mpf(limit - K) / (limit + K)
    nodes = [mp.cos(mp.pi * (2 * i + 1) / (2 * degree + 2)) for i in range(degree + 1)]
    nodes = [(high + low) / 2 + (high - low) / 2 * u for u in nodes]
    matrix = mp.matrix([[t**j for j in range(degree + 1)] for t in nodes])
    return list(mp.lu_solve(matrix, mp.matrix([function(t) for t in nodes]))), low, high


def hexadecimal(value, bits):
    if bits == 53:
        return float(value).hex()
    with mp.workprec(24):
        return float(+value).hex().replace("0000000p", "p")


for name, function in (("tail", tail), ("slope", slope)):
    for label, bits, degree, limit in (("float", 24, 10, 15), ("double", 53, 24, 39)):
        coefficients, low, high = fit(function, degree, limit)
        rounded = [mp.mpf(float.fromhex(hexadecimal(c, bits))) for c in coefficients]
        worst = max(
            abs(mp.polyval(rounded[::-1], t) / function(t) - 1)
            for t in (low + (high - low) * i / 997 for i in range(998))
        )
        print(f"{name} {label}, relative error 2^{mp.nstr(mp.log(worst, 2), 4)}")
        print(",\n".join(hexadecimal(c, bits) for c in coefficients))
high = float(ROOT)
print("root", high.hex(), float(ROOT - high).hex())
