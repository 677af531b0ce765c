#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times softknee, PyTorch eager, torch.compile and Triton in turns, and prints JSON for bench/report/device_speed.py.

Every program is checked against softknee before it is timed.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import torch

from check import check
from functions import FUNCTIONS
from programs import KINDS, Pass, find_program, softknee_program
from softknee_library import Softknee
from timing import Arm, measure

DTYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32}
COLD_CACHES = 3  # as bench/tensor_ring.hpp


def slots_for(device: str, bytes_per_call: int) -> int:
    if device == "cpu":
        return 1
    cache_bytes = torch.cuda.get_device_properties(0).L2_cache_size
    return max(1, -(-COLD_CACHES * cache_bytes // bytes_per_call))


def rows_of(arguments: argparse.Namespace, library: Softknee, which: Pass, dtype_name: str) -> Iterator[dict]:
    dtype, device, count = DTYPES[dtype_name], arguments.device, arguments.count
    slots = slots_for(device, 2 * count * dtype.itemsize)
    x, dy, out = (torch.randn(slots, count, device=device).to(dtype) for _ in range(3))
    saved = which.saved(x)
    ours = softknee_program(library, which)
    programs = {"softknee": ours}
    for kind in arguments.program:
        program = find_program(kind, which)
        if program is not None:
            check(program, ours, which, dtype, device)
            programs[KINDS[kind]] = program

    def arm(program) -> Arm:
        return Arm(lambda slot: program(saved[slot], dy[slot], out[slot]), slots, device)

    arms = {name: arm(program) for name, program in programs.items()}
    measure(list(arms.values()), arguments.seconds, device)
    for name, timed in arms.items():
        yield {
            "program": name,
            "activation": which.name,
            "direction": which.direction,
            "dtype": dtype_name,
            "count": count,
            "cache": "cold" if device == "cuda" else "hot",
            **timed.result(),
        }


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path, help="libsoftknee_calls.so, of a build with SOFTKNEE_BUILD_PEERS")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--activation", nargs="+", choices=FUNCTIONS, default=list(FUNCTIONS), metavar="NAME")
    parser.add_argument("--dtype", nargs="+", choices=DTYPES, default=list(DTYPES))
    parser.add_argument("--program", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--count", type=int, default=1 << 26, help="elements of a tensor")
    parser.add_argument("--seconds", type=float, default=0.1, help="time for a pass")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    library = Softknee(arguments.library)
    rows = []
    for dtype in arguments.dtype:
        for which in (Pass(name, forward) for name in arguments.activation for forward in (True, False)):
            text = f"{which.name} {which.direction} {dtype}"
            print(f"pytorch_speed: {text}", file=sys.stderr)
            try:
                rows += rows_of(arguments, library, which, dtype)
            except ValueError as error:
                sys.exit(f"pytorch_speed: {text}: {error}")
    print(json.dumps({"torch": torch.__version__, "device": arguments.device, "rows": rows}, indent=2))


if __name__ == "__main__":
    main()
