// SPDX-License-Identifier: Apache-2.0
#include <emulator/fault.hpp>
#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/memory_operands.hpp>
#include <emulator/interpreter/thread.hpp>

/// Branches, the end, and what orders memory. Calls are linked by the linker, which gives them their targets.
namespace softknee_emulator {
namespace {

flow branch(thread& t, const instruction& i) {
    t.next = i.target;
    return flow::jump;
}
flow exit_thread(thread&, const instruction&) {
    return flow::exit;
}
flow trap(thread&, const instruction&) {
    throw fault("trap");
}
flow pass(thread&, const instruction&) {
    return flow::next;
}

void decode_branch(decoder& d) {
    d.take("uni");
    if (d.operand_count() != 1) d.refuse("a label is expected");
    d.result().run = branch;
}
void decode_exit(decoder& d) {
    d.take("uni");
    d.result().run = exit_thread;
}
void decode_trap(decoder& d) {
    d.result().run = trap;
}
/// Threads take turns, and what one has written the others read.
void decode_fence(decoder& d) {
    d.take_one_of({"sc", "acq_rel", "proxy"});
    d.take_one_of({"cta", "gl", "gpu", "sys", "cluster"});
    d.result().run = pass;
}
void decode_pass(decoder& d) {
    d.take("u32");
    d.result().run = pass;
}

constexpr opcode_entry opcodes[] = {{"bra", decode_branch},  {"ret", decode_exit},      {"exit", decode_exit},
                                    {"trap", decode_trap},   {"brkpt", decode_trap},    {"membar", decode_fence},
                                    {"fence", decode_fence}, {"nanosleep", decode_pass}};

}  // namespace

std::span<const opcode_entry> control_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
