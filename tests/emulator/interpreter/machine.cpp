// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/machine.hpp>

#include <algorithm>
#include <cstring>

#include <emulator/fault.hpp>
#include <emulator/interpreter/block_order.hpp>
#include <emulator/interpreter/block_runner.hpp>
#include <emulator/interpreter/linker.hpp>
#include <emulator/interpreter/program.hpp>
#include <emulator/ptx/module.hpp>

namespace softknee_emulator {

struct loaded_module::parts {
    explicit parts(device_memory& where) : memory(where) {}
    ~parts() {
        for (const auto& [name, variable] : variables) memory.release(variable.first);
    }

    device_memory& memory;
    int target = 0;
    std::map<std::string, std::unique_ptr<program>, std::less<>> kernels;
    std::map<std::string, std::pair<void*, std::size_t>, std::less<>> variables;
};

loaded_module::loaded_module(std::string_view ptx, device_memory& memory, int device)
    : parts_(std::make_unique<parts>(memory)) {
    const ptx::module parsed = ptx::parse(ptx);
    parts_->target = parsed.target;
    std::map<std::string, std::uint64_t> addresses;
    for (const ptx::variable& variable : parsed.variables) {
        if (variable.space != ptx::state_space::global && variable.space != ptx::state_space::constant) continue;
        void* const address = memory.allocate(std::max<std::size_t>(variable.bytes, 1), device);
        if (address == nullptr) throw fault("there is no memory for the variable " + variable.name);
        std::copy(variable.initial.begin(), variable.initial.end(), static_cast<std::uint8_t*>(address));
        memory.mark_written(address, variable.bytes);
        addresses[variable.name] = reinterpret_cast<std::uint64_t>(address);
        parts_->variables[variable.name] = {address, variable.bytes};
    }
    for (const ptx::function& function : parsed.functions) {
        if (function.is_kernel) parts_->kernels[function.name] = link(parsed, function, addresses);
    }
}

loaded_module::~loaded_module() = default;
loaded_module::loaded_module(loaded_module&&) noexcept = default;

int loaded_module::target() const {
    return parts_->target;
}

const program* loaded_module::find_kernel(std::string_view name) const {
    const auto found = parts_->kernels.find(name);
    return found == parts_->kernels.end() ? nullptr : found->second.get();
}

std::vector<std::string> loaded_module::kernel_names() const {
    std::vector<std::string> names;
    for (const auto& [name, kernel] : parts_->kernels) names.push_back(name);
    return names;
}

std::pair<void*, std::size_t> loaded_module::find_variable(std::string_view name) const {
    const auto found = parts_->variables.find(name);
    return found == parts_->variables.end() ? std::pair<void*, std::size_t>() : found->second;
}

std::vector<std::byte> take_arguments(const program& kernel, void* const* addresses) {
    std::vector<std::byte> bytes(kernel.parameter_bytes);
    for (std::size_t i = 0; i < kernel.parameters.size(); ++i) {
        std::memcpy(&bytes[kernel.parameters[i].offset], addresses[i], kernel.parameters[i].bytes);
    }
    return bytes;
}

program_facts facts_of(const program& kernel) {
    return {kernel.name, kernel.shared_bytes, kernel.local_bytes, kernel.parameter_bytes};
}

struct machine::state {
    device_memory& memory;
    machine_options options;
    machine_statistics statistics;
    race_log races;
};

machine::machine(device_memory& memory, machine_options options)
    : state_(std::make_unique<state>(state{memory, options, {}, {}})) {}
machine::~machine() = default;

void machine::run(const launch_request& request) {
    if (!state_->races.begin_launch()) state_->memory.forget_accesses();
    const std::uint64_t blocks = std::uint64_t(request.grid[0]) * request.grid[1] * request.grid[2];
    block_runner runner(request, state_->memory, state_->options, state_->races);
    machine_statistics& statistics = state_->statistics;
    ++statistics.launches;
    for (const std::uint64_t block : block_order(blocks, state_->options)) {
        runner.run(block);
        ++statistics.blocks;
        statistics.threads += std::uint64_t(request.block[0]) * request.block[1] * request.block[2];
    }
    statistics.instructions += runner.instructions();
}

const machine_statistics& machine::statistics() const {
    return state_->statistics;
}

}  // namespace softknee_emulator
