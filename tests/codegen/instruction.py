# SPDX-License-Identifier: Apache-2.0
"""One machine instruction, as far as the guard has to understand it.

NVIDIA does not document the encoding. Since sm_70 an instruction has 128 bits: the low nine are the operation, the next
three the form of its operands, and bits 105 to 121 say what it waits for and what waits for it. The numbers here were
found by compiling small kernels with nvcc 13.0 for sm_75, 80, 86, 89, 90, 100, 103 and 120, each with one construct (a
division, a call, an array that is indexed at run time, accesses of each width, a loop), and are the same for all of
these architectures unless noted. Over all instructions of the library's kernels they agreed with NVIDIA's disassembler
in the operation, the guard, the width of accesses and the targets of branches. decoding_test.py has examples.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum

INSTRUCTION_BYTES = 16
ALWAYS = 7  # the predicate that is always true, without its negation bit
NO_SCOREBOARD = 7


class Operation(IntEnum):
    """The low nine bits."""

    NOP = 0x118
    SPECIAL_FUNCTION = 0x108
    SYNCHRONIZE = 0x141
    CALL_ABSOLUTE = 0x143
    CALL_RELATIVE = 0x144
    SET_SYNCHRONIZATION = 0x145
    BRANCH = 0x147
    EXIT = 0x14D
    RETURN = 0x150
    MOVE_BARRIER = 0x155
    GENERIC_LOAD = 0x180
    GLOBAL_LOAD = 0x181
    LOCAL_LOAD = 0x183
    GENERIC_STORE = 0x185
    GLOBAL_STORE = 0x186
    LOCAL_STORE = 0x187
    GLOBAL_TO_SHARED = 0x1AE


CALLS = {Operation.CALL_ABSOLUTE, Operation.CALL_RELATIVE}
LOADS = {Operation.GENERIC_LOAD, Operation.GLOBAL_LOAD, Operation.GLOBAL_TO_SHARED}
STORES = {Operation.GENERIC_STORE, Operation.GLOBAL_STORE}
LOCAL_ACCESSES = {Operation.LOCAL_LOAD, Operation.LOCAL_STORE}
CONTROL_FLOW = range(0x140, 0x160)
# Control flow that goes on at the next instruction. Threads that wait for each other are one path here, and a call
# returns. What is neither here nor a branch, such as an indirect jump, ends a path.
FALLING_THROUGH = CALLS | {Operation.SYNCHRONIZE, Operation.SET_SYNCHRONIZATION, Operation.MOVE_BARRIER}

# Bits 73 to 75 of a load or store: unsigned and signed bytes, unsigned and signed halves, 4, 8 and 16 bytes.
ACCESS_BYTES = (1, 1, 2, 2, 4, 8, 16)
# Since sm_100, bits 74 and 75 of a copy into shared memory.
COPIED_BYTES = (4, 8, 16)


@dataclass(frozen=True)
class Instruction:
    address: int
    low: int
    high: int
    architecture: int

    @property
    def operation(self) -> int:
        return self.low & 0x1FF

    @property
    def is_guarded(self) -> bool:
        """Whether it is executed only under a predicate."""
        return self.low >> 12 & 0xF != ALWAYS

    @property
    def access_bytes(self) -> int:
        """Of a load or store, for each thread; 0 for a width that is not known."""
        if self.operation == Operation.GLOBAL_TO_SHARED and self.architecture >= 100:
            size, widths = self.high >> 10 & 3, COPIED_BYTES
        else:
            size, widths = self.high >> 9 & 7, ACCESS_BYTES
        return widths[size] if size < len(widths) else 0

    @property
    def branch_target(self) -> int:
        """The address that a branch leads to: it holds the distance from its end in words of four bytes."""
        distance = self.low >> 34 | (self.high & 0x3FFFF) << 30
        if distance >> 47:
            distance -= 1 << 48
        if self.architecture >= 90:
            distance = distance << 8 | self.low >> 16 & 0xFF
        return self.address + INSTRUCTION_BYTES + 4 * distance

    @property
    def always_branches(self) -> bool:
        """Whether a branch is taken by all threads: besides the guard it has a predicate operand in bits 87 to 94."""
        return not self.is_guarded and self.high >> 23 & 0xFF == ALWAYS

    @property
    def scoreboard(self) -> int:
        """The counter that the hardware holds up until the result is there; NO_SCOREBOARD for fixed latencies."""
        return self.high >> 46 & 7

    def waits_for(self, scoreboards: set[int]) -> bool:
        """Whether it is issued only when one of these counters has come down."""
        mask = self.high >> 52 & 0x3F
        return any(mask >> scoreboard & 1 for scoreboard in scoreboards)


def decode(code: bytes, architecture: int) -> list[Instruction]:
    """The instructions of a kernel, with addresses from its start."""
    words = struct.iter_unpack("<QQ", code)
    return [Instruction(i * INSTRUCTION_BYTES, low, high, architecture) for i, (low, high) in enumerate(words)]
