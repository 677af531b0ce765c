// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include <emulator/fault.hpp>
#include <emulator/interpreter/memory_access.hpp>
#include <emulator/interpreter/operations/families.hpp>
#include <emulator/ptx/literal.hpp>

/// cp.async: copies from global to shared memory that are there when the thread has waited for their group. Until then
/// nothing has been written as far as a load can tell, which is how a wait that is missing, or too short, is found.
namespace softknee_emulator {
namespace {

std::uint64_t read_size(const thread& t, const instruction& i) {
    return read<std::uint32_t>(t, i.slot[2]);
}

/// An access to this space at an address that is in no register.
instruction access_to(ptx::state_space space) {
    instruction result;
    result.space = space;
    return result;
}
const instruction global_access = access_to(ptx::state_space::global);
const instruction shared_access = access_to(ptx::state_space::shared);

flow begin_copy(thread& t, const instruction& i) {
    const auto [source_offset, bytes] = i.copies;
    const std::uint64_t source = t.registers[i.slot[1]] + source_offset;
    const std::uint64_t read = i.slot[2] == no_slot ? bytes : read_size(t, i);
    if (read > bytes) throw fault("the copy is told to read more bytes than it writes");
    // The address must be a multiple of the whole width even where less is read.
    if (source % bytes != 0) {
        throw fault("misaligned: asynchronous copy of " + std::to_string(bytes) + " bytes from an address that is " +
                    std::to_string(source % bytes) + " bytes beyond a multiple of it");
    }
    asynchronous_copy copy{};
    // An access has a power of two of bytes, what is read any number.
    for (std::size_t done = 0, part = bytes; done < read; part /= 2) {
        if (part > read - done) continue;
        std::memcpy(&copy.content[done], access_memory(t, global_access, source + done, part, access_kind::load), part);
        done += part;
    }
    const std::uint64_t target = t.registers[i.slot[0]] + static_cast<std::uint64_t>(i.offset);
    const std::byte* const written = access_memory(t, shared_access, target, bytes, access_kind::store);
    shared_memory& shared = t.block->shared;
    copy.bytes = bytes;
    copy.offset = static_cast<std::size_t>(written - shared.data.data());
    copy.group = t.copy_groups;
    std::memset(&shared.written[copy.offset], 0, bytes);
    t.copies.push_back(copy);
    return flow::next;
}

flow commit_group(thread& t, const instruction&) {
    ++t.copy_groups;
    return flow::next;
}

/// Those of the groups before this one are carried out.
void finish_copies(thread& t, std::uint64_t group) {
    shared_memory& shared = t.block->shared;
    const auto first_left = std::find_if(t.copies.begin(), t.copies.end(),
                                         [&](const asynchronous_copy& copy) { return copy.group >= group; });
    std::for_each(t.copies.begin(), first_left, [&](const asynchronous_copy& copy) {
        std::memcpy(&shared.data[copy.offset], copy.content.data(), copy.bytes);
        std::memset(&shared.written[copy.offset], 1, copy.bytes);
    });
    t.copies.erase(t.copies.begin(), first_left);
}

flow wait_for_groups(thread& t, const instruction& i) {
    const std::uint64_t pending = i.copies[0];
    if (t.copy_groups > pending) finish_copies(t, t.copy_groups - pending);
    return flow::next;
}

flow wait_for_all(thread& t, const instruction&) {
    finish_copies(t, t.copy_groups + 1);
    return flow::next;
}

std::uint64_t take_number(decoder& d, std::size_t operand) {
    const auto number = ptx::parse_literal(d.operand(operand));
    if (!number) d.refuse("operand " + std::to_string(operand) + " is not a number");
    return *number;
}

void decode_copy(decoder& d) {
    instruction& result = d.result();
    const bool bypasses = d.take("cg");
    if (!bypasses && !d.take("ca")) d.refuse("neither .ca nor .cg");
    if (d.take_one_of({"shared", "shared::cta"}).empty() || !d.take("global")) {
        d.refuse("it is not from global to shared memory");
    }
    d.take_one_of({"L2::64B", "L2::128B", "L2::256B"});
    if (d.operand_count() != 3 && d.operand_count() != 4) d.refuse("it has another number of operands");
    d.take_address(d.operand(1), result.slot[1]);
    result.copies[0] = static_cast<std::uint64_t>(result.offset);
    result.offset = 0;
    d.take_address(d.operand(0), result.slot[0]);
    result.copies[1] = take_number(d, 2);
    const std::uint64_t bytes = result.copies[1];
    if (bytes != 16 && (bypasses || (bytes != 4 && bytes != 8))) d.refuse("no copy has this many bytes");
    if (d.operand_count() == 4) result.slot[2] = d.slot_of(d.operand(3));
    result.run = begin_copy;
}

void decode_asynchronous_copy(decoder& d) {
    if (!d.take("async")) d.refuse("only asynchronous copies are known");
    if (d.take("commit_group")) {
        d.result().run = commit_group;
    } else if (d.take("wait_group")) {
        d.result().copies[0] = take_number(d, 0);
        d.result().run = wait_for_groups;
    } else if (d.take("wait_all")) {
        d.result().run = wait_for_all;
    } else {
        decode_copy(d);
    }
}

constexpr opcode_entry opcodes[] = {{"cp", decode_asynchronous_copy}};

}  // namespace

std::span<const opcode_entry> asynchronous_copy_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
