# SPDX-License-Identifier: Apache-2.0
"""How many instructions per element a contiguous kernel may take on sm_90.

While an H200 moves a byte at the 4.8 TB/s of its datasheet, its 132 multiprocessors of 128 lanes, at 1.98 GHz, execute
7.0 instructions: 28 for an element of a 16-bit forward pass, 42 for one of a 16-bit gradient, 56 and 84 in float32. The
budget is set by hand below that, for what clock and schedulers lose and for shorter code where that is known to be
possible; that of piecewise-linear functions is an aim, far below what the memory leaves.
"""

from kernel_name import KernelName

PIECEWISE_LINEAR = {
    "identity", "relu", "leaky_relu", "clip", "threshold", "hard_sigmoid", "hard_shrink", "soft_shrink", "shrink",
}  # fmt: skip
FORWARD = {"float16": 26, "bfloat16": 24, "float32": 47}
GRADIENT = {"float16": 39, "bfloat16": 39, "float32": 70}
# Of forward passes: an error function, and a logarithm inside a hyperbolic tangent.
DEARER = {
    ("gelu", "float16"): 28,
    ("gelu", "bfloat16"): 26,
    ("mish", "float16"): 28,
    ("mish", "bfloat16"): 26,
    ("mish", "float32"): 52,
}


def budget(name: KernelName) -> int | None:
    """None for float64, which is for checking."""
    if name.direction != "forward":
        return GRADIENT.get(name.dtype)
    if name.activation in PIECEWISE_LINEAR and name.dtype in FORWARD:
        return 6
    return DEARER.get((name.activation, name.dtype), FORWARD.get(name.dtype))
