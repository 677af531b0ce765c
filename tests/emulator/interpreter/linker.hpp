// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <emulator/interpreter/program.hpp>
#include <emulator/ptx/module.hpp>

namespace softknee_emulator {

/// Decodes a kernel and the functions that it calls into one program. A function's registers and variables have places
/// of their own in it, once, which is why none may call itself.
/// @param addresses  of the module's variables in global and constant memory
/// @throws fault for what is not supported, naming the instruction and the function
std::unique_ptr<program> link(const ptx::module& module, const ptx::function& kernel,
                              const std::map<std::string, std::uint64_t>& addresses);

}  // namespace softknee_emulator
