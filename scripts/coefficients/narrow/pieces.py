# SPDX-License-Identifier: Apache-2.0
"""What the fits of the 16-bit forms have in common. They print lines for softknee_narrow_forms --start."""
import struct

import numpy as np
from mpmath import chebyt, mp, mpf

mp.dps = 40
LN2 = mp.log(2)


def as_float(value):
    """In hexadecimal, without trailing zeros."""
    digits, exponent = struct.unpack("f", struct.pack("f", float(value)))[0].hex().split("p")
    return digits.rstrip("0").rstrip(".") + "p" + exponent


def nearest_float16(value):
    return mpf(struct.unpack("e", struct.pack("e", float(value)))[0])


def print_coefficients(storage_type, *groups):
    values = [value for group in groups for value in (group if isinstance(group, (list, tuple)) else [group])]
    print(storage_type, *(as_float(value) for value in values))


def points(low, high, count):
    """Chebyshev's, which a fit needs to be close at the ends."""
    middle, half = (mpf(low) + high) / 2, (mpf(high) - low) / 2
    return [middle + half * mp.cos(mp.pi * (k + mpf(1) / 2) / count) for k in range(count)]


def minimax(columns, values, weights, iterations=60):
    """Factors of the columns with the smallest largest weighted error, by Lawson's iteration; and that error."""
    matrix = np.array([[float(v) for v in column] for column in columns]).T
    goal, weight = np.array([float(v) for v in values]), np.array([float(w) for w in weights])
    emphasis = np.ones(len(goal))
    best_error, best = np.inf, None
    for _ in range(iterations):
        scale = np.sqrt(emphasis) * weight
        factors, *_ = np.linalg.lstsq(matrix * scale[:, None], goal * scale, rcond=None)
        error = np.abs(matrix @ factors - goal) * weight
        if error.max() < best_error:
            best_error, best = error.max(), factors
        emphasis = emphasis * (error / error.max() + 0.01)
        emphasis /= emphasis.sum()
    return best, best_error


def polynomial(function, low, high, degree, weight, centre=0, count=1000):
    """Coefficients of the powers of a - centre, and the largest weighted error. Fitted in Chebyshev's polynomials,
    because powers would not leave enough digits of a double."""
    low, high = mpf(low), mpf(high)
    xs = points(low, high, count)
    ys = [(2 * x - low - high) / (high - low) for x in xs]
    columns = [[mp.cos(k * mp.acos(y)) for y in ys] for k in range(degree + 1)]
    factors, error = minimax(columns, [function(x) for x in xs], [weight(x) for x in xs])
    # of p(centre + z), exactly: interpolated in z, with 40 digits
    nodes = points(low - centre, high - centre, degree + 1)
    to_unit = lambda z: (2 * (z + centre) - low - high) / (high - low)
    sums = mp.matrix([mp.fsum(mpf(f) * chebyt(k, to_unit(z)) for k, f in enumerate(factors)) for z in nodes])
    powers = mp.matrix(degree + 1, degree + 1)
    for i, z in enumerate(nodes):
        for j in range(degree + 1):
            powers[i, j] = z**j
    return list(mp.lu_solve(powers, sums)), error


def exponential(degree, factor=1):
    """e^r for |r| <= ln 2 / 2 (and the room of a reduction), relative."""
    coefficients, error = polynomial(mp.exp, -LN2 / 2 - 0.001, LN2 / 2 + 0.001, degree, lambda r: mp.exp(-r))
    return [factor * c for c in coefficients], error


def exponential_ratio(rate, degree):
    """(inner, even, odd) or (even, odd) of e^(rate r) = (g(r) + odd r) / (g(r) - odd r); relative error.
    g(r) = odd r coth(rate r / 2) for the exact one; an error of g counts times 2 odd r / (g^2 - odd^2 r^2)."""
    rs = points(mpf(10) ** -6, LN2 / 2 / rate * mpf("1.002"), 400)
    exact = [r * mp.coth(rate * r / 2) for r in rs]
    odd = 6 / mpf(rate) if degree == 2 else 360 / mpf(rate) ** 3
    weights = [2 * r / (h * h - r * r) / odd for r, h in zip(rs, exact)]
    ones = [mpf(1)] * len(rs)
    if degree == 2:  # r^2 = odd h - even
        (odd, minus_even), error = minimax([exact, ones], [r**2 for r in rs], weights)
        return (-minus_even, odd), error
    # r^4 = even - inner^2 - 2 inner r^2 - odd h
    columns = [ones, [-2 * r**2 for r in rs], [-h for h in exact]]
    (rest, inner, odd), error = minimax(columns, [r**4 for r in rs], weights)
    return (inner, rest + inner**2, odd), error


def seed_span(magic):
    """Of d q, q = from_bits(magic - bits(d))."""
    from_bits = lambda b: struct.unpack("f", struct.pack("I", b))[0]
    products = [from_bits(magic - b) * from_bits(b) for b in range(0x3F800000, 0x40000000, 4993)]
    return (max(products) + min(products)) / 2, (max(products) - min(products)) / 2


def find_seed(is_small):
    low, high = 0x7EE00000, 0x7F000000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_small(*seed_span(middle)) else (low, middle)
    return struct.unpack("f", struct.pack("I", high))[0], *seed_span(high)


def reciprocal(storage_type):
    """(guess, first, second) of `reciprocal`. With d q in [w - s, w + s] and first = 2 w, one step leaves
    [w^2 - s^2, w^2]; its middle is 1, or for a second step of the same kind so that the errors of that are alike."""
    middle = lambda s: 1 + s**4 / 16 if storage_type == "bfloat16" else 1
    guess, w, s = find_seed(lambda w, s: w * w - s * s / 2 < middle(s))
    return guess, 2 * w, 2 * middle(s) if storage_type == "bfloat16" else 1


def cubic_reciprocal():
    """(seed, one, square) of `quotient` and `reciprocal_from_seed`, as in ../reciprocal_estimate.py."""
    seed, w, s = find_seed(lambda w, s: w**3 - 0.75 * s * s * w < 1)
    return seed, 1.5 * w, 0.75 * (w * w - s * s)


def quartic_reciprocal():
    """(seed, one, square) of `short_quotient`: (1 + e) (1 + e^2) is 1 / (1 - e) but for e^4."""
    return find_seed(lambda w, s: w < 1)[0], 1, 1
