// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// PTX as it is written, without meaning: what the parser makes of the text.
namespace softknee_emulator::ptx {

enum class state_space { generic, global, shared, local, parameter, constant };

/// A declaration in memory.
struct variable {
    std::string name;
    state_space space;
    std::size_t alignment;
    std::size_t bytes;                    ///< 0 for an array of unknown size: dynamic shared memory
    std::vector<std::uint8_t> initial{};  ///< fewer bytes than `bytes`: the rest is zero
};

/// An instruction.
struct statement {
    std::string text;   ///< as written, for messages
    std::string guard;  ///< the predicate register of "@p" or "@!p"; empty if there is none
    bool guard_is_negated = false;
    std::vector<std::string> name;      ///< "add.rn.f32" at its dots
    std::vector<std::string> operands;  ///< without spaces: "%r1", "{%r1,%r2}", "[%rd1+16]", "(result)", "1.5"
};

/// A kernel or a device function. Names of registers and variables of inner scopes are made unique.
struct function {
    std::string name;
    bool is_kernel;
    std::vector<variable> results{};
    std::vector<variable> parameters{};
    std::vector<std::string> registers{};
    std::vector<variable> variables{};
    std::vector<statement> statements{};
    std::map<std::string, std::size_t> labels{};  ///< to the index of the statement that follows
};

struct module {
    int target = 0;  ///< 90 for sm_90
    std::vector<variable> variables{};
    std::vector<function> functions{};
};

/// @throws fault for text that is not understood, naming it
module parse(std::string_view text);

/// The bytes of a value of a PTX type without its dot: 4 for "f32", 1 for "pred".
/// @throws fault for a type that is not known
std::size_t size_of_type(std::string_view type);

}  // namespace softknee_emulator::ptx
