# SPDX-License-Identifier: Apache-2.0
"""How many threads of a kernel a multiprocessor holds, and the bytes that they have under way.

The limits are those of compute capabilities 9.0 and 10.0.
"""

from machine_code import CHANNEL_THREADS, CHANNELWISE, PACK_BYTES, Figures, KernelName, read_tuning

THREADS = 2048
REGISTERS = 65536
WARP = 32
REGISTERS_GRANULARITY = 8  # of a thread: a warp gets whole units of 256
SCHEDULERS = 4  # each with a fourth of the registers and of a block's warps
SHARED_BYTES = 228 * 1024
RESERVED_BYTES = 1024  # of a block, by the system

POINTWISE_THREADS = read_tuning()["threads_per_block"]


def threads_per_block(name: KernelName) -> int:
    return CHANNEL_THREADS if name.layout == CHANNELWISE else POINTWISE_THREADS


def resident_threads(registers: int, block: int, shared: int = 0) -> int:
    """Threads of a multiprocessor in whole blocks, for the registers of a thread and the threads and bytes of a block."""
    allocated = -(-registers // REGISTERS_GRANULARITY) * REGISTERS_GRANULARITY
    warps_of_scheduler = REGISTERS // SCHEDULERS // (allocated * WARP)
    warps = min(SCHEDULERS * warps_of_scheduler, THREADS // WARP)
    return min(warps * WARP // block, SHARED_BYTES // (shared + RESERVED_BYTES)) * block


def most_registers(threads: int, block: int, shared: int = 0) -> int:
    """The registers that a thread may have for so many threads to be resident; 0 if there is no such number."""
    possible = range(255, 0, -1)
    return next((registers for registers in possible if resident_threads(registers, block, shared) >= threads), 0)


def loads_in_flight(name: KernelName, figures: Figures) -> int:
    """Of a thread, together."""
    return figures.loads_in_flight if name.layout == CHANNELWISE else min(figures.loads_in_flight, figures.tile_loads)


def bytes_in_flight(name: KernelName, figures: Figures) -> int:
    """That the threads of a multiprocessor have asked the memory for, if all of them wait."""
    threads = resident_threads(figures.registers, threads_per_block(name), figures.shared_bytes)
    return threads * loads_in_flight(name, figures) * PACK_BYTES
