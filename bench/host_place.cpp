// SPDX-License-Identifier: Apache-2.0
#include "host_place.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <unistd.h>

#include "host_copy.hpp"
#include "random_numbers.hpp"

namespace softknee::bench {
namespace {

class host_place final : public bench_place {
public:
    explicit host_place(int threads)
        : bench_place(host_execution{.threads = threads}),
          threads_(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))) {}

    memory where() const override { return memory::host; }

    std::size_t cache_bytes() const override {
        // 0 or less where the system does not tell.
        return static_cast<std::size_t>(std::max(sysconf(_SC_LEVEL3_CACHE_SIZE), 0L));
    }

    bench_memory allocate(std::size_t bytes) override { return bench_memory(cache_lines_for(bytes)); }

    void fill(const tensor_view& contiguous) override {
        write_random_numbers(static_cast<std::byte*>(contiguous.data()), contiguous.type(), contiguous.shape().count());
    }

    void finish() override {}

    arm timed(slot_call call, const rotation& through) override {
        return on_host_clock([call = std::move(call), slots = through.slots, slot = 0]() mutable {
            call(slot);
            slot = slot + 1 == slots ? 0 : slot + 1;
        });
    }

    std::vector<ceiling_arm> ceilings(const slot_transfer& transfer, dtype, const rotation& through) override {
        const traffic moved = transfer(0).moved();
        std::vector<ceiling_arm> result;
        if (transfer(0).second == nullptr) {
            const auto copy = [transfer, this](int slot) {
                const plain_transfer t = transfer(slot);
                copy_on_host(t.first, t.result, static_cast<std::size_t>(t.bytes), threads_);
            };
            result.push_back({"memcpy", timed(copy, through), moved});
            return result;
        }
        for (const bool past_caches : {false, true}) {
            const auto merge = [transfer, past_caches, this](int slot) {
                const plain_transfer t = transfer(slot);
                merge_on_host(t.first, t.second, t.result, static_cast<std::size_t>(t.bytes), threads_, past_caches);
            };
            result.push_back({past_caches ? "two reads, a store past the caches" : "two reads, a store",
                              timed(merge, through), moved});
        }
        return result;
    }

    std::vector<peer_arm> peers(const compared_pass&) override { return {}; }

    std::optional<launch_cost> cost_of(const slot_call&) override { return std::nullopt; }

private:
    int threads_;
};

}  // namespace

std::unique_ptr<bench_place> make_host_place(int threads) {
    return std::make_unique<host_place>(threads);
}

}  // namespace softknee::bench
