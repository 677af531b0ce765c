# SPDX-License-Identifier: Apache-2.0
"""Compares what a program computes with what `softknee apply` does, before anything is timed."""

import subprocess
import tempfile
from pathlib import Path

import numpy
import torch

from functions import FUNCTIONS
from programs import Program

COUNT = 4099
# Between another formula, which is off in the first digits, and another rounding.
TOLERANCE = {torch.float32: (1e-4, 1e-5), torch.float16: (4e-3, 1e-3), torch.bfloat16: (3e-2, 8e-3)}


def _write(file: Path, tensor: torch.Tensor) -> None:
    values = tensor.cpu()
    numpy.save(file, values.view(torch.uint16).numpy() if tensor.dtype == torch.bfloat16 else values.numpy())


def _read(file: Path, dtype: torch.dtype) -> torch.Tensor:
    values = torch.from_numpy(numpy.load(file))
    return values.view(torch.bfloat16) if dtype == torch.bfloat16 else values


def reference(
    tool: str, name: str, direction: str, x: torch.Tensor, dy: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The saved tensor of the pass and its result, as softknee has them."""
    words = ["--bfloat16"] if x.dtype == torch.bfloat16 else []
    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        files = {key: folder / f"{key}.npy" for key in ("x", "y", "dy", "dx")}
        _write(files["x"], x)
        _write(files["dy"], dy)
        subprocess.run([tool, "apply", name, files["x"], files["y"], *words], check=True)
        y = _read(files["y"], x.dtype)
        if direction == "forward":
            return x, y
        saved, kind = (files["y"], "output") if FUNCTIONS[name].saves_output else (files["x"], "input")
        backward = ["--backward", "--saved", kind, "--gradient", files["dy"]]
        subprocess.run([tool, "apply", name, saved, files["dx"], *backward, *words], check=True)
        return _read(saved, x.dtype).to(x.device), _read(files["dx"], x.dtype)


def check(tool: str, program: Program, what: str, name: str, direction: str, dtype: torch.dtype, device: str) -> None:
    """Raises ValueError, which names the pass, if a result is not what softknee computes."""
    generator = torch.Generator().manual_seed(1)
    x, dy = ((3 * torch.randn(COUNT, generator=generator)).to(dtype).to(device) for _ in range(2))
    saved, expected = reference(tool, name, direction, x, dy)
    got = program(saved, dy, torch.empty_like(x)).cpu()
    relative, absolute = TOLERANCE[dtype]
    try:
        torch.testing.assert_close(got, expected, rtol=relative, atol=absolute)
    except AssertionError as error:
        raise ValueError(f"{what}: {name} {direction} {dtype} is not what softknee computes: {error}") from error
