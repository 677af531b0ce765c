# SPDX-License-Identifier: Apache-2.0
"""softknee on PyTorch's tensors, in this process: the library that softknee_calls.cpp is built into."""

import ctypes
from pathlib import Path

import torch

DIRECTIONS = ("forward", "backward_from_input", "backward_from_output")  # softknee::pass
DTYPES = (torch.float16, torch.bfloat16, torch.float32, torch.float64)  # softknee::all_dtypes


class Softknee:
    def __init__(self, file: Path):
        self._run = ctypes.CDLL(str(file)).softknee_run
        pointer = ctypes.c_void_p
        numbers = (ctypes.c_int, ctypes.c_int, ctypes.c_int64)
        self._run.argtypes = (ctypes.c_char_p, *numbers, pointer, pointer, pointer, ctypes.c_int, pointer)
        self._run.restype = ctypes.c_char_p

    def run(
        self, name: str, direction: str, saved: torch.Tensor, dy: torch.Tensor | None, out: torch.Tensor
    ) -> torch.Tensor:
        """Submits to the current stream of the tensors' device. Raises RuntimeError if the call is refused."""
        stream = torch.cuda.current_stream().cuda_stream if saved.is_cuda else None
        error = self._run(
            name.encode(),
            DIRECTIONS.index(direction),
            DTYPES.index(saved.dtype),
            saved.numel(),
            saved.data_ptr(),
            None if direction == "forward" else dy.data_ptr(),
            out.data_ptr(),
            saved.is_cuda,
            stream,
        )
        if error:
            raise RuntimeError(error.decode())
        return out
