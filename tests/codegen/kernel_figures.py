# SPDX-License-Identifier: Apache-2.0
"""What the guard measures of a kernel."""

from dataclasses import dataclass, field

from control_flow import Tile, find_main_loop, find_main_path
from cubin import Kernel
from instruction import CALLS, LOADS, LOCAL_ACCESSES, NO_SCOREBOARD, STORES, Instruction, Operation, decode
from kernel_name import CHANNELWISE, DTYPE_BYTES, FINISH, LIST, KernelName
from pipes import Pipe, count_pipes, pipe_of
from tuning import CHANNEL_THREADS, read_tuning, ring_bytes

PACK_BYTES = 16
# Activations whose backward pass reads dy alone. One that is missing here has no main path: its loads are too few.
CONSTANT_DERIVATIVES = {"identity"}
TUNING = read_tuning()


@dataclass(frozen=True)
class Figures:
    """Of one kernel. The main path is that of control_flow.py; without one, the figures of it are None."""

    registers: int
    instructions: int  # in the kernel: all paths, without fillers
    instructions_per_element: float | None  # on the main path
    tile_loads: int  # on the main path
    loads_in_flight: int | None  # of a thread: before it waits for one of them, or in a ring while it computes
    wide_loads: int  # of 16 bytes, in the kernel
    wide_stores: int
    shared_bytes: int = 0  # of a block: declared, or given to it by the launch
    local_accesses: int = 0  # loads and stores of local memory, in the kernel
    frame_bytes: int = 0
    calls: int = 0
    special_functions: int = 0
    pipes: dict[Pipe, float] = field(default_factory=dict)  # what each executes of the instructions per element
    unknown_operations: tuple[int, ...] = ()  # on the main path, that pipes.py does not know


def tensors_read(name: KernelName) -> int:
    """By the main path, without parameters and a residual."""
    if name.direction == "forward" or name.activation in CONSTANT_DERIVATIVES:
        return 1
    return 1 if (name.layout, name.activation) == (CHANNELWISE, "biased_identity") else 2


def tile_of(name: KernelName) -> Tile:
    """What a thread of this kernel loads and stores if its tile is full and aligned."""
    if name.layout == CHANNELWISE:
        count, access_bytes = 1, PACK_BYTES
    elif name.layout in ("contiguous", LIST):
        count, access_bytes = TUNING["packs_per_thread"], PACK_BYTES
    else:
        count, access_bytes = TUNING["strided_elements_per_thread"], DTYPE_BYTES[name.dtype]
    return Tile(count * tensors_read(name), count, access_bytes)


def count_loads_in_flight(path: list[Instruction]) -> int:
    """The loads that are issued before the thread waits for one of them.

    It waits at the first instruction whose mask has a scoreboard that a load has taken: what that instruction needs may
    be something else that shares the scoreboard, but it is held up until the load is back all the same.
    """
    count = 0
    taken: set[int] = set()
    for instruction in path:
        if instruction.waits_for(taken):
            break
        if instruction.operation in LOADS:
            count += 1
            taken.add(instruction.scoreboard)
            taken.discard(NO_SCOREBOARD)
    return count


def shared_bytes_of(name: KernelName, kernel: Kernel, architecture: int) -> int:
    """What a kernel with parameters does not declare comes with the launch, because it is the ring of a lone block."""
    if name.layout != CHANNELWISE:
        return kernel.shared_bytes
    declared = ring_bytes(architecture, lone_block=False)
    return declared if kernel.shared_bytes >= declared else ring_bytes(architecture, lone_block=True)


def steps_in_ring(packs: int, shared_bytes: int) -> int:
    """What a thread of the kernels with parameters has room for: each step has its packs, and a place for itself."""
    return shared_bytes // ((packs + 1) * CHANNEL_THREADS * PACK_BYTES)


def _loads_in_flight(path: list[Instruction], tile: Tile, shared_bytes: int) -> int:
    if not any(i.operation == Operation.GLOBAL_TO_SHARED for i in path):
        return count_loads_in_flight(path)
    # Copies go on while the thread computes with what the oldest of them brought.
    return (steps_in_ring(tile.loads, shared_bytes) - 1) * tile.loads


def measure(name: KernelName, kernel: Kernel, architecture: int) -> Figures:
    """The figures of one kernel."""
    instructions = decode(kernel.code, architecture)
    tile = tile_of(name)
    find = find_main_loop if name.layout == CHANNELWISE else find_main_path
    path = find(instructions, tile)

    def count(operations: set, access_bytes: int | None = None) -> int:
        return sum(i.operation in operations and access_bytes in (None, i.access_bytes) for i in instructions)

    def is_filler(instruction: Instruction) -> bool:
        """Padding, the branch to itself before it, and the waiting that ptxas adds to float64 code for sm_120."""
        return instruction.operation == Operation.NOP or (
            instruction.operation == Operation.BRANCH and instruction.branch_target == instruction.address
        )

    elements = tile.stores * tile.access_bytes // DTYPE_BYTES[name.dtype]
    executed = [i for i in path or () if not is_filler(i)]
    counts = count_pipes(executed)
    shared_bytes = shared_bytes_of(name, kernel, architecture)
    return Figures(
        registers=kernel.registers,
        instructions=sum(not is_filler(i) for i in instructions),
        instructions_per_element=path and round(len(executed) / elements, 2),
        tile_loads=tile.loads,
        loads_in_flight=path and _loads_in_flight(path, tile, shared_bytes),
        wide_loads=count(LOADS, PACK_BYTES),
        wide_stores=count(STORES, PACK_BYTES),
        shared_bytes=shared_bytes,
        local_accesses=count(LOCAL_ACCESSES),
        frame_bytes=kernel.frame_bytes,
        # Without a return a call is a jump: sm_80's way out of a region of threads that wait for each other.
        calls=count(CALLS) if count({Operation.RETURN}) else 0,
        special_functions=count({Operation.SPECIAL_FUNCTION}),
        pipes={pipe: round(counts[pipe] / elements, 2) for pipe in Pipe} if path else {},
        unknown_operations=tuple(sorted({i.operation for i in executed if pipe_of(i) is None})),
    )
