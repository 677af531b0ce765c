#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Constants of reciprocal_root_estimate (include/softknee/math/root.hpp); those of a reciprocal, to compare with
reciprocal_estimate.py, on the way.

reciprocal: q = q0 ((A - t)^2 + B), q0 = from_bits(M - bits(d)), t = d q0; root: r = r0 ((A - t)^2 + B),
r0 = from_bits(M - bits(v) / 2), t = v r0^2. With p = 1 or 1/2 the error is t^p (t^2 - 2 A t + A^2 + B) - 1: a linear
minimax problem on the range of t, by exchange, for the best M. Prints M (float, double), A, B and the relative error."""
import math
import numpy as np

def seed(M, v, root):
    bits = v.view(np.uint32)
    return (np.uint32(M) - (bits >> 1 if root else bits)).view(np.float32).astype(float)

def minimax(low, high, p):
    t = np.linspace(low, high, 3001)
    basis, target = np.stack([t ** p, t ** (p + 1)]), 1 - t ** (p + 2)
    points = [0, 1500, 3000]
    for _ in range(30):
        rows = np.column_stack([basis[:, points].T, [1, -1, 1]])
        b, c, level = np.linalg.solve(rows, target[points])
        error = b * basis[0] + c * basis[1] - target
        ends = [0] + [i for i in range(1, 3000) if (error[i] - error[i - 1]) * (error[i + 1] - error[i]) <= 0] + [3000]
        choices = [x for x in ((i, j, k) for i in ends for j in ends for k in ends if i < j < k)
                   if error[x[0]] * error[x[1]] < 0 and error[x[1]] * error[x[2]] < 0]
        if not choices: break
        points = list(max(choices, key=lambda x: min(abs(error[list(x)]))))
    return abs(error).max(), -c / 2, b - c * c / 4

for name, root, grid in (('reciprocal', False, range(0x7eefe000, 0x7ef50000, 0x1000)),
                         ('root', True, range(0x5eeb0000, 0x5f380000, 0x8000))):
    v = (1 + np.arange(0, (4 if root else 2) * 2048 - 2048) / 2048).astype(np.float32)
    best = None
    for M in grid:
        q = seed(M, v, root)
        t = v * q * q if root else v * q
        result = minimax(t.min(), t.max(), 0.5 if root else 1.0) + (M, t.min(), t.max())
        best = min(best, result) if best else result
    error, A, B, M, low, high = best
    offset, wide = ((381 << 22), 3069 << 51) if root else ((254 << 23), 2046 << 52)
    print(f'{name}: {M:#x}, {((M - offset) << 29) + wide:#x}, {float(np.float32(A)).hex()}, '
          f'{float(np.float32(B)).hex()}: relative error 2^{math.log2(error):.2f} for t in [{low:.4f}, {high:.4f}]')
