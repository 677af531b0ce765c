# SPDX-License-Identifier: Apache-2.0
"""What the guard measures of a kernel."""

from dataclasses import dataclass, field, replace

from control_flow import Tile, find_main_loop, find_main_path
from cubin import Kernel
from instruction import CALLS, LOADS, LOCAL_ACCESSES, NO_SCOREBOARD, STORES, Instruction, Operation, decode
from kernel_name import CHANNELWISE, DTYPE_BYTES, FINISH, LIST, KernelName
from pipes import Pipe, count_pipes, pipe_of
from tuning import read_tuning

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
    loads_in_flight: int | None  # those of them that precede the first instruction that waits for a loaded value
    wide_loads: int  # of 16 bytes, in the kernel
    wide_stores: int
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


def tile_of(name: KernelName, architecture: int) -> Tile:
    """What a thread of this kernel loads and stores if its tile is full and aligned."""
    if name.layout == CHANNELWISE:
        count, access_bytes = _steps_of(name, architecture), PACK_BYTES
    elif name.layout in ("contiguous", LIST):
        count, access_bytes = TUNING["packs_per_thread"], PACK_BYTES
    else:
        count, access_bytes = TUNING["strided_elements_per_thread"], DTYPE_BYTES[name.dtype]
    return Tile(count * tensors_read(name), count, access_bytes)


def _steps_of(name: KernelName, architecture: int) -> int:
    """The choice of kernels/cuda/tuning.hpp."""
    learned = not name.activation.startswith("biased_")
    if name.dtype == "float64" or (learned and name.direction == "backward_from_output"):
        return TUNING["channel_fewest_steps_in_flight"]
    target = "_on_sm_100" if 100 <= architecture < 120 else ""
    if name.direction == "forward":
        return TUNING[f"channel_forward_steps_in_flight{target}"]
    packs = 2 if name.activation == "biased_identity" else 1
    return packs * TUNING[f"channel_backward_steps_in_flight{target}"]


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


def measure(name: KernelName, kernel: Kernel, architecture: int) -> Figures:
    """The figures of one kernel."""
    instructions = decode(kernel.code, architecture)
    tile = tile_of(name, architecture)
    if name.layout == CHANNELWISE:
        # The loads of a residual, which a launch without one skips, may stand between the others under a predicate, and
        # the others once more under its opposite.
        tiles = [replace(tile, loads=tile.loads + optional * tile.stores) for optional in range(4)]
        path = next(filter(None, (find_main_loop(instructions, t) for t in tiles)), None)
    else:
        path = find_main_path(instructions, tile)

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
    return Figures(
        registers=kernel.registers,
        instructions=sum(not is_filler(i) for i in instructions),
        instructions_per_element=path and round(len(executed) / elements, 2),
        tile_loads=tile.loads,
        loads_in_flight=path and count_loads_in_flight(path),
        wide_loads=count(LOADS, PACK_BYTES),
        wide_stores=count(STORES, PACK_BYTES),
        local_accesses=count(LOCAL_ACCESSES),
        frame_bytes=kernel.frame_bytes,
        # Without a return a call is a jump: sm_80's way out of a region of threads that wait for each other.
        calls=count(CALLS) if count({Operation.RETURN}) else 0,
        special_functions=count({Operation.SPECIAL_FUNCTION}),
        pipes={pipe: round(counts[pipe] / elements, 2) for pipe in Pipe} if path else {},
        unknown_operations=tuple(sorted({i.operation for i in executed if pipe_of(i) is None})),
    )
