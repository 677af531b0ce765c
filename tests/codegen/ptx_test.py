# SPDX-License-Identifier: Apache-2.0
"""PTX is found where nvcc and the linker put it, and its hash changes with the work of a kernel and nothing else."""

import struct
import tempfile
import unittest
from pathlib import Path

from kernel_name import KernelName
from ptx import hash_kernel, hash_kernels, split_module

KERNEL = "_ZN8softknee7kernels4cuda17pointwise_forwardINS_4gelu{}"
MANGLED = KERNEL.format("ENS1_17contiguous_layoutIfLi1EEEEEvT0_NS_16parameter_valuesINS6_6scalarEEE")
NAME = KernelName("gelu", "forward", "float32", "contiguous")
BODY = """
.visible .entry NAME(
.param .align 8 .b8 NAME_param_0[56]
)
.maxntid 256, 1, 1
{
.reg .pred %p<2>;
.pragma "nounroll";
ld.param.u32 %r1, [NAME_param_0+16];
setp.eq.s32 %p1, %r1, 0;
@%p1 bra $L__BB0_2;
{shr.u32 %r1, %r1, 1;}
$L__BB0_2:
ret;
}
"""
HEADER = "\n.version 9.0\n.target sm_90\n.address_size 64\n"
MODULE = HEADER + BODY.replace("NAME", MANGLED)


def fat_binary(text: str, architecture: int = 90, kind: int = 1) -> bytes:
    contents = text.encode()
    contents += bytes(-len(contents) % 8)
    entry = struct.pack("<HHIQQII", kind, 0x101, 32, len(contents), 0, 0, architecture)
    return struct.pack("<IHHQ", 0xBA55ED50, 1, 16, len(entry + contents)) + entry + contents


def elf_file(section: bytes) -> bytes:
    """With the sections .nv_fatbin and the names of both."""
    names = b"\0.nv_fatbin\0.names\0"
    header = struct.pack("<5s35xQ10xHHH", b"\x7fELF\x02", 64 + len(section) + len(names), 64, 2, 1)
    headers = struct.pack("<IIQQQQIIQQ", 1, 1, 0, 0, 64, len(section), 0, 0, 1, 0)
    headers += struct.pack("<IIQQQQIIQQ", 12, 3, 0, 0, 64 + len(section), len(names), 0, 0, 1, 0)
    return header + section + names + headers


def static_library(*members: bytes) -> bytes:
    contents = b"!<arch>\n"
    for member in members:
        contents += b"member.o/".ljust(48) + str(len(member)).encode().ljust(10) + b"`\n" + member
        contents += b"\n" * (len(contents) % 2)
    return contents


class Hashes(unittest.TestCase):
    def hash_of(self, module: str, mangled: str = MANGLED) -> str:
        return {name: hash_kernel(name, text) for name, text in split_module(module)}[mangled]

    def assert_same(self, module: str) -> None:
        self.assertNotEqual(module, MODULE)
        self.assertEqual(self.hash_of(module), self.hash_of(MODULE))

    def assert_other(self, old: str, new: str) -> None:
        self.assertIn(old, MODULE)
        self.assertNotEqual(self.hash_of(MODULE.replace(old, new)), self.hash_of(MODULE))

    def test_an_instruction_an_operand_and_a_directive_count(self):
        self.assert_other("shr.u32", "shl.b32")
        self.assert_other("%r1, 1;", "%r1, 2;")
        self.assert_other("bra $L__BB0_2;", "bra $L__BB0_3;\n$L__BB0_3:")
        self.assert_other("256, 1, 1", "128, 1, 1")
        self.assert_other('"nounroll"', '"unroll"')
        self.assert_other("[56]", "[64]")

    def test_comments_white_space_and_lines_of_the_source_do_not_count(self):
        self.assert_same(MODULE.replace("ret;", "\tret ; // the end"))
        self.assert_same(MODULE.replace("ret;", "/* the\nend */ret;"))
        located = ".loc 1 12 3, function_name $L__info_string0, inlined_at 1 2 3\n$L__tmp0:\nret;"
        self.assert_same('.file 1 "pointwise.cuh"\n' + MODULE.replace("ret;", located))
        self.assert_same(MODULE + ".section\t.debug_str\n{\n$L__info_string0:\n.b8 95\n}\n")

    def test_release_and_target_do_not_count(self):
        self.assert_same(MODULE.replace(".version 9.0", ".version 9.1").replace("sm_90", "sm_80"))

    def test_the_place_in_the_module_does_not_count(self):
        before = BODY.replace("NAME", "_Z6before")
        self.assert_same(HEADER + before + BODY.replace("NAME", MANGLED).replace("$L__BB0_", "$L__BB1_"))

    def test_the_name_does_not_count(self):
        self.assertEqual(self.hash_of(HEADER + BODY.replace("NAME", "_Z5other"), "_Z5other"), self.hash_of(MODULE))

    def test_the_name_of_shared_memory_that_a_launch_gives_does_not_count(self):
        self.assert_same(MODULE.replace("\n.visible", "\n.extern .shared .align 16 .b8 dynamic_shared[];\n.visible"))

    def test_what_a_kernel_may_read_beside_it_is_refused(self):
        for other in (".global .b8 table[4] = {1, 2, 3, 4};\n", ".extern .shared .b8 sized[4];\n",
                      ".func (.param .b32 y) half(.param .b32 x) {}\n"):
            for module in (other + MODULE, MODULE + other):
                with self.assertRaisesRegex(ValueError, "beside the kernels of a module"):
                    list(split_module(module))

    def test_a_body_that_was_cut_off_is_refused(self):
        with self.assertRaisesRegex(ValueError, "does not end"):
            list(split_module(MODULE.rstrip().removesuffix("}")))


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "file"

    def read(self, contents: bytes) -> dict:
        self.file.write_bytes(contents)
        return hash_kernels([self.file])

    def test_kernels_are_found_in_an_object_and_in_a_library(self):
        expected = {(NAME, 90): hash_kernel(*next(split_module(MODULE)))}
        self.assertEqual(self.read(elf_file(fat_binary(MODULE))), expected)
        library = static_library(b"odd", elf_file(b""), elf_file(fat_binary(MODULE)), elf_file(b""))
        self.assertEqual(self.read(library), expected)
        self.assertEqual(self.read(b"a text"), {})

    def test_each_architecture_has_its_own(self):
        other = MODULE.replace("shr.u32", "shl.b32")
        machine_code = fat_binary("machine code", 75, kind=2)
        hashes = self.read(elf_file(fat_binary(MODULE) + fat_binary(other, 80) + machine_code))
        self.assertEqual(set(hashes), {(NAME, 90), (NAME, 80)})
        self.assertEqual(len(set(hashes.values())), 2)

    def test_two_different_kernels_of_one_name_are_refused(self):
        with self.assertRaisesRegex(ValueError, "another kernel gelu forward float32 contiguous for sm_90"):
            self.read(elf_file(fat_binary(MODULE) + fat_binary(MODULE.replace("shr.u32", "shl.b32"))))

    def test_compressed_ptx_is_refused(self):
        with self.assertRaisesRegex(ValueError, "the PTX for sm_90 is compressed"):
            self.read(elf_file(fat_binary("\x28 something shorter")))


if __name__ == "__main__":
    unittest.main()
