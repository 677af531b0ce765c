# SPDX-License-Identifier: Apache-2.0
"""The PTX of the kernels in object files, static libraries and executables, and a hash of what each of them does."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from elf import is_elf
from fat_binary import KIND_PTX, read_entries
from kernel_name import KernelName, parse_kernel_name

ARCHIVE_MAGIC = b"!<arch>\n"
ARCHIVE_HEADER_BYTES = 60
HASH_DIGITS = 16

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
# Where the source was, and which release of PTX it is; what a target can do shows in the instructions.
LINES_WITHOUT_WORK = re.compile(r"^[ \t]*\.(?:version|target|address_size|file|loc)\b[^\n]*", re.MULTILINE)
# The name of the shared memory that a launch gives. It has no contents, and a kernel's instructions say what is read.
DYNAMIC_SHARED_MEMORY = re.compile(r"^[ \t]*\.extern\s+\.shared\b[^;]*\[\s*\]\s*;", re.MULTILINE)
DEBUG_SECTION = re.compile(r"^[ \t]*\.section\s+\S+\s*\{.*?\}", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"(?:\.(?:visible|weak)\s+)?\.entry\s+([\w$]+)")
BRACE = re.compile(r"[{}]")
# With the colon where it stands before an instruction.
LABEL = re.compile(r"(\$[\w$%.]+)(\s*:|)")
TOKEN = re.compile(r'"[^"]*"|[\w$%.]+|\S')


def hash_kernels(files: Iterable[Path]) -> dict[tuple[KernelName, int], str]:
    """By kernel and architecture. Files and members of libraries without kernels are passed over.

    Raises ValueError for PTX that is not understood, and if two files have different kernels of one name.
    """
    hashes: dict[tuple[KernelName, int], str] = {}
    for file in files:
        for architecture, module in read_ptx(file):
            for mangled_name, text in split_module(module):
                key = (parse_kernel_name(mangled_name), architecture)
                kernel_hash = hash_kernel(mangled_name, text)
                if hashes.setdefault(key, kernel_hash) != kernel_hash:
                    raise ValueError(f"{file}: another kernel {key[0]} for sm_{architecture}")
    return hashes


def read_ptx(file: Path) -> Iterator[tuple[int, str]]:
    """Architecture and text of each PTX module in a file."""
    for image in _read_images(file.read_bytes()):
        for kind, architecture, content in read_entries(image, file):
            if kind == KIND_PTX:
                text = content.rstrip(b"\0")
                if b".version" not in text:
                    raise ValueError(f"{file}: the PTX for sm_{architecture} is compressed")
                yield architecture, text.decode()


def split_module(module: str) -> Iterator[tuple[str, str]]:
    """Mangled name and text of each kernel, without comments and lines that do no work.

    Raises ValueError if anything stands beside the kernels: it may be a table that they read, and would have to be a
    part of their hashes.
    """
    for without_work in (COMMENT, LINES_WITHOUT_WORK, DYNAMIC_SHARED_MEMORY, DEBUG_SECTION):
        module = without_work.sub("", module)
    position = 0
    while entry := ENTRY.search(module, position):
        _refuse_text(module[position : entry.start()])
        depth = 0
        for brace in BRACE.finditer(module, entry.end()):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                break
        else:
            raise ValueError(f"the body of {entry[1]} does not end")
        position = brace.end()
        yield entry[1], module[entry.start() : position]
    _refuse_text(module[position:])


def hash_kernel(mangled_name: str, text: str) -> str:
    """Labels are counted, since theirs count the kernels before; the kernel's own name is left out."""
    text = text.replace(mangled_name, "kernel")
    uses = Counter(label for label, _ in LABEL.findall(text))
    # A label that is nowhere a target is there for a debugger.
    labels = {label: f"$L{i}" for i, label in enumerate(label for label, count in uses.items() if count > 1)}
    text = LABEL.sub(lambda found: labels[found[1]] + found[2] if found[1] in labels else "", text)
    return hashlib.sha256("".join(token + "\n" for token in TOKEN.findall(text)).encode()).hexdigest()[:HASH_DIGITS]


def _refuse_text(text: str) -> None:
    if text.strip():
        raise ValueError(f"beside the kernels of a module: {text.strip()[:80]}")


def _read_images(contents: bytes) -> Iterator[bytes]:
    """The ELF images of a file: itself, or the members of a static library."""
    if is_elf(contents):
        yield contents
    if contents.startswith(ARCHIVE_MAGIC):
        position = len(ARCHIVE_MAGIC)
        while position < len(contents):
            body = position + ARCHIVE_HEADER_BYTES
            member_bytes = int(contents[body - 12 : body - 2])
            member = contents[body : body + member_bytes]
            if is_elf(member):
                yield member
            position = body + member_bytes + member_bytes % 2
