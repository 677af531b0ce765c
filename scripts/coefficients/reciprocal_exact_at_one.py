#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the seed and the constants of reciprocal_exact_at_one: q = seed - bits(d), e = c1 - d q, q (e e + c2), exact at d = 1."""

import struct


def bits(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def number(b):
    return struct.unpack("<f", struct.pack("<I", b))[0]


DIVISORS = [1 + i / 256 for i in range(256)]
best = (1,)
for step in range(0, 130):
    magic = 0x7EF311C7 + step * 0x800
    guesses = [d * number(magic - bits(d)) for d in DIVISORS]
    first = guesses[0]
    for j in range(0, 60):
        c1 = 1.5 + j * 5e-5
        c2 = 1 / first - (c1 - first) ** 2  # exact at d = 1
        worst = max(abs(1 - g * ((c1 - g) ** 2 + c2)) for g in guesses)
        if worst < best[0]:
            best = (worst, magic, c1, c2)
worst, magic, c1, c2 = best
c1 = number(bits(c1))
first = number(magic - bits(1.0))
for shift in range(-4000, 4000):
    c = number(bits(c2) + shift)
    e = number(bits(c1 - first))
    if number(bits(e * e + c)) * first != 0 and number(bits(first * number(bits(e * e + c)))) == 1.0:
        print("error %.3g, seed %#x, c1 %s, c2 %s" % (worst, magic, c1.hex(), c.hex()))
        break
