#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the constants of mish' in include/softknee/math/mish.hpp. Needs mpmath and numpy.

For float64: the root x0 of mish' in two doubles and e^x0. For float32: x0 as a float, mish' there, the polynomial
(mish'(x) - mish'(x0)) / (x - x0) in powers of x - centre on [-1.81, 0.505], which minimises the largest relative error
of mish', and (e^r - 1 - r) / r^2, which minimises that of e^r. The fits are Lawson's, rounded a coefficient at a time.
`centre` is the multiple of 2^-9 near -0.8 where the constant term is closest to a float: it needs no low part."""
import math
import re

import numpy as np
from mpmath import exp, findroot, mp, mpf

mp.prec = 250


def single(value):
    return float(np.float32(float(value)))


def slope(x):
    e = exp(x)
    return e * (4 * (x + 1) + 4 * e * e + e**3 + e * (4 * x + 6)) / (e * e + 2 * e + 2) ** 2


def fit(t, target, weight, degree, constant=None):
    rounded = []
    rest, scale = target.copy(), weight.copy()
    for i in range(degree + 1):
        powers = np.vander(t, degree + 1 - i, increasing=True)
        importance = np.ones(len(t))
        for _ in range(200 if i == 0 else 50):
            root = np.sqrt(importance) * scale
            coefficients, *_ = np.linalg.lstsq(powers * root[:, None], rest * root, rcond=None)
            error = np.abs(powers @ coefficients - rest) * scale
            importance *= error / error.max() + 1e-9
            importance /= importance.sum()
        rounded.append(single(coefficients[0]) if i or constant is None else constant)
        rest = (rest - rounded[-1]) / t
        scale = scale * np.abs(t)
    worst = (np.abs(np.polyval(rounded[::-1], t) - target) * weight).max()
    return rounded, worst


def nodes(low, high, count):
    return (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (np.arange(count) + 0.5) / count)


def show(name, fitted):
    coefficients = ", ".join(re.sub("0+p", "p", c.hex()) + "f" for c in fitted[0])
    print(name, coefficients, "2^%.2f" % math.log2(fitted[1]))


root = findroot(lambda x: 4 * (x + 1) + 4 * exp(2 * x) + exp(3 * x) + exp(x) * (4 * x + 6), mpf("-1.19"))
print("x0", float(root).hex(), float(root - float(root)).hex())
print("e^x0", float(exp(root)).hex())

near = single(root)
at_near = single(slope(mpf(near)))
print("x0 as a float", near.hex(), "mish' there", at_near.hex())


def factor(x):
    return float((slope(mpf(x)) - at_near) / (mpf(x) - mpf(near)))


def distance_to_float(centre):
    return abs(single(factor(centre)) / factor(centre) - 1)


centre = min((j / 512 for j in range(-425, -394)), key=distance_to_float)
x = nodes(-1.81, 0.505, 300)
weight = np.abs(x - near) / np.abs(np.array([float(slope(mpf(float(v)))) for v in x]))
print("centre", centre)
show("factor", fit(x - centre, np.array([factor(float(v)) for v in x]), weight, 13, single(factor(centre))))

r = nodes(-0.34665, 0.34665, 200)
remainder = sum(r**i / math.factorial(i + 2) for i in range(20))
show("remainder", fit(r, remainder, r * r / np.exp(r), 4))
