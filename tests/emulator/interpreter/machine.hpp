// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <emulator/memory/device_memory.hpp>

namespace softknee_emulator {

struct program;

/// In which order the blocks of a grid and the threads of a block get their turn.
enum class turn_order { ascending, descending, random };

/// How kernels are run.
struct machine_options {
    turn_order order = turn_order::ascending;
    std::uint64_t seed = 1;  ///< of the random order, and of the sampled blocks
    /// Results of approximate instructions are moved by up to their documented error, in this direction: -1, 0 or 1.
    int approximation_error = 0;
    /// Grids with more blocks than this are sampled: their first and last blocks, those around powers of two, and a
    /// selection by the seed.
    std::uint64_t most_blocks = std::uint64_t(1) << 16;
    /// Of a thread between two waits. One that spins on what another thread will never write runs far more.
    std::uint64_t most_instructions = std::uint64_t(1) << 30;
};

/// What has been run since the machine was made.
struct machine_statistics {
    std::uint64_t launches = 0;
    std::uint64_t blocks = 0;
    std::uint64_t threads = 0;
    std::uint64_t instructions = 0;
};

using dimensions = std::array<unsigned, 3>;

/// A launch whose arguments have been taken.
struct launch_request {
    const program* kernel;
    dimensions grid;
    dimensions block;
    std::vector<std::byte> arguments;  ///< as `take_arguments` lays them out
    std::size_t dynamic_shared_bytes = 0;
};

/// The kernels of a PTX module, ready to run. It holds their global variables in the memory, which must outlive it.
class loaded_module {
public:
    /// @throws fault for an instruction or a declaration that is not known, naming it and the kernel
    loaded_module(std::string_view ptx, device_memory& memory, int device);
    ~loaded_module();
    loaded_module(loaded_module&&) noexcept;

    int target() const;
    /// Null if there is none of that (mangled) name.
    const program* find_kernel(std::string_view name) const;
    std::vector<std::string> kernel_names() const;
    /// The address and size of a global variable; null and 0 if there is none of that (mangled) name.
    std::pair<void*, std::size_t> find_variable(std::string_view name) const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

/// The bytes of a kernel's arguments, from the array of their addresses that a launch is given.
std::vector<std::byte> take_arguments(const program& kernel, void* const* addresses);

/// Facts about a kernel that the runtime reports.
struct program_facts {
    std::string name;
    std::size_t static_shared_bytes;
    std::size_t local_bytes;
    std::size_t parameter_bytes;
};
program_facts facts_of(const program& kernel);

/// A device that runs one kernel after the other and watches every access.
class machine {
public:
    machine(device_memory& memory, machine_options options);
    ~machine();

    /// Runs a grid to its end.
    /// @throws fault at the first thing that is wrong; the memory is as it was left then
    void run(const launch_request& request);
    const machine_statistics& statistics() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace softknee_emulator
