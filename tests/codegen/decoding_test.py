# SPDX-License-Identifier: Apache-2.0
"""Instructions are read as what they are, and the main path is the one that a full, aligned tile takes.

The words are from kernels that nvcc 13.0 compiled for the architecture that is given with them.
"""

import unittest

from control_flow import Tile, find_main_path
from cubin import Kernel
from instruction import NO_SCOREBOARD, Instruction, Operation
from kernel_figures import count_loads_in_flight, shared_bytes_of, steps_in_ring
from kernel_name import CHANNELWISE, KernelName
from pipes import HADD2, OPERATIONS, OPERATIONS_SINCE_120, Pipe, count_pipes, pipe_of

UNGUARDED, GUARDED = 7, 0
NO_RESULT = NO_SCOREBOARD << 46


class Words(unittest.TestCase):
    def test_the_operation_is_the_same_in_all_forms(self):
        for low, operation in (
            (0x0000000008047381, Operation.GLOBAL_LOAD),  # LDG.E.128.SYS R4, [R8], sm_75
            (0x000000040A047981, Operation.GLOBAL_LOAD),  # LDG.E.128 R4, desc[UR4][R10.64], sm_90
            (0x0100000012117FAE, Operation.GLOBAL_TO_SHARED),  # LDGSTS.E.BYPASS.128 [R17+0x1000], [R18.64], sm_80
            (0x0100000012007FAE, Operation.GLOBAL_TO_SHARED),  # LDGSTS [R0+0x1000], desc[UR6][R18.64], sm_120
            (0x00000C0702007986, Operation.GLOBAL_STORE),  # STG.E desc[UR4][R2.64+0xc], R7, sm_90
            (0x00005C00010B7983, Operation.LOCAL_LOAD),  # LDL R11, [R1+0x5c], sm_90
            (0x0018F41C01007387, Operation.LOCAL_STORE),  # STL [R1+0x18f4], R28, sm_90
            (0x0000000400687944, Operation.CALL_RELATIVE),  # CALL.REL.NOINC, sm_90
            (0x00005C0000027B08, Operation.SPECIAL_FUNCTION),  # MUFU.RCP R2, c[0x0][0x170], sm_75
            (0x0000000200007308, Operation.SPECIAL_FUNCTION),  # MUFU.EX2 R0, R2, sm_90
        ):
            self.assertEqual(Instruction(0, low, 0, 90).operation, operation)

    def test_a_load_has_a_width_and_a_scoreboard_that_its_user_waits_for(self):
        load = Instruction(0xC0, 0x000000040A047981, 0x000EA2000C1E1D00, 90)  # LDG.E.128 R4, desc[UR4][R10.64]
        self.assertEqual((load.access_bytes, load.scoreboard), (16, 2))
        user = Instruction(0x120, 0x000000FFFF007224, 0x004FC800078E0004, 90)  # IMAD.MOV.U32 R0, RZ, RZ, R4
        self.assertEqual(user.scoreboard, NO_SCOREBOARD)
        self.assertTrue(user.waits_for({2}))
        self.assertFalse(user.waits_for({0, 1, 3, 4, 5}))

    def test_a_copy_into_shared_memory_has_its_width_elsewhere_since_sm_100(self):
        for high, architecture, access_bytes in (
            (0x000FE8000B921846, 90, 4),  # LDGSTS.E [R7], desc[UR6][R2.64]
            (0x000FE8000B921A46, 90, 8),
            (0x000FE8000B901C46, 90, 16),  # LDGSTS.E.BYPASS.128 [R7], desc[UR6][R2.64]
            (0x010FE8000B9A1006, 100, 4),
            (0x010FE8000B9A1406, 100, 8),
            (0x010FE8000B981806, 120, 16),
        ):
            self.assertEqual(Instruction(0, 0x0000000002077FAE, high, architecture).access_bytes, access_bytes)

    def test_branches_lead_to_their_targets_on_both_sides_of_the_change_of_encoding(self):
        for address, low, high, architecture, target in (
            (0x140, 0x0000002000008947, 0x001FEA0003800000, 75, 0x170),
            (0xBA0, 0xFFFFFFF000007947, 0x000FC0000383FFFF, 75, 0xBA0),
            (0x170, 0x00000000000C8947, 0x001FEC0003800000, 90, 0x1B0),
            (0xB60, 0xFFFFFFFC00FC7947, 0x000FC0000383FFFF, 90, 0xB60),
            (0x8C0, 0xFFFFFFFD00607547, 0x000FEC000B83FFFF, 120, 0x650),
        ):
            self.assertEqual(Instruction(address, low, high, architecture).branch_target, target)

    def test_a_branch_under_a_predicate_is_not_always_taken(self):
        self.assertTrue(Instruction(0, 0xFFFFFFFC00FC7947, 0x000FC0000383FFFF, 90).always_branches)
        self.assertFalse(Instruction(0, 0x00000000000C8947, 0x001FEC0003800000, 90).always_branches)  # @!P0 BRA
        self.assertFalse(Instruction(0, 0xFFFFFFFD00607547, 0x000FEC000B83FFFF, 120).always_branches)  # BRA.U UP0


def assemble(*lines: tuple) -> list[Instruction]:
    """Each line: operation, guard, and the line that a branch leads to or the bytes of an access."""
    instructions = []
    for i, (operation, guard, *operand) in enumerate(lines):
        low, high = operation | guard << 12, 7 << 23 | NO_RESULT
        if operation == Operation.BRANCH:
            distance = 4 * (operand[0] - i - 1)
            low |= (distance & 0x3FFFFFFF) << 34
            high |= distance >> 30 & 0x3FFFF
        elif operand:
            high |= {4: 4, 16: 6}[operand[0]] << 9
        instructions.append(Instruction(16 * i, low, high, 80))
    return instructions


LOAD, STORE = (Operation.GLOBAL_LOAD, UNGUARDED, 16), (Operation.GLOBAL_STORE, UNGUARDED, 16)
ARITHMETIC, EXIT = (0x021, UNGUARDED), (Operation.EXIT, UNGUARDED)


class Paths(unittest.TestCase):
    def path(self, *lines: tuple, loads: int = 1) -> list[int] | None:
        """The lines of the main path."""
        path = find_main_path(assemble(*lines), Tile(loads, 1, 16))
        return path and [instruction.address // 16 for instruction in path]

    def test_the_shorter_of_two_ways_is_taken(self):
        branch, jump = (Operation.BRANCH, GUARDED, 4), (Operation.BRANCH, UNGUARDED, 5)
        self.assertEqual(self.path(LOAD, branch, ARITHMETIC, jump, ARITHMETIC, STORE, EXIT), [0, 1, 4, 5, 6])

    def test_nothing_goes_on_after_a_branch_that_is_always_taken(self):
        jump = (Operation.BRANCH, UNGUARDED, 3)
        self.assertIsNone(self.path(jump, LOAD, STORE, EXIT))

    def test_an_exit_under_a_predicate_may_be_passed(self):
        self.assertEqual(self.path((Operation.EXIT, GUARDED), LOAD, STORE, EXIT), [0, 1, 2, 3])

    def test_a_way_with_other_accesses_is_avoided(self):
        branch = (Operation.BRANCH, GUARDED, 3)
        edge = (Operation.GLOBAL_LOAD, UNGUARDED, 4)
        self.assertEqual(self.path(LOAD, branch, edge, ARITHMETIC, STORE, EXIT), [0, 1, 3, 4, 5])
        self.assertIsNone(self.path(edge, STORE, EXIT))

    def test_a_way_with_too_few_or_too_many_accesses_is_avoided(self):
        self.assertEqual(self.path((Operation.BRANCH, GUARDED, 2), LOAD, STORE, EXIT), [0, 1, 2, 3])
        self.assertEqual(self.path((Operation.BRANCH, GUARDED, 2), LOAD, LOAD, STORE, EXIT), [0, 2, 3, 4])
        self.assertIsNone(self.path(LOAD, STORE, STORE, EXIT))

    def test_a_loop_is_gone_through_as_often_as_the_loads_need(self):
        again = (Operation.BRANCH, GUARDED, 0)
        self.assertEqual(self.path(LOAD, again, STORE, EXIT, loads=3), [0, 1, 0, 1, 0, 1, 2, 3])

    def test_a_way_through_an_indirect_jump_is_not_followed(self):
        indirect = (0x149, UNGUARDED)
        self.assertIsNone(self.path(LOAD, indirect, STORE, EXIT))


class Pipes(unittest.TestCase):
    def assert_pipe(self, pipe: Pipe, *words: tuple) -> None:
        for low, high, architecture in words:
            with self.subTest(low=f"{low:016x}", architecture=architecture):
                self.assertEqual(pipe_of(Instruction(0, low, high, architecture)), pipe)

    def test_each_pipe_takes_what_it_executes(self):
        self.assert_pipe(Pipe.FMA, (0x3F8000000F097423, 0x002FC80000000104, 90))  # FFMA R9, -R15, R4, 1
        self.assert_pipe(Pipe.HEAVY, (0x0000000A0C107225, 0x002FC800078E00FF, 90))  # IMAD.WIDE.U32 R16, R12, R10, RZ
        self.assert_pipe(Pipe.FP64, (0x000000060406722B, 0x004FCE0000000008, 90))  # DFMA R6, R4, R6, R8
        self.assert_pipe(
            Pipe.ALU,
            (0x00080000090B1812, 0x000FC800078EFCFF, 90),  # @P1 LOP3.LUT R11, R9, 0x80000, RZ, 0xfc, !PT
            (0x0000000708077209, 0x004FC80007800000, 90),  # FMNMX R7, R8, R7, !PT
            (0x0000000607077276, 0x004FCA0007800000, 100),  # FMNMX3 R7, R7, R6, R0, !PT
            (0x000000000B0B723E, 0x008FCA00000010FF, 90),  # F2FP.BF16.F32.PACK_AB R11, R11, R0
        )
        self.assert_pipe(
            Pipe.XU,
            (0x0000000800087310, 0x004EA40000201800, 90),  # F2F.F64.F32 R8, R8
            (0x0000000200007308, 0, 90),  # MUFU.EX2 R0, R2
        )
        self.assert_pipe(
            Pipe.MEMORY,
            (0x000000040A047981, 0x000EA2000C1E1D00, 90),  # LDG.E.128 R4, desc[UR4][R10.64]
            (0x00000000000C7919, 0x000E620000000000, 90),  # S2R R12, SR_LANEID
        )
        self.assert_pipe(
            Pipe.OTHER,
            (0x00006B00FF0677AC, 0x000E220008000A00, 100),  # LDCU.64 UR6, c[0x0][0x358]
            (0x0000000404047890, 0x000FC6000FF1E0FF, 100),  # UIADD3 UR4, UP0, UPT, UR4, 0x4, URZ
            (0x00000000000C8947, 0x001FEC0003800000, 90),  # @!P0 BRA
        )

    def test_a_sum_of_halves_and_its_form_that_converts_one_are_told_apart(self):
        self.assert_pipe(Pipe.PAIR, (0x4000400000007430, 0x004FCA0000000800, 90))  # HADD2 R0, R0.H0_H0, 2, 2
        self.assert_pipe(
            Pipe.HEAVY,
            (0xA00000FF04047230, 0x008FD00000004800, 75),  # HADD2.F32 R4, R4.H0_H0, -RZ.H0_H0
            (0x20000008FF0B7230, 0x008FCA0000004100, 90),  # HADD2.F32 R11, -RZ, R8.H0_H0
        )

    def test_a_number_that_was_given_to_another_instruction_is_read_for_its_architecture(self):
        self.assert_pipe(Pipe.PAIR, (0x3C003C0000007835, 0x004FCE0000000007, 90))  # HFMA2.MMA R0, R0, 1, 1, R7
        self.assert_pipe(Pipe.ALU, (0x0000000402027835, 0x001FC600078E0200, 120))  # IADD.64 R2, R2, 0x4
        self.assert_pipe(Pipe.PAIR, (0x04A, 0, 100))  # FMUL2
        self.assert_pipe(Pipe.OTHER, (0x04A, 0, 120))  # UVIMNMX

    def test_no_operation_is_on_two_lists(self):
        for lists in (OPERATIONS, OPERATIONS_SINCE_120):
            listed = [operation for names in lists.values() for operation in names]
            self.assertEqual(len(listed), len(set(listed)))

    def test_unknown_operations_are_on_no_pipe(self):
        known, unknown = Instruction(0, HADD2, 0, 90), Instruction(0, 0x1FF, 0, 90)
        self.assertEqual(count_pipes([known, unknown, known]), {Pipe.PAIR: 2, None: 1})


class Waits(unittest.TestCase):
    def test_loads_are_counted_up_to_the_first_wait_for_one_of_them(self):
        load = Instruction(0, Operation.GLOBAL_LOAD | UNGUARDED << 12, 2 << 46, 90)
        other = Instruction(0, 0x021 | UNGUARDED << 12, NO_RESULT | 1 << 52 + 3, 90)
        user = Instruction(0, 0x021 | UNGUARDED << 12, NO_RESULT | 1 << 52 + 2, 90)
        self.assertEqual(count_loads_in_flight([user, load, other, load, user, load]), 2)
        self.assertEqual(count_loads_in_flight([load, load, other]), 2)


class Rings(unittest.TestCase):
    def test_a_kernel_that_declares_no_ring_is_given_a_larger_one_by_the_launch(self):
        name = KernelName("srelu", "backward_from_input", "float16", CHANNELWISE)
        for architecture, declared, expected in (
            (75, 32768, 32768),
            (75, 0, 32768),
            (80, 49152, 49152),
            (86, 32768, 32768),
            (86, 0, 98304),
            (90, 49152 + 1024, 49152),
            (90, 1024, 98304),
        ):
            kernel = Kernel("", b"", registers=200, frame_bytes=0, shared_bytes=declared)
            self.assertEqual(shared_bytes_of(name, kernel, architecture), expected)
        self.assertEqual([steps_in_ring(2, shared_bytes) for shared_bytes in (32768, 49152, 98304)], [2, 4, 8])


if __name__ == "__main__":
    unittest.main()
