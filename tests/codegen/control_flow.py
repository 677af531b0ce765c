# SPDX-License-Identifier: Apache-2.0
"""Paths through a kernel, to tell what a thread executes from what is merely there.

A kernel has branches for inputs that are not aligned, for edges and for the ends of tensors. The main path is the
shortest one that makes exactly the accesses of a full, aligned tile and no other access to memory. It is found without
knowing what the predicates mean; a path that leaves a load out, or realigns packs, has the wrong number of loads.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from instruction import CONTROL_FLOW, FALLING_THROUGH, LOADS, STORES, Instruction, Operation


@dataclass(frozen=True)
class Tile:
    """What the main path of a kernel loads and stores."""

    loads: int
    stores: int
    access_bytes: int


@dataclass
class Block:
    """Instructions that are executed one after the other."""

    instructions: list[Instruction]
    successors: list[int]  # addresses of blocks
    exits: bool
    length: int  # in instructions that do something
    loads: int
    stores: int
    accesses_otherwise: bool  # with another width than the tile's


def _ends_block(instruction: Instruction) -> bool:
    return instruction.operation in CONTROL_FLOW and instruction.operation not in FALLING_THROUGH


def _make_block(instructions: list[Instruction], following: int, tile: Tile) -> Block:
    loads = [i for i in instructions if i.operation in LOADS]
    stores = [i for i in instructions if i.operation in STORES]
    last = instructions[-1]
    successors = []
    if last.operation == Operation.BRANCH:
        successors.append(last.branch_target)
        if not last.always_branches:
            successors.append(following)
    elif last.is_guarded or not _ends_block(last):
        successors.append(following)
    return Block(
        instructions=instructions,
        successors=successors,
        exits=last.operation == Operation.EXIT,
        length=sum(i.operation != Operation.NOP for i in instructions),
        loads=len(loads),
        stores=len(stores),
        accesses_otherwise=any(i.access_bytes != tile.access_bytes for i in loads + stores),
    )


def find_blocks(instructions: list[Instruction], tile: Tile) -> dict[int, Block]:
    """The blocks of a kernel by the address of their first instruction."""
    starts = {0}
    for instruction, following in zip(instructions, instructions[1:]):
        if _ends_block(instruction):
            starts.add(following.address)
        if instruction.operation == Operation.BRANCH:
            starts.add(instruction.branch_target)
    blocks = {}
    current: list[Instruction] = []
    for instruction, following in zip(instructions, instructions[1:] + [None]):
        current.append(instruction)
        if following is None or following.address in starts:
            end = -1 if following is None else following.address
            blocks[current[0].address] = _make_block(current, end, tile)
            current = []
    return blocks


def find_main_path(instructions: list[Instruction], tile: Tile) -> list[Instruction] | None:
    """The shortest path from the entry to an exit with the accesses of the tile; None if there is none."""
    blocks = find_blocks(instructions, tile)
    return _shortest_path(blocks, 0, tile, lambda block: block.exits)


def find_main_loop(instructions: list[Instruction], tile: Tile) -> list[Instruction] | None:
    """The shortest path that comes back to where it began with the accesses of the tile; None if there is none.

    For kernels that go through their elements in a loop: what is before and behind it counts once for hundreds of
    elements, and what it does in shared memory belongs to its other paths.
    """
    blocks = find_blocks(instructions, tile)
    loops = [
        path
        for address, block in blocks.items()
        if block.loads and not block.accesses_otherwise
        if (path := _shortest_path(blocks, address, tile, lambda block, start=address: start in block.successors))
    ]
    return min(loops, key=len, default=None)


def _shortest_path(
    blocks: dict[int, Block], start: int, tile: Tile, may_end: Callable[[Block], bool]
) -> list[Instruction] | None:
    # Dijkstra's search over block, loads so far and stores so far.
    reached_from: dict[tuple, tuple | None] = {}
    open_states: list[tuple] = [(0, (start, 0, 0), None)]
    while open_states:
        length, state, previous = heapq.heappop(open_states)
        if state in reached_from:
            continue
        reached_from[state] = previous
        address, loads, stores = state
        block = blocks.get(address)
        if block is None or block.accesses_otherwise:
            continue
        length += block.length
        loads += block.loads
        stores += block.stores
        if (loads, stores) == (tile.loads, tile.stores) and may_end(block):
            return _trace(state, reached_from, blocks)
        if loads <= tile.loads and stores <= tile.stores:
            for successor in block.successors:
                heapq.heappush(open_states, (length, (successor, loads, stores), state))
    return None


def _trace(state: tuple | None, reached_from: dict, blocks: dict[int, Block]) -> list[Instruction]:
    path: list[Instruction] = []
    while state is not None:
        path = blocks[state[0]].instructions + path
        state = reached_from[state]
    return path
