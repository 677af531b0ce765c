#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the float32 rational functions of include/softknee/math/normal_rational.hpp, numerators and denominators from degree 0.

They divide by the Mills ratio m(a) = e^(a^2/2) Phi(-a) and by the slope s(a) = (m(a) - a / sqrt(2 pi)) / (root - a):
  ratio   1 / (2 m(a)) = 1 + 35/32 a + a n(a) / d(a)
  slope   1 / (2 s(a)) = 9/8 + n(a) / d(a)
"""

import mpmath as mp

mp.mp.prec = 240
# The reduction of e^(-a^2/2) takes this for log 2, which multiplies the result by e^(DRIFT a^2): undone here.
LN2 = mp.mpf(float.fromhex("0x1.62e43p-1"))
DRIFT = (LN2 - mp.log(2)) / mp.log(2) / 2


def mills(a):
    return mp.exp(a * a / 2 - DRIFT * a * a) * mp.erfc(a / mp.sqrt(2)) / 2


def slope_numerator(a):
    return mills(a) - a * mp.exp(-DRIFT * a * a) / mp.sqrt(2 * mp.pi)


ROOT = mp.findroot(slope_numerator, mp.mpf("0.7518"))


def slope(a):
    if abs(a - ROOT) < mp.mpf(10) ** -25:
        return -mp.diff(slope_numerator, ROOT)
    return slope_numerator(a) / (ROOT - a)


def hexadecimal(c):
    with mp.workprec(24):
        c = +c
    mantissa, exponent = float(c).hex().split("p")
    return mantissa.rstrip("0").rstrip(".") + "p" + exponent + "f"


def rational(name, target, weight, numerator, denominator, last):
    """max |n/d - target| weight on [0, last] made small by Lawson's weights on Sanathanan and Koerner's linearisation."""
    count = 100
    xs = [last * ((1 - mp.cos(mp.pi * (i + 0.5) / count)) / 2) ** 1.5 for i in range(count)]
    ys, ws = [target(x) for x in xs], [weight(x) for x in xs]
    size = numerator + 1 + denominator
    scale, lawson = [mp.mpf(1)] * count, [mp.mpf(1)] * count
    best = None
    for _ in range(30):
        gram, right = mp.matrix(size, size), mp.matrix(size, 1)
        for x, y, w, s, u in zip(xs, ys, ws, scale, lawson):
            factor = (w / s) ** 2 * u
            row = [x**i for i in range(numerator + 1)] + [-y * x**i for i in range(1, denominator + 1)]
            for i in range(size):
                right[i] += factor * row[i] * y
                for j in range(size):
                    gram[i, j] += factor * row[i] * row[j]
        c = mp.lu_solve(gram, right)
        n, d = list(c[: numerator + 1]), [mp.mpf(1)] + list(c[numerator + 1 :])
        scale = [mp.polyval(d[::-1], x) for x in xs]
        errors = [abs(mp.polyval(n[::-1], x) / s - y) * w for x, y, w, s in zip(xs, ys, ws, scale)]
        top = max(errors)
        if best is None or top < best[0]:
            best = (top, n, d)
        lawson = [u * (e / top + mp.mpf("1e-2")) for u, e in zip(lawson, errors)]
        big = max(lawson)
        lawson = [u / big for u in lawson]
    top, n, d = best
    print("%s: relative error 2^%.2f" % (name, mp.log(top, 2)))
    print(", ".join(map(hexadecimal, n)))
    print(", ".join(map(hexadecimal, d)), flush=True)


BASE = mp.mpf(35) / 32
rational("ratio", lambda a: (1 / (2 * mills(a)) - 1) / a - BASE, lambda a: 2 * a * mills(a), 4, 4, mp.mpf("14.4"))
rational("slope", lambda a: 1 / (2 * slope(a)) - mp.mpf(9) / 8, lambda a: 2 * slope(a), 4, 5, mp.mpf("14.65"))
high = float.fromhex(hexadecimal(ROOT)[:-1])
print("root", high.hex(), hexadecimal(ROOT - high))
