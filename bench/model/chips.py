# SPDX-License-Identifier: Apache-2.0
"""The chips that the model knows: what they can do in a clock, how many clocks, and what their memory gives at best."""

from dataclasses import dataclass

from machine_code import Pipe

# Of a multiprocessor: four schedulers that issue an instruction of 32 threads each.
ISSUED_PER_CLOCK = 128

# Thread-instructions in a clock on one multiprocessor, for compute capability 9.0. What a number is from:
# [table]  NVIDIA, CUDA C++ Best Practices Guide, throughput of native arithmetic instructions (before release 13 in the
#          CUDA C++ Programming Guide), in results: 128 of float32; 256 of two halves, which are 128 instructions; 64 of
#          integer multiply, of integer add, compare, minimum, shift and logic; 16 of special functions, of bit counts
#          and of conversions from and to 64-bit types; 64 of float64.
# [pipes]  NVIDIA, Nsight Compute, Profiling Guide, pipelines: what shares a pipe (pipes.py in tests/codegen).
HOPPER = {
    Pipe.FMA: 128,  # [table]
    Pipe.PAIR: 128,  # [table]; both halves of the pipe take it together, says NVIDIA's forum (thread 302018) of GH100
    Pipe.HEAVY: 64,  # [table] for integers; [table] for float16 to float32, which is HADD2.F32
    Pipe.ALU: 64,  # [table]; rounding to 16 bits is on it by [pipes], though [table] has 16 for it in some releases
    Pipe.XU: 16,  # [table]
    Pipe.FP64: 64,  # [table]
}
# For 10.0. [table] differs in the pairs, 128 results, and so do counters on a B300 (pipes.py names the source). It also
# has 128 for the minimum of float32, where those counters have 64: the slower is taken.
BLACKWELL = HOPPER | {Pipe.PAIR: 64}


@dataclass(frozen=True)
class Chip:
    name: str
    architecture: int
    multiprocessors: int
    clock_ghz: float  # taken to be held while the memory is busy: a guess below the boost clock
    boost_ghz: float
    # Bytes per second that the best published streaming kernels read and write together, by tensors read and written.
    # Other ratios count as one to one.
    streaming: dict[tuple[int, int], float]
    bytes_in_flight: int  # of loads, that a multiprocessor must keep outstanding for that rate
    per_clock: dict[Pipe, int]

    def ceiling(self, tensors_read: int, tensors_written: int) -> float:
        """Bytes per second."""
        return self.streaming.get((tensors_read, tensors_written), self.streaming[1, 1])


# Multiprocessors: NVIDIA's H100 white paper; for B200 what the driver reports. Boost clocks: the float32 rate of the
# datasheets, 67 and 75 TFLOPS, divided by multiprocessors and 256. 1.755 GHz is the boost clock of the H100 PCIe, and
# near what H100 SXM and B200 are reported to hold in long runs. Streaming: published measurements, of datasheets' 3.35,
# 4.8 and 7.7 TB/s; of two reads and a write there is none. Bytes in flight: CUB's tuning of its device transform.
CHIPS = {
    chip.name: chip
    for chip in (
        Chip(
            name="H100",  # SXM
            architecture=90,
            multiprocessors=132,
            clock_ghz=1.755,
            boost_ghz=1.98,
            streaming={(1, 1): 3.05e12, (1, 0): 3.24e12},
            bytes_in_flight=32 * 1024,
            per_clock=HOPPER,
        ),
        Chip(
            name="H200",
            architecture=90,
            multiprocessors=132,
            clock_ghz=1.755,
            boost_ghz=1.98,
            streaming={(1, 1): 4.3e12},
            bytes_in_flight=48 * 1024,
            per_clock=HOPPER,
        ),
        Chip(
            name="B200",
            architecture=100,
            multiprocessors=148,
            clock_ghz=1.755,
            boost_ghz=1.965,
            streaming={(1, 1): 6.8e12},  # 6.5 to 6.8
            bytes_in_flight=64 * 1024,
            per_clock=BLACKWELL,
        ),
    )
}
