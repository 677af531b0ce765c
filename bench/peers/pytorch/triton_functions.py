# SPDX-License-Identifier: Apache-2.0
"""Passes as one would write them in Triton, under the names of softknee's catalogue."""

import torch
import triton
import triton.language as tl

BLOCK = 1024


@triton.jit
def _sigmoid(x):
    return 1 / (1 + tl.exp(-x))


@triton.jit
def _forward(x_pointer, y_pointer, count, NAME: tl.constexpr, BLOCK: tl.constexpr):
    index = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    inside = index < count
    x = tl.load(x_pointer + index, mask=inside).to(tl.float32)
    if NAME == "relu":
        y = tl.maximum(x, 0.0)
    elif NAME == "silu":
        y = x * _sigmoid(x)
    else:
        y = 0.5 * x * (1 + tl.erf(x * 0.7071067811865476))
    tl.store(y_pointer + index, y.to(y_pointer.dtype.element_ty), mask=inside)


@triton.jit
def _backward(x_pointer, dy_pointer, dx_pointer, count, NAME: tl.constexpr, BLOCK: tl.constexpr):
    index = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    inside = index < count
    x = tl.load(x_pointer + index, mask=inside).to(tl.float32)
    dy = tl.load(dy_pointer + index, mask=inside).to(tl.float32)
    if NAME == "relu":
        dx = tl.where(x > 0, dy, 0.0)
    elif NAME == "silu":
        s = _sigmoid(x)
        dx = dy * s * (1 + x * (1 - s))
    else:
        density = 0.3989422804014327 * tl.exp(-0.5 * x * x)
        dx = dy * (0.5 * (1 + tl.erf(x * 0.7071067811865476)) + x * density)
    tl.store(dx_pointer + index, dx.to(dx_pointer.dtype.element_ty), mask=inside)


NAMES = ("relu", "silu", "gelu")


def forward(name: str, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
    _forward[(triton.cdiv(x.numel(), BLOCK),)](x, out, x.numel(), NAME=name, BLOCK=BLOCK)
    return out


def backward(name: str, x: torch.Tensor, dy: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
    _backward[(triton.cdiv(x.numel(), BLOCK),)](x, dy, out, x.numel(), NAME=name, BLOCK=BLOCK)
    return out
