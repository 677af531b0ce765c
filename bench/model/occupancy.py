# SPDX-License-Identifier: Apache-2.0
"""How many threads of a kernel a multiprocessor holds, and the bytes that they have under way.

The limits are those of compute capabilities 9.0 and 10.0. Shared memory is not among them: a block of the kernels with
parameter tensors takes 16 of 228 KiB, so that there is room for all the blocks that 2048 threads make.
"""

from machine_code import CHANNELWISE, PACK_BYTES, REPOSITORY, Figures, KernelName, read_tuning

THREADS = 2048
REGISTERS = 65536
WARP = 32
REGISTERS_GRANULARITY = 8  # of a thread: a warp gets whole units of 256
SCHEDULERS = 4  # each with a fourth of the registers and of a block's warps

POINTWISE_THREADS = read_tuning()["threads_per_block"]
CHANNEL_THREADS = read_tuning(REPOSITORY / "kernels" / "channel_partition.hpp")["channel_threads"]


def threads_per_block(name: KernelName) -> int:
    return CHANNEL_THREADS if name.layout == CHANNELWISE else POINTWISE_THREADS


def resident_threads(registers: int, block: int) -> int:
    """Threads of a multiprocessor in whole blocks, for the registers of a thread and the threads of a block."""
    allocated = -(-registers // REGISTERS_GRANULARITY) * REGISTERS_GRANULARITY
    warps_of_scheduler = REGISTERS // SCHEDULERS // (allocated * WARP)
    warps = min(SCHEDULERS * warps_of_scheduler, THREADS // WARP)
    return warps * WARP // block * block


def most_registers(threads: int, block: int) -> int:
    """The registers that a thread may have for so many threads to be resident; 0 if there is no such number."""
    possible = range(255, 0, -1)
    return next((registers for registers in possible if resident_threads(registers, block) >= threads), 0)


def loads_in_flight(figures: Figures) -> int:
    """Of a thread, together. Those of a residual, which a call without one leaves out, are not counted."""
    return min(figures.loads_in_flight, figures.tile_loads)


def bytes_in_flight(name: KernelName, figures: Figures) -> int:
    """That the threads of a multiprocessor have asked the memory for, if all of them wait."""
    return resident_threads(figures.registers, threads_per_block(name)) * loads_in_flight(figures) * PACK_BYTES
