# SPDX-License-Identifier: Apache-2.0
"""Kernels in a cubin: their machine code and what ptxas recorded about them.

Attributes are in the section .nv.info, as records: a format byte, an attribute byte and two bytes that are either the
value or, in format 4, the size of a payload. Those read here have a symbol's index and a number as their payload.
"""

import re
import struct
from dataclasses import dataclass

from elf import read_sections, string_at

SIZED_FORMAT = 4
ATTRIBUTE_FRAME_BYTES = 0x11
ATTRIBUTE_REGISTERS = 0x2F
SYMBOL_BYTES = 24
TEXT_PREFIX = ".text."
SHARED_PREFIX = ".nv.shared."


@dataclass(frozen=True)
class Kernel:
    mangled_name: str
    code: bytes
    registers: int
    frame_bytes: int  # of local memory, for spilled registers and for arrays that are indexed at run time
    shared_bytes: int  # that the kernel declares for a block, with what the system takes since sm_90


def read_kernels(image: bytes) -> list[Kernel]:
    """All kernels of a cubin. A function that they call but that was not inlined is a part of their code."""
    sections = read_sections(image)
    contents = {section.name: section.contents for section in sections}
    sizes = {section.name: section.size for section in sections}
    attributes: dict[tuple[int, str], int] = {}
    for attribute, symbol, value in _symbol_attributes(contents[".nv.info"]):
        (name_offset,) = struct.unpack_from("<I", contents[".symtab"], symbol * SYMBOL_BYTES)
        attributes[attribute, string_at(contents[".strtab"], name_offset)] = value
    kernels = []
    for section in sections:
        if section.name.startswith(TEXT_PREFIX):
            name = section.name[len(TEXT_PREFIX) :]
            registers = attributes[ATTRIBUTE_REGISTERS, name]
            frame_bytes = attributes[ATTRIBUTE_FRAME_BYTES, name]
            shared_bytes = sizes.get(SHARED_PREFIX + name, 0)
            kernels.append(Kernel(name, section.contents, registers, frame_bytes, shared_bytes))
    return kernels


def _symbol_attributes(info: bytes):
    position = 0
    while position < len(info):
        record_format, attribute, size = struct.unpack_from("<BBH", info, position)
        position += 4
        if record_format == SIZED_FORMAT:
            if attribute in (ATTRIBUTE_FRAME_BYTES, ATTRIBUTE_REGISTERS):
                yield attribute, *struct.unpack_from("<II", info, position)
            position += size


def compiler_release(image: bytes) -> str:
    """The release of ptxas that wrote a cubin, such as 13.0; empty if it does not say."""
    for section in read_sections(image):
        if section.name == ".note.nv.tkinfo":
            release = re.search(rb"release (\d+\.\d+)", section.contents)
            if release:
                return release[1].decode()
    return ""
