# SPDX-License-Identifier: Apache-2.0
"""The fat binaries that nvcc embeds in an object file.

The section .nv_fatbin holds one fat binary after another; each is a header and entries, one for each architecture and
kind of code. The layout is not documented by NVIDIA; it was read from objects of nvcc 13.0.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from elf import is_elf, read_sections

MAGIC = 0xBA55ED50
KIND_PTX = 1
KIND_CUBIN = 2
ARCHITECTURE_OFFSET = 28  # in the header of an entry: 90 for sm_90


def read_cubins(object_file: Path) -> Iterator[tuple[int, bytes]]:
    """Architecture and image of each cubin in an object file; none in an object that nvcc did not make.

    Raises ValueError if the section is not understood, or if a cubin is compressed: nvcc does not compress with
    --compress-mode=none.
    """
    for kind, architecture, image in read_entries(object_file.read_bytes(), object_file):
        if kind == KIND_CUBIN:
            if not is_elf(image):
                raise ValueError(f"{object_file}: the cubin for sm_{architecture} is compressed")
            yield architecture, image


def read_entries(elf_image: bytes, file: Path) -> Iterator[tuple[int, int, bytes]]:
    """Kind, architecture and content of each entry; `file` is what errors name."""
    for section in read_sections(elf_image):
        if section.name == ".nv_fatbin":
            yield from _read_section(section.contents, file)


def _read_section(contents: bytes, file: Path) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position < len(contents):
        magic, _, header_bytes, body_bytes = struct.unpack_from("<IHHQ", contents, position)
        if magic != MAGIC:
            raise ValueError(f"{file}: no fat binary at offset {position} of .nv_fatbin")
        position += header_bytes
        end = position + body_bytes
        while position < end:
            kind, _, header_bytes, body_bytes = struct.unpack_from("<HHIQ", contents, position)
            (architecture,) = struct.unpack_from("<I", contents, position + ARCHITECTURE_OFFSET)
            body = position + header_bytes
            position = body + body_bytes
            yield kind, architecture, contents[body:position]
