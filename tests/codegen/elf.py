# SPDX-License-Identifier: Apache-2.0
"""Sections of a 64-bit little-endian ELF file: host objects and the cubins inside them are both that."""

import struct
from dataclasses import dataclass

NO_CONTENTS = 8  # the type of a section that is only room, SHT_NOBITS


@dataclass(frozen=True)
class Section:
    name: str
    contents: bytes
    size: int  # also of a section that has no contents in the file


def string_at(strings: bytes, offset: int) -> str:
    """The zero-terminated string that begins at an offset of a string table."""
    return strings[offset : strings.index(b"\0", offset)].decode()


def is_elf(image: bytes) -> bool:
    """Whether these bytes begin like a 64-bit ELF file."""
    return image[:5] == b"\x7fELF\x02"


def read_sections(image: bytes) -> list[Section]:
    """All sections, in the order of their headers, so that a symbol's section index is an index into the list."""
    (headers_offset,) = struct.unpack_from("<Q", image, 40)
    header_bytes, count, names_index = struct.unpack_from("<HHH", image, 58)
    headers = [struct.unpack_from("<IIQQQQIIQQ", image, headers_offset + i * header_bytes) for i in range(count)]

    def contents(header: tuple) -> bytes:
        return image[header[4] : header[4] + header[5]] if header[1] != NO_CONTENTS else b""

    names = contents(headers[names_index])
    return [Section(string_at(names, header[0]), contents(header), header[5]) for header in headers]
