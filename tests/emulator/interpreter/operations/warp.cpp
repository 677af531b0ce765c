// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/warp_choices.hpp>
#include <emulator/interpreter/thread.hpp>

/// Instructions that threads carry out together: each waits here until the block's scheduler has all of them.
/// Operands: slot 0 the result, 1 the value, 2 and 3 those of the operation, 4 the mask of the lanes that take part.
namespace softknee_emulator {
namespace {

flow wait(thread& t, const instruction& i) {
    t.waiting_at = &i;
    return flow::wait;
}

void wait_for(decoder& d, meeting what, int choice = 0) {
    d.result().run = wait;
    d.result().met = what;
    d.result().choice = choice;
}

void decode_barrier(decoder& d) {
    instruction& result = d.result();
    if (d.take("warp")) {
        d.take("sync");
        wait_for(d, meeting::warp_barrier);
        result.slot[4] = d.slot_of(d.operand(0));
        return;
    }
    d.take("cta");
    if (!d.take("sync")) d.refuse("of the block's barriers, .sync is supported");
    d.take("aligned");
    wait_for(d, meeting::barrier);
    result.slot[1] = d.slot_of(d.operand(0));
    if (d.operand_count() > 2) d.refuse("it has another number of operands");
    if (d.operand_count() == 2) result.slot[2] = d.slot_of(d.operand(1));
}

void decode_shuffle(decoder& d) {
    if (!d.take("sync") || d.take_type() != "b32") d.refuse("shfl.sync of .b32 is supported");
    const std::string_view mode = d.take_one_of({"up", "down", "bfly", "idx"});
    if (mode.empty()) d.refuse("the mode is not known");
    wait_for(d, meeting::shuffle,
             mode == "up"     ? shuffle_up
             : mode == "down" ? shuffle_down
             : mode == "bfly" ? shuffle_butterfly
                              : shuffle_index);
    instruction& result = d.result();
    const std::string& target = d.operand(0);
    const std::size_t bar = target.find('|');
    result.slot[0] = d.slot_of(std::string_view(target).substr(0, bar));
    if (bar != std::string::npos) result.slot[5] = d.slot_of(std::string_view(target).substr(bar + 1));
    result.slot[1] = d.slot_of(d.operand(1));
    result.slot[2] = d.slot_of(d.operand(2));
    result.slot[3] = d.slot_of(d.operand(3));
    result.slot[4] = d.slot_of(d.operand(4));
}

void decode_vote(decoder& d) {
    if (!d.take("sync")) d.refuse("the forms with .sync are supported");
    const std::string_view mode = d.take_one_of({"all", "any", "uni", "ballot"});
    const std::string_view type = d.take_type();
    if (mode.empty() || type != (mode == "ballot" ? "b32" : "pred")) d.refuse("the mode or the type is not known");
    wait_for(d, meeting::vote,
             mode == "all"   ? vote_all
             : mode == "any" ? vote_any
             : mode == "uni" ? vote_uniform
                             : vote_ballot);
    d.result().slot[0] = d.slot_of(d.operand(0));
    d.take_predicate(d.operand(1), d.result().slot[1]);
    d.result().slot[4] = d.slot_of(d.operand(2));
}

void decode_match(decoder& d) {
    const std::string_view mode = d.take_one_of({"any", "all"});
    const std::string_view type = d.take_type();
    if (!d.take("sync") || mode.empty() || (type != "b32" && type != "b64")) d.refuse("the form is not known");
    wait_for(d, meeting::match, mode == "any" ? match_any : match_all);
    instruction& result = d.result();
    result.bytes = ptx::size_of_type(type);
    const std::string& target = d.operand(0);
    const std::size_t bar = target.find('|');
    result.slot[0] = d.slot_of(std::string_view(target).substr(0, bar));
    if (bar != std::string::npos) result.slot[5] = d.slot_of(std::string_view(target).substr(bar + 1));
    result.slot[1] = d.slot_of(d.operand(1));
    result.slot[4] = d.slot_of(d.operand(2));
}

void decode_reduction(decoder& d) {
    constexpr std::string_view names[] = {"add", "min", "max", "and", "or", "xor"};
    int choice = no_slot;
    for (int k = 0; k < 6; ++k) {
        if (d.take(names[k])) choice = k;
    }
    const std::string_view type = d.take_type();
    const bool of_bits = type == "b32";
    const bool of_numbers = type == "u32" || type == "s32";
    if (!d.take("sync") || choice == no_slot || !(choice < 3 ? of_numbers : of_bits)) d.refuse("the form is not known");
    wait_for(d, meeting::reduction, choice);
    d.result().is_signed = type == "s32";
    d.result().slot[0] = d.slot_of(d.operand(0));
    d.result().slot[1] = d.slot_of(d.operand(1));
    d.result().slot[4] = d.slot_of(d.operand(2));
}

void decode_active_mask(decoder& d) {
    if (d.take_type() != "b32") d.refuse("the type is not known");
    wait_for(d, meeting::active_mask);
    d.result().slot[0] = d.slot_of(d.operand(0));
}

constexpr opcode_entry opcodes[] = {
    {"bar", decode_barrier}, {"barrier", decode_barrier}, {"shfl", decode_shuffle},          {"vote", decode_vote},
    {"match", decode_match}, {"redux", decode_reduction}, {"activemask", decode_active_mask}};

}  // namespace

std::span<const opcode_entry> warp_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
