#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""softknee_calls_test.py LIBRARY: what the comparison with PyTorch calls, without PyTorch."""

import ctypes
import sys
import unittest

RUN = ctypes.CDLL(sys.argv.pop()).softknee_run
RUN.restype = ctypes.c_char_p
FORWARD, FROM_INPUT, FROM_OUTPUT = range(3)
FLOAT32, FLOAT64 = 2, 3


def run(name: str, direction: int, saved: list[float], dy: list[float] | None = None, dtype: int = FLOAT32):
    array = (ctypes.c_float if dtype == FLOAT32 else ctypes.c_double) * len(saved)
    result = array()
    gradient = array(*dy) if dy else None
    numbers = (ctypes.c_int(direction), ctypes.c_int(dtype), ctypes.c_int64(len(saved)))
    error = RUN(name.encode(), *numbers, array(*saved), gradient, result, 0, None)
    return list(result), error


class Calls(unittest.TestCase):
    def test_the_passes(self):
        self.assertEqual(run("relu", FORWARD, [-1, 2, 3]), ([0, 2, 3], None))
        self.assertEqual(run("leaky_relu(0.5)", FROM_INPUT, [-1, 2], [4, 4]), ([2, 4], None))
        self.assertEqual(run("tanh", FROM_OUTPUT, [0.5, 0], [4, 4], FLOAT64), ([3, 4], None))

    def test_a_refusal_is_told(self):
        _, error = run("relux", FORWARD, [1])
        self.assertIn(b"relux", error)


if __name__ == "__main__":
    unittest.main()
