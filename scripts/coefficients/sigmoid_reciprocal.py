#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Constants of sigmoid_reciprocal: q0 = from_bits(magic - bits(d)), e = c1 - d q0, q = q0 (e e + c0), so that with u = d q0
1 - d q = 1 - u (c1^2 + c0) + 2 c1 u^2 - u^3: the best pair c1, c0 on the range of u by Remez, for the best magic.
The range is extended below so that 1 - d q is not positive at a power of two d: there a caller subtracts from 1 or 2 exactly."""
import math, struct

def single(v): return struct.unpack('f', struct.pack('f', v))[0]

def range_of_u(magic):
    seed = lambda d: struct.unpack('f', struct.pack('I', magic - struct.unpack('I', struct.pack('f', d))[0]))[0]
    u = [d * seed(d) for d in (1 + i / 4096 for i in range(4096))]
    return max(u) - (max(u) - min(u)) / 0.932, max(u)

def remez(lo, hi):
    grid = [lo + (hi - lo) * i / 800 for i in range(801)]
    points = [grid[0], grid[267], grid[800]]
    for _ in range(30):
        # 1 - u^3 - b u + c u^2 = sign E at three points, by elimination
        rows = [[u, -u * u, (-1) ** i, 1 - u ** 3] for i, u in enumerate(points)]
        for i in range(3):
            rows[i] = [v / rows[i][i] for v in rows[i]] if rows[i][i] else rows[i]
            for j in range(3):
                if j != i: rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i])]
        b, c, level = (row[3] for row in rows)
        error = [1 - u ** 3 - b * u + c * u * u for u in grid]
        extremes = [i for i in range(801) if (i in (0, 800) or (error[i] - error[i - 1]) * (error[i + 1] - error[i]) <= 0)]
        candidates = [t for t in ((x, y, z) for x in extremes for y in extremes for z in extremes if x < y < z)
                      if error[t[0]] * error[t[1]] < 0 and error[t[1]] * error[t[2]] < 0]
        if not candidates: break
        points = [grid[i] for i in max(candidates, key=lambda t: min(abs(error[i]) for i in t))]
    return max(map(abs, error)), c / 2, b - c * c / 4

bound, c1, c0, magic = min(remez(*range_of_u(magic)) + (magic,) for magic in range(0x7eefe000, 0x7ef50000, 0x1000))
print(f'float  magic {magic:#x} c1 {single(c1).hex()} c0 {single(c0).hex()} relative error 2^{math.log2(bound):.2f}')
seed = struct.unpack('f', struct.pack('I', magic - 0x3f800000))[0]
print('q(1) - 1 =', seed * ((single(c1) - seed) ** 2 + single(c0)) - 1)
print(f'double magic {((magic - (254 << 23)) << 29) + (2046 << 52):#x}')
