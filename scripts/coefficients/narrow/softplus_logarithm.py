# SPDX-License-Identifier: Apache-2.0
# softplus, bfloat16: log1p(e) / e of degree 6, where softknee_narrow_forms --search begins. Interpolated, because the
# minimax polynomial on [0, 1] cannot round x = 0.00042 and x = -0.015 (e = 0.9996 and 0.985) both correctly: its error
# rises by 15 float32 units from one to the other, where 7 are allowed. Nodes close to 1 make the error flat there.
import struct

from mpmath import mp, mpf, matrix, lu_solve, log1p

mp.dps = 40
nodes = [mpf(node) for node in ('0.0125', '0.11', '0.30', '0.54', '0.78', '0.95', '0.996')]
powers, values = matrix(7, 7), matrix(7, 1)
for i, node in enumerate(nodes):
    values[i] = log1p(node) / node
    for j in range(7): powers[i, j] = node**j
f32 = lambda v: struct.unpack('f', struct.pack('f', float(v)))[0].hex()
print([f32(v) for v in lu_solve(powers, values)])
