#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the float coefficients of product_gate_root and cubic_gate_root: e0 (e^r - 1 - r) / r^2 on
[-ln(2)/2, ln(2)/2], from a Remez start rounded to float and then moved, a unit at a time, while the largest
error relative to e0 e^r falls. (fpminimax knows no weight, and left 2^-25.4.)"""
import math, random, struct
from fractions import Fraction
random.seed(1)
single = lambda v: struct.unpack('f', struct.pack('f', v))[0]
def moved(v, n): return struct.unpack('f', struct.pack('i', struct.unpack('i', struct.pack('f', v))[0] + n))[0]
for name, t0, c in (('product', '0x1.474973c84120bp0', '0x1.1d25ccp-3 0x1.7c318ep-5 0x1.7c3670p-7 0x1.31731ep-9 0x1.935f80p-12'),
                    ('cubic', '0x1.3b2cf738f9ffep0', '0x1.2af64e0000000p-3 0x1.8e9cfa0000000p-5 0x1.8e9fce0000000p-7 0x1.402b4e0000000p-9 0x1.a86cc40000000p-12')):
    t0 = float.fromhex(t0); e0 = math.exp(-t0); c = [float.fromhex(v) for v in c.split()]
    grid = [-.3467 + .6934 * (0.5 - 0.5 * math.cos(math.pi * i / 60)) for i in range(61)]
    series = lambda r: e0 * sum(r ** i / math.factorial(i + 2) for i in range(20))
    target = [(r, series(r), r * r / math.exp(r) / e0) for r in grid]
    def worst(c): return max(abs(f - ((((c[4] * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0])) * w for r, f, w in target)
    best = worst(c)
    for _ in range(40000):
        size = (1, 3, 30, 300, 3000)
        d = [moved(v, random.randint(-s, s)) if random.random() < .5 else v for v, s in zip(c, size)]
        e = worst(d)
        if e < best: best, c = e, d
    print(name, ', '.join(float(v).hex().replace('00000p', 'p').replace('0000p','p') + 'f' for v in c), '2^%.2f' % math.log2(best))
