#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times PyTorch eager, torch.compile and Triton, and prints JSON for bench/report/device_speed.py.

Every program is checked against softknee before it is timed. All are timed in turns with a copy of x, so that figures
of another process on the same machine can be compared as ratios to that.
"""

import argparse
import json
import sys
from collections.abc import Iterator

import torch

from check import check
from functions import FUNCTIONS
from programs import DIRECTIONS, KINDS, find_program
from timing import Arm, measure

DTYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32}
COLD_CACHES = 3  # as bench/tensor_ring.hpp


def slots_for(device: str, bytes_per_call: int) -> int:
    if device == "cpu":
        return 1
    cache_bytes = torch.cuda.get_device_properties(0).L2_cache_size
    return max(1, -(-COLD_CACHES * cache_bytes // bytes_per_call))


def direction_name(name: str, direction: str) -> str:
    if direction == "forward":
        return direction
    return "backward_from_output" if FUNCTIONS[name].saves_output else "backward_from_input"


def rows_of(arguments, name: str, direction: str, dtype_name: str) -> Iterator[dict]:
    dtype, device, count = DTYPES[dtype_name], arguments.device, arguments.count
    slots = slots_for(device, 2 * count * dtype.itemsize)
    x, dy, out = (torch.randn(slots, count, dtype=dtype, device=device) for _ in range(3))
    arms = {"copy": Arm(lambda slot: out[slot].copy_(x[slot]), slots, device)}
    for kind in arguments.program:
        program = find_program(kind, name, direction)
        if program is None:
            continue
        check(arguments.tool, program, KINDS[kind], name, direction, dtype, device)
        arms[KINDS[kind]] = Arm(lambda slot, run=program: run(x[slot], dy[slot], out[slot]), slots, device)
    measure(list(arms.values()), arguments.seconds, device)
    copy = arms.pop("copy").result()
    for program, arm in arms.items():
        yield {
            "program": program,
            "activation": name,
            "direction": direction_name(name, direction),
            "dtype": dtype_name,
            "count": count,
            "cache": "cold" if device == "cuda" else "hot",
            **arm.result(),
            "copy_bytes_per_second": 2 * count * dtype.itemsize / copy["median_s"],
        }


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", help="the executable softknee")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--activation", nargs="+", choices=FUNCTIONS, default=list(FUNCTIONS), metavar="NAME")
    parser.add_argument("--dtype", nargs="+", choices=DTYPES, default=list(DTYPES))
    parser.add_argument("--program", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--count", type=int, default=1 << 26, help="elements of a tensor")
    parser.add_argument("--seconds", type=float, default=0.1, help="time for a pass")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    rows = []
    for dtype in arguments.dtype:
        for name in arguments.activation:
            for direction in DIRECTIONS:
                print(f"pytorch_speed: {name} {direction} {dtype}", file=sys.stderr)
                try:
                    rows += rows_of(arguments, name, direction, dtype)
                except ValueError as error:
                    sys.exit(f"pytorch_speed: {error}")
    print(json.dumps({"torch": torch.__version__, "device": arguments.device, "rows": rows}, indent=2))


if __name__ == "__main__":
    main()
