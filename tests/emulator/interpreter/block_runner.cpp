// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/block_runner.hpp>

#include <algorithm>
#include <numeric>
#include <string>

#include <emulator/fault.hpp>
#include <emulator/interpreter/warp_meeting.hpp>

namespace softknee_emulator {
namespace {

std::uint64_t value_of(special_register which, const launch_request& request, std::uint64_t block, unsigned index) {
    const dimensions& size = request.block;
    const dimensions& grid = request.grid;
    const unsigned lane = index % warp_size;
    const std::uint32_t bit = 1u << lane;
    switch (which) {
        case special_register::thread_x:
            return index % size[0];
        case special_register::thread_y:
            return index / size[0] % size[1];
        case special_register::thread_z:
            return index / size[0] / size[1];
        case special_register::block_size_x:
            return size[0];
        case special_register::block_size_y:
            return size[1];
        case special_register::block_size_z:
            return size[2];
        case special_register::block_x:
            return block % grid[0];
        case special_register::block_y:
            return block / grid[0] % grid[1];
        case special_register::block_z:
            return block / grid[0] / grid[1];
        case special_register::grid_size_x:
            return grid[0];
        case special_register::grid_size_y:
            return grid[1];
        case special_register::grid_size_z:
            return grid[2];
        case special_register::lane:
            return lane;
        case special_register::warp:
            return index / warp_size;
        case special_register::warps:
            return (size[0] * size[1] * size[2] + warp_size - 1) / warp_size;
        case special_register::lanes_equal:
            return bit;
        case special_register::lanes_less:
            return bit - 1;
        case special_register::lanes_less_equal:
            return bit | (bit - 1);
        case special_register::lanes_greater:
            return ~(bit | (bit - 1));
        case special_register::lanes_greater_equal:
            return ~(bit - 1);
        case special_register::multiprocessor:
            return 0;
        case special_register::grid:
            return 1;
        case special_register::dynamic_shared_bytes:
            return request.dynamic_shared_bytes;
        case special_register::total_shared_bytes:
            return request.kernel->shared_bytes + request.dynamic_shared_bytes;
    }
    return 0;
}

}  // namespace

block_runner::block_runner(const launch_request& request, device_memory& memory, const machine_options& options,
                           race_log& races)
    : request_(request), options_(options), generator_(options.seed) {
    const program& kernel = *request.kernel;
    const std::size_t threads = std::size_t(request.block[0]) * request.block[1] * request.block[2];
    const std::size_t shared_bytes = kernel.shared_bytes + request.dynamic_shared_bytes;
    context_.kernel = &kernel;
    context_.arguments = request.arguments.data();
    context_.memory = &memory;
    context_.races = &races;
    context_.approximation_error = options.approximation_error;
    context_.shared = {std::vector<std::byte>(shared_bytes), std::vector<std::uint8_t>(shared_bytes),
                       std::vector<race_log::interval>(shared_bytes), std::vector<race_log::interval>(shared_bytes)};
    threads_.resize(threads);
    registers_.resize(threads * kernel.initial_registers.size());
    // Each thread's local memory begins at a multiple of the greatest alignment.
    local_.resize(threads * ((kernel.local_bytes + 15) / 16 * 16) + 16);
    order_.resize(threads);
}

void block_runner::run(std::uint64_t block_index) {
    context_.index = block_index;
    start_threads(block_index);
    while (alive_ > 0) {
        order_threads();
        bool progress = false;
        for (const unsigned index : order_) {
            thread& t = threads_[index];
            if (t.state != thread_state::ready) continue;
            progress = true;
            run_thread(t);
        }
        if (!progress) answer_active_masks();
    }
}

void block_runner::start_threads(std::uint64_t block_index) {
    const program& kernel = *request_.kernel;
    const auto count = static_cast<unsigned>(threads_.size());
    std::fill(context_.shared.written.begin(), context_.shared.written.end(), std::uint8_t(0));
    context_.races->begin_block(block_index, count);
    const std::size_t registers = kernel.initial_registers.size();
    const auto local_base = (reinterpret_cast<std::uintptr_t>(local_.data()) + 15) / 16 * 16;
    for (unsigned index = 0; index < count; ++index) {
        thread& t = threads_[index];
        t = {};
        t.registers = &registers_[index * registers];
        t.index = index;
        t.lane = index % warp_size;
        t.warp = index / warp_size;
        t.interval = context_.races->first_of_phase() + index;
        t.local = reinterpret_cast<std::byte*>(local_base + index * ((kernel.local_bytes + 15) / 16 * 16));
        t.block = &context_;
        std::copy(kernel.initial_registers.begin(), kernel.initial_registers.end(), t.registers);
        for (const auto& [slot, which] : kernel.special_registers) {
            t.registers[slot] = value_of(which, request_, block_index, index);
        }
        for (const auto& [slot, offset] : kernel.local_addresses) {
            t.registers[slot] = reinterpret_cast<std::uint64_t>(t.local) + offset;
        }
    }
    alive_ = count;
}

void block_runner::order_threads() {
    std::iota(order_.begin(), order_.end(), 0u);
    if (options_.order == turn_order::descending) std::reverse(order_.begin(), order_.end());
    if (options_.order == turn_order::random) std::shuffle(order_.begin(), order_.end(), generator_);
}

void block_runner::run_thread(thread& t) {
    const instruction* const code = request_.kernel->code.data();
    const std::uint64_t last = instructions_ + options_.most_instructions;
    const instruction* i = &code[t.next];
    try {
        for (;; i = &code[t.next]) {
            if (++instructions_ == last) throw fault("the thread does not come to an end");
            if (i->guard != no_slot && (t.registers[i->guard] != 0) == i->guard_is_negated) {
                ++t.next;
                continue;
            }
            switch (i->run(t, *i)) {
                case flow::next:
                    ++t.next;
                    continue;
                case flow::jump:
                    continue;
                case flow::exit:
                    t.state = thread_state::exited;
                    --alive_;
                    // Those that wait for the whole block wait for one less.
                    for (const thread& other : threads_) {
                        if (other.state == thread_state::waiting && other.waiting_at->met == meeting::barrier) {
                            try_barrier(other);
                            break;
                        }
                    }
                    return;
                case flow::wait:
                    t.state = thread_state::waiting;
                    if (i->met == meeting::barrier) {
                        try_barrier(t);
                    } else if (i->met != meeting::active_mask) {
                        try_warp(t);
                    }
                    if (t.state == thread_state::waiting) return;
                    continue;
            }
        }
    } catch (const fault& error) {
        refuse(t, *i, error.what());
    }
}

void block_runner::try_barrier(const thread& arrived) {
    const instruction& at = *arrived.waiting_at;
    const auto number = [](const thread& t) { return t.registers[t.waiting_at->slot[1]]; };
    const auto waits_here = [&](const thread& t) {
        return t.state == thread_state::waiting && t.waiting_at->met == meeting::barrier &&
               number(t) == number(arrived);
    };
    const auto waiting = static_cast<unsigned>(std::count_if(threads_.begin(), threads_.end(), waits_here));
    const std::uint64_t expected = at.slot[2] == no_slot ? alive_ : arrived.registers[at.slot[2]];
    if (waiting < expected) return;
    for (const thread& t : threads_) {
        if (waits_here(t) && t.waiting_at != &at) {
            throw fault("divergent barrier: thread " + std::to_string(t.index) + " waits at \"" + *t.waiting_at->text +
                        "\", thread " + std::to_string(arrived.index) + " at another one");
        }
    }
    // A barrier of some threads orders them and not the others, which the log of races does not know.
    if (waiting == alive_) context_.races->pass_barrier();
    for (thread& t : threads_) {
        if (waiting == alive_) t.interval = context_.races->first_of_phase() + t.index;
        if (!waits_here(t)) continue;
        t.state = thread_state::ready;
        ++t.next;
    }
}

void block_runner::try_warp(thread& arrived) {
    const instruction& at = *arrived.waiting_at;
    const auto mask = read<std::uint32_t>(arrived, at.slot[4]);
    if ((mask >> arrived.lane & 1) == 0) throw fault("the thread is not in its own mask of lanes");
    warp_lanes lanes{};
    for (unsigned lane = 0; lane < warp_size; ++lane) {
        if ((mask >> lane & 1) == 0) continue;
        const std::size_t index = arrived.warp * warp_size + lane;
        if (index >= threads_.size() || threads_[index].state == thread_state::exited) {
            throw fault("lane " + std::to_string(lane) + " of the mask has ended");
        }
        thread& t = threads_[index];
        if (t.state != thread_state::waiting || t.waiting_at != &at) return;
        if (read<std::uint32_t>(t, at.slot[4]) != mask) {
            throw fault("lanes " + std::to_string(arrived.lane) + " and " + std::to_string(lane) +
                        " give different masks");
        }
        lanes[lane] = &t;
    }
    carry_out(at, mask, lanes);
    const bool orders_memory = at.met == meeting::warp_barrier;
    const race_log::interval first = orders_memory ? context_.races->pass_warp_barrier(arrived.warp) : 0;
    for (thread* t : lanes) {
        if (t == nullptr) continue;
        if (orders_memory) t->interval = first + t->lane;
        t->state = thread_state::ready;
        ++t->next;
    }
}

/// When nobody can go on, the lanes that wait at one activemask are those that are active there.
void block_runner::answer_active_masks() {
    for (thread& t : threads_) {
        if (t.state != thread_state::waiting || t.waiting_at->met != meeting::active_mask) continue;
        const instruction& at = *t.waiting_at;
        warp_lanes lanes{};
        std::uint32_t mask = 0;
        for (thread& other : threads_) {
            if (other.warp != t.warp || other.state != thread_state::waiting || other.waiting_at != &at) continue;
            mask |= 1u << other.lane;
            lanes[other.lane] = &other;
        }
        carry_out(at, mask, lanes);
        for (thread* other : lanes) {
            if (other == nullptr) continue;
            other->state = thread_state::ready;
            ++other->next;
        }
        return;
    }
    refuse_deadlock();
}

void block_runner::refuse_deadlock() const {
    const auto waits = [](const thread& t) { return t.state == thread_state::waiting; };
    const auto first = std::find_if(threads_.begin(), threads_.end(), waits);
    const auto count = std::count_if(threads_.begin(), threads_.end(), waits);
    refuse(*first, *first->waiting_at,
           "deadlock: " + std::to_string(count) + " threads wait, and no other thread can release them");
}

void block_runner::refuse(const thread& t, const instruction& i, const std::string& why) const {
    throw fault(why + "\n  kernel " + request_.kernel->name + ", block " + std::to_string(context_.index) +
                ", thread " + std::to_string(t.index) + "\n  at: " + *i.text);
}

}  // namespace softknee_emulator
