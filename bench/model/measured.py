# SPDX-License-Identifier: Apache-2.0
"""What GPUs have measured: the reports of `softknee bench` and `bench-channelwise` in bench/results/<machine>.

The measured counterpart of a prediction is the rate beside that of the fastest program which moves as many tensors and
computes nothing, timed in the same run.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from machine_code import CHANNELWISE, REPOSITORY, KernelName
from traffic import traffic_of

FOLDER = REPOSITORY / "bench" / "results"
REPORTS = ("benchmark.json", "benchmark_channelwise.json")
BIASED = " of x + bias"
# What the reports count, whatever a pass reads: bench/pointwise_bench.cpp.
TENSORS_REPORTED = {"forward": 2, "backward_from_input": 3, "backward_from_output": 3}
DISAGREEMENT = 0.10


@dataclass(frozen=True)
class Measurement:
    machine: str  # the folder
    name: KernelName
    shape: str  # empty for the kernels to which all contiguous tensors are alike
    fraction: float  # of that rate
    noise: float


def chip_name(machine: str) -> str:
    """The chip of a folder that is called h200, h200_sxm or h200-2."""
    return machine.replace("-", "_").split("_")[0].upper()


def read_measurements(folder: Path = FOLDER) -> list[Measurement]:
    """Of all machines with a report. Raises ValueError for one of a CPU or of another format."""
    measurements = []
    for file in sorted(file for report in REPORTS for file in folder.glob(f"*/{report}")):
        try:
            measurements += _read_report(file)
        except (KeyError, json.JSONDecodeError) as error:
            raise ValueError(f"{file}: not a report of softknee bench --json: {error!r}") from error
    return measurements


def _read_report(file: Path) -> Iterator[Measurement]:
    report = json.loads(file.read_text())
    if report["place"] != "device":
        raise ValueError(f"{file}: place: expected device, got {report['place']}")
    for row in report["rows"]:
        name = _kernel_name(row)
        # A pass that reads one tensor less than reported moved fewer bytes in its time.
        moved = (traffic_of(name).tensors_read + 1) / TENSORS_REPORTED[name.direction]
        yield Measurement(file.parent.name, name, row.get("shape", ""), row["ceiling_fraction"] * moved, row["noise"])


def _kernel_name(row: dict) -> KernelName:
    text = row["activation"]
    prefix = "biased_" if text.endswith(BIASED) else ""
    activation = text.removesuffix(BIASED).split("(")[0]
    layout = CHANNELWISE if "shape" in row else "contiguous"
    return KernelName(prefix + activation, row["direction"], row["dtype"], layout)


def disagrees(predicted: float, measured: float) -> bool:
    """Whether the prediction errs by more than a tenth."""
    return abs(predicted / measured - 1) > DISAGREEMENT
