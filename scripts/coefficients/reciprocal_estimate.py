#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the constants of reciprocal_estimate in include/softknee/math/quotient.hpp.

The seed q0 = from_bits(magic - bits(d)) has d q0 in [w - s, w + s]. q0 ((a - d q0)^2 + b) then has as its error the
monic cubic Chebyshev polynomial on that interval, at most s^3 / 4."""
import struct


def from_bits(b):
    return struct.unpack("f", struct.pack("I", b))[0]


def nearest(v):
    return struct.unpack("f", struct.pack("f", v))[0]


divisors = [(b, from_bits(b)) for b in range(0x3F800000, 0x40000000, 997)]


def span(magic):
    products = [from_bits(magic - b) * d for b, d in divisors]
    return (max(products) + min(products)) / 2, (max(products) - min(products)) / 2


low, high = 0x7EE00000, 0x7F000000
while high - low > 1:  # w^3 - 3/4 s^2 w = 1 makes the polynomial vanish at 1 / d
    middle = (low + high) // 2
    w, s = span(middle)
    low, high = (middle, high) if w**3 - 0.75 * s * s * w < 1 else (low, middle)
w, s = span(high)
a, b = nearest(1.5 * w), nearest(0.75 * (w * w - s * s))
error = 0
for bits, d in divisors:
    q = from_bits(high - bits)
    error = max(error, abs(d * q * ((a - d * q) ** 2 + b) - 1))
print(hex(high), a.hex(), b.hex(), "relative error", error, "seed", s / w)
