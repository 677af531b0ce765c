// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/symbol_table.hpp>

#include <emulator/ptx/literal.hpp>

namespace softknee_emulator {
namespace {

const std::map<std::string, special_register, std::less<>> special_registers = {
    {"%tid.x", special_register::thread_x},
    {"%tid.y", special_register::thread_y},
    {"%tid.z", special_register::thread_z},
    {"%ntid.x", special_register::block_size_x},
    {"%ntid.y", special_register::block_size_y},
    {"%ntid.z", special_register::block_size_z},
    {"%ctaid.x", special_register::block_x},
    {"%ctaid.y", special_register::block_y},
    {"%ctaid.z", special_register::block_z},
    {"%nctaid.x", special_register::grid_size_x},
    {"%nctaid.y", special_register::grid_size_y},
    {"%nctaid.z", special_register::grid_size_z},
    {"%laneid", special_register::lane},
    {"%warpid", special_register::warp},
    {"%nwarpid", special_register::warps},
    {"%lanemask_eq", special_register::lanes_equal},
    {"%lanemask_lt", special_register::lanes_less},
    {"%lanemask_le", special_register::lanes_less_equal},
    {"%lanemask_gt", special_register::lanes_greater},
    {"%lanemask_ge", special_register::lanes_greater_equal},
    {"%smid", special_register::multiprocessor},
    {"%gridid", special_register::grid},
    {"%dynamic_smem_size", special_register::dynamic_shared_bytes},
    {"%total_smem_size", special_register::total_shared_bytes}};

std::size_t aligned(std::size_t offset, std::size_t alignment) {
    return (offset + alignment - 1) / alignment * alignment;
}

}  // namespace

int symbol_table::new_slot(std::uint64_t initial) {
    kernel_.initial_registers.push_back(initial);
    return static_cast<int>(kernel_.initial_registers.size()) - 1;
}

void symbol_table::add_register(const std::string& name) {
    slots_[name] = new_slot();
}

void symbol_table::add_constant(const std::string& name, std::uint64_t value) {
    slots_[name] = new_slot(value);
}

placed_variable symbol_table::add_local(const ptx::variable& variable) {
    kernel_.local_bytes = aligned(kernel_.local_bytes, variable.alignment);
    const placed_variable place{kernel_.local_bytes, variable.bytes};
    kernel_.local_bytes += variable.bytes;
    locals_[variable.name] = place;
    const int slot = new_slot();
    slots_[variable.name] = slot;
    kernel_.local_addresses.emplace_back(slot, place.offset);
    return place;
}

void symbol_table::add_argument(const std::string& name, const placed_variable& place) {
    arguments_[name] = place;
    // The address of a parameter is its offset: "mov.b64 %rd1, parameter" is followed by ld.param.
    add_constant(name, place.offset);
}

int symbol_table::find_value(std::string_view text) {
    if (const auto found = slots_.find(text); found != slots_.end()) return found->second;
    if (const auto found = special_registers.find(text); found != special_registers.end()) {
        const int slot = new_slot();
        slots_.emplace(text, slot);
        kernel_.special_registers.emplace_back(slot, found->second);
        return slot;
    }
    if (text == "WARP_SZ") return find_value("32");
    if (const auto value = ptx::parse_literal(text)) {
        const auto [found, is_new] = literals_.try_emplace(*value, no_slot);
        if (is_new) found->second = new_slot(*value);
        return found->second;
    }
    return no_slot;
}

const placed_variable* symbol_table::find_argument(std::string_view name) const {
    const auto found = arguments_.find(name);
    return found == arguments_.end() ? nullptr : &found->second;
}

const placed_variable* symbol_table::find_local(std::string_view name) const {
    const auto found = locals_.find(name);
    return found == locals_.end() ? nullptr : &found->second;
}

}  // namespace softknee_emulator
