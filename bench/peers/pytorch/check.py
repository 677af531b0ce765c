# SPDX-License-Identifier: Apache-2.0
"""Compares what a program computes with what softknee does, before anything is timed."""

import torch

from programs import Pass, Program

COUNT = 4099
# Between another formula, which is off in the first digits, and another rounding.
TOLERANCE = {torch.float32: (1e-4, 1e-5), torch.float16: (4e-3, 1e-3), torch.bfloat16: (3e-2, 8e-3)}


def check(program: Program, ours: Program, which: Pass, dtype: torch.dtype, device: str) -> None:
    """Raises ValueError if a result is not what softknee computes."""
    generator = torch.Generator().manual_seed(1)
    x, dy = ((3 * torch.randn(COUNT, generator=generator)).to(dtype).to(device) for _ in range(2))
    saved = which.saved(x)
    expected = ours(saved, dy, torch.empty_like(x))
    relative, absolute = TOLERANCE[dtype]
    try:
        got = program(saved, dy, torch.empty_like(x))
        torch.testing.assert_close(got.cpu(), expected.cpu(), rtol=relative, atol=absolute)
    except AssertionError as error:
        raise ValueError(f"not what softknee computes: {error}") from error
