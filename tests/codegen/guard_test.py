# SPDX-License-Identifier: Apache-2.0
"""The guard reports each fault: in kernels that have it (faulty_kernels.cu), and in rows that claim better figures.

Usage: guard_test.py OBJECT, the compiled faulty_kernels.cu
"""

import contextlib
import io
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import check
import pipes
from comparison import find_differences, find_violations
from kernel_figures import Figures
from kernel_name import KernelName, parse_kernel_name
from measured_build import KernelSet, measure_objects
from pipes import Pipe
from table import read_table, table_file, write_table

OBJECT = Path(sys.argv.pop())
BUILDS = measure_objects([OBJECT])


def kernel(activation: str) -> KernelName:
    return KernelName(activation, "forward", "float32", "contiguous")


class FaultyKernels(unittest.TestCase):
    def assert_reported(self, activation: str, figure: str) -> None:
        """On every architecture that the object has."""
        for architecture, kernels in BUILDS.items():
            with self.subTest(architecture=architecture):
                start = f"sm_{architecture} {activation} forward float32 contiguous: {figure}: expected "
                findings = list(find_violations(architecture, kernels))
                self.assertTrue(any(finding.startswith(start) for finding in findings), findings)

    def test_a_kernel_without_fault_is_not_reported(self):
        for architecture, kernels in BUILDS.items():
            faultless = KernelSet(kernels.release, {kernel("faultless"): kernels.figures[kernel("faultless")]})
            self.assertEqual(list(find_violations(architecture, faultless)), [])

    def test_a_division_is_reported_as_a_call(self):
        self.assert_reported("division", "calls")

    def test_a_square_root_is_reported_as_a_call(self):
        self.assert_reported("square_root", "calls")

    def test_a_function_that_was_not_inlined_is_reported_as_a_call(self):
        self.assert_reported("function_call", "calls")

    def test_a_special_function_is_reported(self):
        self.assert_reported("special_function", "special_functions")

    def test_an_array_that_is_indexed_at_run_time_is_reported_as_local_memory(self):
        self.assert_reported("run_time_index", "local_accesses")
        self.assert_reported("run_time_index", "frame_bytes")

    def test_accesses_of_four_bytes_are_reported_as_no_main_path(self):
        self.assert_reported("narrow_accesses", "main path")

    def assert_worse_than_faultless(self, activation: str, figure: str) -> None:
        """Where the row of the kernel is that of the one without fault."""
        for architecture, kernels in BUILDS.items():
            with self.subTest(architecture=architecture):
                expected = KernelSet(kernels.release, {kernel("faultless"): kernels.figures[kernel("faultless")]})
                got = KernelSet(kernels.release, {kernel("faultless"): kernels.figures[kernel(activation)]})
                findings = "\n".join(find_differences(architecture, expected, got))
                self.assertIn(f"sm_{architecture} faultless forward float32 contiguous: {figure}: expected ", findings)

    def test_instructions_of_the_main_path_are_counted(self):
        self.assert_worse_than_faultless("long_way", "instructions_per_element")
        self.assert_worse_than_faultless("long_way", "instructions")

    def test_a_load_that_waits_for_another_one_is_noticed(self):
        self.assert_worse_than_faultless("waiting_early", "loads_in_flight")

    def test_a_lost_wide_access_is_noticed(self):
        self.assert_worse_than_faultless("narrow_accesses", "wide_loads")
        self.assert_worse_than_faultless("narrow_accesses", "wide_stores")

    def test_every_instruction_of_the_main_path_is_on_a_pipe(self):
        for kernels in BUILDS.values():
            faultless, long_way = (kernels.figures[kernel(activation)] for activation in ("faultless", "long_way"))
            self.assertAlmostEqual(sum(faultless.pipes.values()), faultless.instructions_per_element, delta=0.05)
            # 16 fused multiply-adds where the other has a product.
            self.assertEqual(long_way.pipes[Pipe.FMA] - faultless.pipes[Pipe.FMA], 15)
            # Two loads, two stores, the numbers of the thread and, unless that is in a uniform register, of the block.
            self.assertIn(faultless.pipes[Pipe.MEMORY], (0.62, 0.75))

    def test_an_operation_that_is_on_no_pipe_is_named(self):
        multiply = 0x020
        with mock.patch.dict(pipes.PIPES):
            del pipes.PIPES[multiply]
            builds = measure_objects([OBJECT])
        for architecture, kernels in builds.items():
            finding = (
                f"sm_{architecture} {kernel('faultless')}: operation 0x020: expected one of tests/codegen/pipes.py"
            )
            self.assertIn(finding, find_violations(architecture, kernels))

    def test_the_main_path_leaves_out_unaligned_inputs_and_edges(self):
        for kernels in BUILDS.values():
            figures = kernels.figures[kernel("faultless")]
            self.assertEqual((figures.wide_loads, figures.wide_stores), (4, 2))
            self.assertEqual((figures.tile_loads, figures.loads_in_flight), (2, 2))
            self.assertLess(figures.instructions_per_element * 8, figures.instructions - 10)


class Rows(unittest.TestCase):
    """One kernel against rows that differ from it in one figure."""

    NAME = kernel("faultless")
    RELEASE = "13.0"
    FIGURES = Figures(
        registers=40,
        instructions=100,
        instructions_per_element=20.0,
        tile_loads=2,
        loads_in_flight=2,
        wide_loads=6,
        wide_stores=2,
        pipes={pipe: 2.5 for pipe in Pipe},
    )

    def compare(self, release: str = RELEASE, **worse_by: float) -> list[str]:
        changes = {figure: getattr(self.FIGURES, figure) + change for figure, change in worse_by.items()}
        expected = KernelSet(self.RELEASE, {self.NAME: self.FIGURES})
        return list(find_differences(90, expected, KernelSet(release, {self.NAME: replace(self.FIGURES, **changes)})))

    def test_equal_figures_are_accepted(self):
        self.assertEqual(self.compare(), [])

    def test_a_rise_is_accepted_up_to_a_tenth(self):
        for figure, tenth in (("registers", 4), ("instructions", 10), ("instructions_per_element", 2.0)):
            with self.subTest(figure=figure):
                self.assertEqual(self.compare(**{figure: tenth}), [])
                self.assertEqual(self.compare(**{figure: -tenth}), [])
                (finding,) = self.compare(**{figure: tenth * 1.25})
                old = getattr(self.FIGURES, figure)
                self.assertEqual(
                    finding,
                    f"sm_90 faultless forward float32 contiguous: {figure}: expected {old} and at most 10% more, "
                    f"got {old + tenth * 1.25}",
                )

    def test_no_fall_of_accesses_is_accepted(self):
        for figure in ("loads_in_flight", "wide_loads", "wide_stores"):
            with self.subTest(figure=figure):
                self.assertEqual(self.compare(**{figure: 1}), [])
                (finding,) = self.compare(**{figure: -1})
                self.assertIn(f"{figure}: expected {getattr(self.FIGURES, figure)} or more, got ", finding)

    def test_missing_and_new_kernels_are_reported_whatever_compiled_them(self):
        one, none = KernelSet("13.0", {self.NAME: self.FIGURES}), KernelSet("12.9")
        self.assertIn("got none in this build", *find_differences(90, one, none))
        self.assertIn("expected none by the table", *find_differences(90, none, one))

    def test_figures_of_another_compiler_are_not_compared(self):
        self.assertEqual(self.compare(release="12.9", registers=100), [])


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_table_is_read_as_it_was_written(self):
        kernels = KernelSet("13.0", {kernel("faultless"): Rows.FIGURES})
        write_table(table_file(90, self.folder), kernels)
        self.assertEqual(read_table(table_file(90, self.folder)), kernels)

    def test_a_table_of_other_columns_is_refused(self):
        file = table_file(90, self.folder)
        write_table(file, KernelSet("13.0", {kernel("faultless"): Rows.FIGURES}))
        file.write_text(file.read_text().replace(",heavy,", ",light,"))
        with self.assertRaisesRegex(ValueError, "regenerate.sh"):
            read_table(file)

    def test_the_command_fails_with_the_findings_and_what_to_do(self):
        architecture = min(BUILDS)
        write_table(table_file(architecture, self.folder), KernelSet(BUILDS[architecture].release))
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(check.main([OBJECT], self.folder), 1)
        self.assertIn(f"sm_{architecture} division forward float32 contiguous: calls: expected 0", output.getvalue())
        self.assertIn(f"sm_{architecture} long_way forward float32 contiguous: kernel: ", output.getvalue())
        self.assertIn("tests/codegen/regenerate.sh", output.getvalue())

    def test_the_command_fails_without_machine_code(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(check.main([], self.folder), 1)

    def test_a_compressed_cubin_is_refused(self):
        compressed = self.folder / "compressed.o"
        contents = OBJECT.read_bytes()
        compressed.write_bytes(contents[:4] + contents[4:].replace(b"\x7fELF", b"\x28\xb5\x2f\xfd"))
        with self.assertRaisesRegex(ValueError, "compressed"):
            measure_objects([compressed])

    def test_the_name_of_another_kernel_is_refused(self):
        with self.assertRaisesRegex(ValueError, "not understood: _Z4copyPf"):
            parse_kernel_name("_Z4copyPf")


if __name__ == "__main__":
    unittest.main()
