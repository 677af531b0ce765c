// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <device/bit_patterns.hpp>
#include <softknee/catalogue.hpp>

#include "layout.hpp"
#include "pointwise_pass.hpp"

namespace softknee::test {
namespace {

/// One of selections, of polynomials, of long forms, and two with a backward pass from the output that needs them.
const char* const activations[] = {"clip(-0.5, 2)", "hard_sigmoid", "gelu", "elu(0.7)", "sigmoid"};

bit_patterns gathered(const bit_patterns& from, const layout& places) {
    bit_patterns result(from.type(), places.count());
    std::int64_t i = 0;
    for (const std::int64_t place : places.places()) result.set(i++, from[place]);
    return result;
}

/// The buffer with the elements at the places of a layout replaced, and all others as they were.
bit_patterns scattered(bit_patterns over, const layout& places, const bit_patterns& elements) {
    std::int64_t i = 0;
    for (const std::int64_t place : places.places()) over.set(place, elements[i++]);
    return over;
}

enum class aliasing { none, output_is_input, output_is_dy };

/// What the output's buffer must hold after a call with these layouts, computed from contiguous copies, compared with
/// what the call leaves in it: the results, and around and between them what was there before.
void expect_same_as_contiguous(const activation& activation, pass direction, dtype type, const layout& input,
                               const layout& dy, const layout& output, aliasing alias, int threads,
                               std::uint64_t seed) {
    bit_patterns buffers[3] = {random_patterns(type, input.extent, seed), random_patterns(type, dy.extent, seed + 1),
                               random_patterns(type, output.extent, seed + 2)};
    const std::size_t out = alias == aliasing::output_is_input ? 0 : alias == aliasing::output_is_dy ? 1 : 2;

    bit_patterns packed_input = gathered(buffers[0], input);
    bit_patterns packed_dy = gathered(buffers[1], dy);
    bit_patterns packed_output(type, output.count());
    run_pass(activation, direction, packed_input.view(), packed_dy.view(), packed_output.view(),
             host_execution{.threads = 1});
    const bit_patterns expected = scattered(buffers[out], output, packed_output);

    run_pass(activation, direction, buffers[0].view(input.shape(), input.first), buffers[1].view(dy.shape(), dy.first),
             buffers[out].view(output.shape(), output.first), host_execution{.threads = threads});
    EXPECT_EQ(buffers[out].difference_from(expected), "")
        << format(activation) << ", " << name_of(direction) << ", " << name_of(type) << "\n  input " << input.text()
        << "\n  dy " << dy.text() << "\n  output " << output.text();
}

/// Every pass of the chosen activations on every dtype.
template <class Check>
void for_each_pass(Check&& check) {
    for (const char* text : activations) {
        const activation chosen = parse(text);
        for (const pass direction : passes_of(chosen)) {
            for (const dtype type : all_dtypes) check(chosen, direction, type);
        }
    }
}

/// All three tensors in turn with the layout, the others contiguous; then all with it; then in place.
void expect_same_as_contiguous(const layout& strided) {
    const layout plain = contiguous_layout(strided.sizes);
    for_each_pass([&](const activation& activation, pass direction, dtype type) {
        const auto check = [&](const layout& input, const layout& dy, const layout& output, aliasing alias) {
            expect_same_as_contiguous(activation, direction, type, input, dy, output, alias, 1, 7);
        };
        check(strided, plain, plain, aliasing::none);
        check(plain, plain, strided, aliasing::none);
        check(strided, strided, strided, aliasing::none);
        check(strided, plain, strided, aliasing::output_is_input);
        if (direction == pass::forward) return;
        check(plain, strided, plain, aliasing::none);
        check(plain, strided, strided, aliasing::output_is_dy);
    });
}

/// A layout that an output cannot have.
void expect_broadcast_same_as_contiguous(const layout& broadcast) {
    const layout plain = contiguous_layout(broadcast.sizes);
    for_each_pass([&](const activation& activation, pass direction, dtype type) {
        expect_same_as_contiguous(activation, direction, type, broadcast, plain, plain, aliasing::none, 1, 8);
        expect_same_as_contiguous(activation, direction, type, plain, broadcast, plain, aliasing::none, 1, 9);
        expect_same_as_contiguous(activation, direction, type, broadcast, broadcast, plain, aliasing::none, 1, 10);
    });
}

TEST(layout_test, contiguous_tensors_of_any_rank_give_the_same_bits) {
    expect_same_as_contiguous(contiguous_layout({}));
    expect_same_as_contiguous(contiguous_layout({37}));
    expect_same_as_contiguous(contiguous_layout({3, 5, 7}));
    expect_same_as_contiguous(contiguous_layout({2, 1, 3, 1, 2, 2, 1, 5}));
}

TEST(layout_test, a_transposed_matrix_gives_the_same_bits) {
    expect_same_as_contiguous(layout_with_strides({17, 33}, {1, 17}));
}

TEST(layout_test, a_slice_of_a_matrix_gives_the_same_bits) {
    expect_same_as_contiguous(layout_with_strides({17, 31}, {40, 1}));
    expect_same_as_contiguous(layout_with_strides({17, 31}, {80, 2}));
    expect_same_as_contiguous(layout_with_strides({67}, {5}));
}

TEST(layout_test, reversed_tensors_give_the_same_bits) {
    expect_same_as_contiguous(layout_with_strides({67}, {-1}));
    expect_same_as_contiguous(layout_with_strides({67}, {-2}));
    expect_same_as_contiguous(layout_with_strides({5, 13}, {-13, -1}));
    expect_same_as_contiguous(layout_with_strides({5, 13}, {-13, 1}));
    expect_same_as_contiguous(layout_with_strides({5, 13}, {13, -1}));
}

TEST(layout_test, permuted_tensors_of_rank_8_give_the_same_bits) {
    expect_same_as_contiguous(layout_with_strides({2, 3, 2, 1, 2, 3, 2, 2}, {1, 48, 2, 7, 4, 144, 8, 16}));
    expect_same_as_contiguous(layout_with_strides({2, 3, 2, 1, 2, 3, 2, 2}, {500, -150, 70, 0, -30, 10, 4, 2}));
}

TEST(layout_test, strides_of_dimensions_of_size_1_are_not_looked_at) {
    expect_same_as_contiguous(layout_with_strides({1, 19, 1}, {0, 1, 1000}));
    expect_same_as_contiguous(layout_with_strides({1, 1}, {-9, 0}));
}

TEST(layout_test, broadcast_inputs_give_the_same_bits) {
    expect_broadcast_same_as_contiguous(layout_with_strides({67}, {0}));
    expect_broadcast_same_as_contiguous(layout_with_strides({5, 13}, {0, 1}));
    expect_broadcast_same_as_contiguous(layout_with_strides({5, 13}, {1, 0}));
    expect_broadcast_same_as_contiguous(layout_with_strides({3, 5, 4}, {4, 0, -1}));
    expect_broadcast_same_as_contiguous(layout_with_strides({2, 2}, {1, 1}));
}

TEST(layout_test, rows_longer_than_the_blocks_of_the_cpu_path_give_the_same_bits) {
    for (const std::int64_t length : {1023, 1024, 1025, 2049}) {
        expect_same_as_contiguous(layout_with_strides({2, length}, {2 * length + 3, 2}));
    }
}

TEST(layout_test, random_layouts_give_the_same_bits) {
    std::mt19937_64 generator(20240302);
    for (int i = 0; i < 400; ++i) {
        const activation chosen = parse(activations[generator() % std::size(activations)]);
        const std::vector<pass> passes = passes_of(chosen);
        const pass direction = passes[generator() % passes.size()];
        const dtype type = all_dtypes[generator() % std::size(all_dtypes)];
        const auto alias = static_cast<aliasing>(generator() % (direction == pass::forward ? 2 : 3));
        const auto sizes = random_sizes(generator);
        layout input = random_layout(sizes, true, generator);
        layout dy = random_layout(sizes, true, generator);
        const layout output = random_layout(sizes, false, generator);
        if (alias == aliasing::output_is_input) input = output;
        if (alias == aliasing::output_is_dy) dy = output;
        SCOPED_TRACE(i);
        expect_same_as_contiguous(chosen, direction, type, input, dy, output, alias, 1 + i % 3, generator());
    }
}

/// Counts at which a loop over vectors, blocks or threads may end differently.
std::vector<std::int64_t> edge_counts() {
    std::vector<std::int64_t> counts;
    for (std::int64_t count = 0; count <= 70; ++count) counts.push_back(count);
    counts.insert(counts.end(), {1023, 1024, 1025, 2047, 2048, 2049});
    return counts;
}

TEST(layout_test, each_element_gives_the_bits_that_it_gives_alone) {
    constexpr std::int64_t longest = 2049;
    constexpr std::int64_t margin = 8;
    const auto check = [&](const activation& activation, pass direction, dtype type) {
        SCOPED_TRACE(format(activation) + ", " + std::string(name_of(direction)) + ", " + std::string(name_of(type)));
        bit_patterns input = random_patterns(type, longest + margin, 1);
        bit_patterns dy = random_patterns(type, longest + margin, 2);
        const bit_patterns guard = random_patterns(type, longest + 2 * margin, 3);
        const tensor_shape one;
        for (const instruction_set set : available_instruction_sets()) {
            const host_execution execution{.threads = 1, .set = set};
            bit_patterns alone(type, input.count());
            for (std::int64_t i = 0; i < input.count(); ++i) {
                run_pass(activation, direction, input.view(one, i), dy.view(one, i), alone.view(one, i), execution);
            }
            for (const std::int64_t count : edge_counts()) {
                const std::int64_t offset = count % margin;
                const tensor_shape shape(std::array{count});
                bit_patterns output = guard;
                bit_patterns expected = guard;
                for (std::int64_t i = 0; i < count; ++i) expected.set(margin + i, alone[offset + i]);
                run_pass(activation, direction, input.view(shape, offset), dy.view(shape, offset),
                         output.view(shape, margin), execution);
                EXPECT_EQ(output.difference_from(expected), "") << count << " elements, " << name_of(set);
            }
        }
    };
    for_each_pass(check);
}

}  // namespace
}  // namespace softknee::test
