#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the float polynomial (e^r - 1 - r) / r^2 of include/softknee/math/gate_slope_float.hpp, for r in
[-0.261, 0.435]: least squares with Lawson's weights, the error relative to e^r."""
import math
import numpy as np

terms = 5
r = 0.0869 + 0.348 * np.cos(np.pi * (np.arange(2001) + 0.5) / 2001)
exact = sum(r**i / math.factorial(i + 2) for i in range(20))
weight = r * r / np.exp(r)
powers = np.vander(r, terms, increasing=True)
lawson = np.ones(len(r))
for _ in range(300):
    scale = weight * np.sqrt(lawson)
    a = np.linalg.lstsq(powers * scale[:, None], exact * scale, rcond=None)[0]
    error = abs(powers @ a - exact) * weight
    lawson *= error / error.max() + 1e-3
    lawson /= lawson.max()
a = np.float32(a).astype(float)
print(", ".join(v.hex() for v in a), "error 2^%.1f" % math.log2((abs(powers @ a - exact) * weight).max()))
