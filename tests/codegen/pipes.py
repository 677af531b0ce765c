# SPDX-License-Identifier: Apache-2.0
"""Which pipe of a multiprocessor executes an instruction.

A multiprocessor issues 128 thread-instructions in a clock, and most pipes take fewer. The numbers are the low nine bits
of an instruction (instruction.py), found by compiling small kernels with nvcc 13.0 and from the words that NVIDIA's
disassembler accepts for sm_75, 80, 90, 100 and 120; over the library's kernels the names agreed with its own.
decoding_test.py has examples.

Which pipe a name belongs to is from the list of pipelines in NVIDIA's Nsight Compute guide and from what NVIDIA's table
of arithmetic throughput gives the rate of, and where both are silent from public measurements with hardware counters on
Blackwell (ademeure/QuickRunCUDA, B300_PIPE_CATALOG.md). bench/model/chips.py has the rates.
"""

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from instruction import Instruction


class Pipe(Enum):
    """The value is the column of the tables."""

    FMA = "fma"  # float32 arithmetic: either half of the pipe takes it
    PAIR = "pair"  # arithmetic on two 16-bit or, from sm_100 on, two float32 values: both halves together take it
    HEAVY = "heavy"  # multiplying integers, moves written as that, and float16 to float32: one half alone can
    ALU = "alu"  # integers, bits, comparisons, selections, minima, rounding to 16 bits, moves, predicates
    XU = "xu"  # special functions and the conversions and bit counts that share their unit
    FP64 = "fp64"
    MEMORY = "memory"  # loads, stores, shuffles, reading special registers
    OTHER = "other"  # the uniform datapath, constants, branches, barriers: each costs a slot of issue alone


OPERATIONS = {
    Pipe.FMA: {
        0x020: "FMUL", 0x021: "FADD", 0x022: "FSWZADD", 0x023: "FFMA",
    },
    Pipe.PAIR: {
        0x030: "HADD2", 0x031: "HFMA2", 0x032: "HMUL2", 0x035: "HFMA2.MMA",
        0x049: "FFMA2", 0x04A: "FMUL2", 0x04B: "FADD2",
    },
    Pipe.HEAVY: {
        0x024: "IMAD", 0x025: "IMAD.WIDE", 0x026: "IDP", 0x027: "IMAD.HI",
    },
    Pipe.ALU: {
        0x002: "MOV", 0x003: "P2R", 0x004: "R2P", 0x005: "CS2R", 0x006: "VOTE", 0x007: "SEL", 0x008: "FSEL",
        0x009: "FMNMX", 0x00A: "FSET", 0x00B: "FSETP", 0x00C: "ISETP", 0x00F: "VIMNMX3", 0x010: "IADD3", 0x011: "LEA",
        0x012: "LOP3", 0x013: "IABS", 0x014: "VABSDIFF", 0x015: "VABSDIFF4", 0x016: "PRMT", 0x017: "IMNMX",
        0x019: "SHF", 0x01A: "SGXT", 0x01B: "BMSK", 0x01C: "PLOP3", 0x033: "HSET2", 0x034: "HSETP2", 0x036: "VIADD",
        0x038: "I2I", 0x039: "I2IP", 0x03E: "F2FP", 0x040: "HMNMX2", 0x043: "F2IP", 0x045: "I2FP", 0x046: "VIADDMNMX",
        0x047: "VHMNMX", 0x048: "VIMNMX", 0x076: "FMNMX3",
    },
    Pipe.XU: {
        0x100: "FLO", 0x101: "BREV", 0x102: "FCHK", 0x104: "F2F", 0x105: "F2I", 0x106: "I2F", 0x107: "FRND",
        0x108: "MUFU", 0x109: "POPC", 0x110: "F2F.F64", 0x111: "F2I.F64", 0x112: "I2F.F64", 0x113: "FRND.F64",
    },
    Pipe.FP64: {
        0x028: "DMUL", 0x029: "DADD", 0x02A: "DSETP", 0x02B: "DFMA",
    },
    Pipe.MEMORY: {
        0x119: "S2R", 0x180: "LD", 0x181: "LDG", 0x183: "LDL", 0x184: "LDS", 0x185: "ST", 0x186: "STG", 0x187: "STL",
        0x188: "STS", 0x189: "SHFL", 0x18E: "RED", 0x1AE: "LDGSTS",
    },
    Pipe.OTHER: {
        0x082: "UMOV", 0x083: "UP2UR", 0x084: "UR2UP", 0x085: "UIMNMX", 0x086: "VOTEU", 0x087: "USEL", 0x08C: "UISETP",
        0x090: "UIADD3", 0x091: "ULEA", 0x092: "ULOP3", 0x096: "UPRMT", 0x097: "UIADD3.64", 0x099: "USHF",
        0x09A: "USGXT", 0x09B: "UBMSK", 0x09C: "UPLOP3", 0x0A4: "UIMAD", 0x0A5: "UIMAD.WIDE", 0x0A6: "UIMAD",
        0x0B9: "ULDC", 0x0BB: "ULDC.64", 0x0BD: "UFLO", 0x0BE: "UBREV", 0x0BF: "UPOPC", 0x0CA: "R2UR", 0x0CB: "CS2UR",
        0x11A: "DEPBAR", 0x11D: "BAR", 0x141: "BSYNC", 0x142: "BREAK", 0x143: "CALL.ABS", 0x144: "CALL.REL",
        0x145: "BSSY", 0x146: "YIELD", 0x147: "BRA", 0x148: "WARPSYNC", 0x149: "BRX", 0x14D: "EXIT", 0x150: "RET",
        0x155: "BMOV", 0x156: "BMOV", 0x157: "BMOV", 0x158: "BRXU", 0x182: "LDC", 0x192: "MEMBAR", 0x1AC: "LDCU",
        0x1AF: "LDGDEPBAR", 0x1C2: "R2UR", 0x1C3: "S2UR", 0x1C4: "REDUX",
    },
}  # fmt: skip
# New there, some with a number that means another instruction on the architectures before.
OPERATIONS_SINCE_120 = {
    Pipe.ALU: {0x035: "IADD.64"},
    Pipe.OTHER: {
        0x049: "UVIADD", 0x04A: "UVIMNMX", 0x04D: "UIABS", 0x04E: "UI2I", 0x04F: "UI2IP", 0x050: "UFMNMX",
        0x051: "UFSEL", 0x052: "UFSET", 0x053: "UFSETP", 0x054: "UFADD", 0x055: "UFFMA", 0x056: "UFMUL", 0x059: "UF2IP",
        0x05A: "UI2F", 0x05C: "UF2I", 0x05E: "UI2FP",
    },
}  # fmt: skip


def _by_operation(lists: dict[Pipe, dict[int, str]]) -> dict[int, Pipe]:
    return {operation: pipe for pipe, names in lists.items() for operation in names}


PIPES, PIPES_SINCE_120 = _by_operation(OPERATIONS), _by_operation(OPERATIONS_SINCE_120)

HADD2 = 0x030
# Bit 78 of HADD2: the sum of one half and zero, as float32. That is how float16 is converted.
GIVES_FLOAT32 = 1 << 14


def pipe_of(instruction: Instruction) -> Pipe | None:
    """None for an operation that is on no list here."""
    operation = instruction.operation
    if operation == HADD2 and instruction.high & GIVES_FLOAT32:
        return Pipe.HEAVY
    if instruction.architecture >= 120 and operation in PIPES_SINCE_120:
        return PIPES_SINCE_120[operation]
    return PIPES.get(operation)


def count_pipes(instructions: Iterable[Instruction]) -> Counter[Pipe | None]:
    """How many each pipe executes; those of unknown operations are under None."""
    return Counter(map(pipe_of, instructions))
