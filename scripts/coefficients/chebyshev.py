# SPDX-License-Identifier: Apache-2.0
"""Polynomials by interpolation at Chebyshev nodes, rounded to double, with their error.

Within a factor of two of the minimax error, which is far below the rounding errors of evaluating them.
Needs: pip install mpmath
"""

import mpmath as mp

mp.mp.dps = 60


def hexadecimal(value):
    """The value rounded to double, as a C++ literal."""
    digits, exponent = float(value).hex().split("p")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{digits}p{exponent}"


def fit(name, function, low, high, degree):
    """Prints coefficients, lowest degree first, for the domain from low to high."""
    a, b = mp.mpf(low), mp.mpf(high)
    nodes = [mp.cos(mp.pi * (2 * i + 1) / (2 * degree + 2)) for i in range(degree + 1)]
    nodes = [(a + b) / 2 + (b - a) / 2 * u for u in nodes]
    matrix = mp.matrix([[x**j for j in range(degree + 1)] for x in nodes])
    literals = [hexadecimal(c) for c in mp.lu_solve(matrix, mp.matrix([function(x) for x in nodes]))]
    rounded = [mp.mpf(float.fromhex(text)) for text in literals]
    points = (a + (b - a) * mp.mpf(i) / 997 for i in range(998))
    worst = max(abs(mp.polyval(rounded[::-1], x) / function(x) - 1) for x in points)
    print(f"{name}, relative error 2^{mp.nstr(mp.log(worst, 2), 4)}")
    print(", ".join(literals))
