# SPDX-License-Identifier: Apache-2.0
# scaled_tanh, float16: x P(z) / Q(z) = tanh x up to 8.05, z = x^2, P and Q of degree 4, P(0) = Q(0) = 1; Lawson's iteration
# on the linearised relative error. Prints the coefficients and the largest error in units of 2^-11.
from mpmath import mp, mpf, matrix, lu_solve, tanh, cos, pi
mp.dps = 50
end, n = mpf('8.05'), 100
xs = [end * (1 - cos(pi * (i + mpf(1) / 2) / n)) / 2 + mpf('0.01') for i in range(n)]
goal = [mpf(1) if x < 4 else mpf('0.5') for x in xs]
weight = [mpf(1)] * n
q_old = [mpf(1)] * n
for iteration in range(40):
    A, b = matrix(8, 8), matrix(8, 1)
    for i, x in enumerate(xs):
        t, z = tanh(x), x * x
        row = [x * z**k / t for k in range(1, 5)] + [-z**k for k in range(1, 5)]
        rhs = 1 - x / t
        w = weight[i] * (goal[i] / q_old[i])**2
        for r in range(8):
            b[r] += w * row[r] * rhs
            for c in range(8): A[r, c] += w * row[r] * row[c]
    s = lu_solve(A, b)
    P = [mpf(1)] + [s[k] for k in range(4)]
    Q = [mpf(1)] + [s[4 + k] for k in range(4)]
    value = lambda c, z: sum(v * z**k for k, v in enumerate(c))
    q_old = [value(Q, x * x) for x in xs]
    errors = [abs(x * value(P, x * x) / q / tanh(x) - 1) * g for x, q, g in zip(xs, q_old, goal)]
    top = max(errors)
    weight = [w * (e / top + mpf('0.02')) for w, e in zip(weight, errors)]
    total = sum(weight); weight = [w * n / total for w in weight]
print(float(top * 2048))
import struct
f32 = lambda v: struct.unpack('f', struct.pack('f', float(v)))[0].hex()
print([f32(v) for v in P], [f32(v) for v in Q])
