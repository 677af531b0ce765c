#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the root x0 of mish' in two doubles and e^x0, for include/softknee/math/mish.hpp. Needs mpmath."""
from mpmath import exp, findroot, mp, mpf

mp.prec = 250
root = findroot(lambda x: 4 * (x + 1) + 4 * exp(2 * x) + exp(3 * x) + exp(x) * (4 * x + 6), mpf("-1.19"))
print("x0", float(root).hex(), float(root - float(root)).hex())
print("e^x0", float(exp(root)).hex())
