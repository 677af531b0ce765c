# SPDX-License-Identifier: Apache-2.0
"""Passes of PyTorch under the names of softknee's catalogue, with the same default parameters.

A gradient calls the operator that autograd would call: autograd itself would add the time of its bookkeeping.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F

aten = torch.ops.aten
Forward = Callable[[torch.Tensor], torch.Tensor]
Backward = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Function:
    forward: Forward
    backward: Backward  # of the saved tensor and dy
    saves_output: bool = False  # y, in place of x


FUNCTIONS = {
    "relu": Function(F.relu, lambda x, dy: aten.threshold_backward(dy, x, 0)),
    "leaky_relu": Function(
        lambda x: F.leaky_relu(x, 0.01), lambda x, dy: aten.leaky_relu_backward(dy, x, 0.01, False)
    ),
    "clip": Function(lambda x: F.hardtanh(x, -1, 1), lambda x, dy: aten.hardtanh_backward(dy, x, -1, 1)),
    "elu": Function(F.elu, lambda x, dy: aten.elu_backward(dy, 1, 1, 1, False, x)),
    "gelu": Function(F.gelu, lambda x, dy: aten.gelu_backward(dy, x)),
    "gelu_tanh": Function(
        lambda x: F.gelu(x, approximate="tanh"), lambda x, dy: aten.gelu_backward(dy, x, approximate="tanh")
    ),
    "silu": Function(F.silu, lambda x, dy: aten.silu_backward(dy, x)),
    "mish": Function(F.mish, lambda x, dy: aten.mish_backward(dy, x)),
    "softplus": Function(F.softplus, lambda x, dy: aten.softplus_backward(dy, x, 1, 20)),
    "hard_swish": Function(F.hardswish, lambda x, dy: aten.hardswish_backward(dy, x)),
    "hard_shrink": Function(
        lambda x: F.hardshrink(x, 0.5), lambda x, dy: aten.hardshrink_backward(dy, x, 0.5)
    ),
    "soft_shrink": Function(
        lambda x: F.softshrink(x, 0.5), lambda x, dy: aten.softshrink_backward(dy, x, 0.5)
    ),
    "sigmoid": Function(torch.sigmoid, lambda y, dy: aten.sigmoid_backward(dy, y), saves_output=True),
    "tanh": Function(torch.tanh, lambda y, dy: aten.tanh_backward(dy, y), saves_output=True),
}
