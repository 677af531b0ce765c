# SPDX-License-Identifier: Apache-2.0
"""Predictions that were computed by hand, at the edges between one limit and the next."""

import unittest
from dataclasses import replace

from simple_chip import CHIP, FORWARD, figures

from chip_report import remedy
from chips import CHIPS
from machine_code import DTYPES, KernelName, Pipe
from occupancy import bytes_in_flight, most_registers, resident_threads
from prediction import EXPONENT, Limit, combine, predict
from traffic import traffic_of


class Bytes(unittest.TestCase):
    def test_a_pass_moves_two_tensors_or_three(self):
        for direction, tensors in (("forward", 2), ("backward_from_input", 3), ("backward_from_output", 3)):
            for layout, activation in (
                ("contiguous", "relu"),
                ("channelwise", "biased_relu"),
                ("channelwise", "prelu"),
            ):
                for dtype, size in zip(DTYPES, (2, 2, 4, 8)):
                    name = KernelName(activation, direction, dtype, layout)
                    with self.subTest(name=str(name)):
                        self.assertEqual(traffic_of(name).bytes_per_element, tensors * size)

    def test_the_backward_pass_of_the_identity_reads_dy_alone(self):
        for activation, layout in (("identity", "contiguous"), ("biased_identity", "channelwise")):
            name = KernelName(activation, "backward_from_input", "float32", layout)
            self.assertEqual((traffic_of(name).tensors_read, traffic_of(name).bytes_per_element), (1, 8))

    def test_the_rate_is_that_of_the_ratio_or_of_a_copy(self):
        self.assertEqual([CHIP.ceiling(1, 1), CHIP.ceiling(2, 1), CHIP.ceiling(3, 1)], [4e9, 8e9, 4e9])


class Occupancy(unittest.TestCase):
    def test_registers_decide_how_many_threads_are_resident(self):
        for registers, threads in (
            (1, 2048), (32, 2048), (33, 1536), (40, 1536), (41, 1280), (48, 1280), (49, 1024), (64, 1024), (65, 768),
            (80, 768), (81, 512), (128, 512), (129, 256), (255, 256),
        ):  # fmt: skip
            with self.subTest(registers=registers):
                self.assertEqual(resident_threads(registers, 256), threads)

    def test_a_block_that_does_not_fit_leaves_no_thread(self):
        self.assertEqual(resident_threads(65, 1024), 0)
        self.assertEqual(resident_threads(64, 1024), 1024)

    def test_shared_memory_decides_too(self):
        kib = 1024
        for shared, threads in ((0, 2048), (27 * kib, 2048), (28 * kib, 1792), (48 * kib, 1024), (228 * kib, 0)):
            with self.subTest(shared=shared):
                self.assertEqual(resident_threads(1, 256, shared), threads)
        self.assertEqual(most_registers(1024, 256, 48 * kib), 64)
        self.assertEqual(most_registers(1025, 256, 48 * kib), 0)

    def test_copies_into_shared_memory_are_in_flight_but_for_one_step(self):
        name = KernelName("prelu", "backward_from_input", "float16", "channelwise")
        under_way = replace(figures(fma=1.0), registers=64, tile_loads=2, loads_in_flight=6)
        self.assertEqual(bytes_in_flight(name, under_way), 1024 * 6 * 16)

    def test_the_most_registers_for_a_number_of_threads(self):
        self.assertEqual(
            [most_registers(threads, 256) for threads in (2048, 2047, 1536, 257, 1)], [32, 32, 40, 128, 255]
        )
        self.assertEqual(most_registers(2049, 256), 0)


class Limits(unittest.TestCase):
    def predict(self, **executed: float):
        return predict(FORWARD, figures(**executed), CHIP)

    def assert_shares(self, expected: dict[Limit, float], **executed: float) -> None:
        shares = self.predict(**executed).shares
        self.assertEqual({limit: share for limit, share in shares.items() if share}, expected)

    def test_a_kernel_without_instructions_runs_at_the_ceiling(self):
        prediction = self.predict()
        self.assertEqual((prediction.fraction, prediction.limiter), (1.0, Limit.MEMORY))

    def test_each_pipe_takes_its_time(self):
        self.assert_shares({Limit.ISSUE: 0.5, Limit.FMA: 0.5}, fma=64)
        self.assert_shares({Limit.ISSUE: 0.5, Limit.ALU: 1.0}, alu=64)
        self.assert_shares({Limit.ISSUE: 0.125, Limit.XU: 1.0}, xu=16)
        self.assert_shares({Limit.ISSUE: 0.5, Limit.FP64: 2.0}, fp64=64)
        self.assert_shares({Limit.ISSUE: 0.25}, memory=16, other=16)

    def test_integer_products_take_one_half_of_the_pipe_that_float32_takes_either_half_of(self):
        self.assert_shares({Limit.ISSUE: 0.5, Limit.FMA: 0.5, Limit.HEAVY: 1.0}, heavy=64)
        self.assert_shares({Limit.ISSUE: 1.0, Limit.FMA: 1.0, Limit.HEAVY: 1.0}, heavy=64, fma=64)

    def test_pairs_take_both_halves_at_their_own_rate(self):
        self.assert_shares({Limit.ISSUE: 0.5, Limit.FMA: 0.5, Limit.HEAVY: 0.5}, pair=64)
        slow = replace(CHIP, per_clock=CHIP.per_clock | {Pipe.PAIR: 64})
        shares = predict(FORWARD, figures(pair=64), slow).shares
        self.assertEqual([shares[limit] for limit in (Limit.ISSUE, Limit.FMA, Limit.HEAVY)], [0.5, 1.0, 1.0])

    def test_the_exponent_is_the_one_that_costs_a_twentieth_at_three_fifths(self):
        self.assertAlmostEqual(combine(1, 0.6), 0.95, places=4)
        self.assertAlmostEqual(combine(1, 1), 2 ** (-1 / EXPONENT))

    def test_up_to_three_fifths_of_the_memorys_time_the_memory_is_the_limit(self):
        at, above = self.predict(alu=38.4), self.predict(alu=38.5)
        self.assertEqual((at.limiter, at.excess, remedy(at)), (Limit.MEMORY, {}, ""))
        self.assertGreaterEqual(at.fraction, 0.95)
        self.assertLess(above.fraction, 0.95)
        self.assertEqual((above.limiter, remedy(above)), (Limit.ALU, "0.1 ALU"))

    def test_the_busiest_is_the_limit_and_each_that_is_too_busy_has_its_excess(self):
        prediction = self.predict(fma=64, alu=64)
        self.assertEqual(prediction.busiest, Limit.ISSUE)
        self.assertEqual(remedy(prediction), "51.2 issue slots, 25.6 ALU")
        self.assertAlmostEqual(prediction.fraction, 0.8109, places=4)
        self.assertEqual(self.predict(fma=60, alu=65).limiter, Limit.ALU)

    def test_a_pass_of_three_tensors_has_the_time_of_its_bytes_at_their_rate(self):
        name = replace(FORWARD, direction="backward_from_input")
        self.assertEqual(predict(name, figures(fma=96), CHIP).shares[Limit.FMA], 1.0)


class Flight(unittest.TestCase):
    def test_as_many_bytes_as_are_needed_are_enough(self):
        prediction = predict(FORWARD, figures(registers=32), CHIP)  # 2048 threads, two loads of 16 bytes: 64 KiB
        self.assertEqual((prediction.stretch, prediction.fraction), (1.0, 1.0))

    def test_with_fewer_the_rate_falls_in_proportion(self):
        prediction = predict(FORWARD, figures(registers=33), CHIP)
        self.assertAlmostEqual(prediction.fraction, 0.75)
        self.assertEqual((prediction.limiter, remedy(prediction)), (Limit.FLIGHT, "33 registers to 32"))

    def test_where_no_number_of_threads_is_enough_a_thread_needs_more_loads(self):
        prediction = predict(FORWARD, figures(loads=1), CHIP)
        self.assertAlmostEqual(prediction.fraction, 0.5)
        self.assertEqual(remedy(prediction), "more loads of a thread")

    def test_loads_of_a_residual_are_not_counted(self):
        with_residual = replace(figures(registers=64), loads_in_flight=4)
        self.assertEqual(predict(FORWARD, with_residual, CHIP).stretch, 2.0)

    def test_with_more_than_are_needed_it_does_not_rise(self):
        self.assertEqual(predict(FORWARD, figures(loads=4), CHIP).stretch, 1.0)

    def test_what_costs_more_is_the_limit(self):
        few, fewer = figures(registers=33, fma=128), figures(registers=41, fma=64)
        self.assertEqual(predict(FORWARD, few, CHIP).limiter, Limit.FLIGHT)  # 75 % against 81 %
        self.assertEqual(predict(FORWARD, replace(few, registers=32), CHIP).limiter, Limit.ISSUE)
        self.assertEqual(
            remedy(predict(FORWARD, few, CHIP)), "51.2 issue slots, 51.2 float32 pipe and 33 registers to 32"
        )
        self.assertEqual(remedy(predict(FORWARD, fewer, CHIP)), "41 registers to 32")


class Chips(unittest.TestCase):
    def test_the_slots_of_issue_for_an_element_of_4_6_and_8_bytes(self):
        for chip, slots in (("H100", (38.9, 58.3, 77.8)), ("H200", (27.6, 41.4, 55.2)), ("B200", (19.6, 29.3, 39.1))):
            for (direction, dtype), expected in zip(
                (("forward", "float16"), ("backward_from_input", "bfloat16"), ("forward", "float32")), slots
            ):
                name = KernelName("relu", direction, dtype, "contiguous")
                prediction = predict(name, figures(fma=1), CHIPS[chip])
                self.assertAlmostEqual(prediction.memory_clocks * 128, expected, places=1)

    def test_every_pipe_that_can_be_a_limit_has_a_rate(self):
        for chip in CHIPS.values():
            self.assertEqual(set(chip.per_clock), set(Pipe) - {Pipe.MEMORY, Pipe.OTHER})


if __name__ == "__main__":
    unittest.main()
