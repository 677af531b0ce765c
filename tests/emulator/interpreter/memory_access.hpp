// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <emulator/interpreter/thread.hpp>

namespace softknee_emulator {

enum class access_kind { load, store, atomic };

/// The bytes that an instruction accesses, checked: inside one allocation or array, aligned to their size, written
/// before they are read, and in no race with another access. Records the access.
/// @param address  a register's content, without the instruction's offset
/// @throws fault
std::byte* access_memory(thread& t, const instruction& i, std::uint64_t address, std::size_t bytes, access_kind kind);

}  // namespace softknee_emulator
