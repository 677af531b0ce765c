// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <host/device/device_runtime.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/pointwise.hpp>

#include "npy_bytes.hpp"
#include "temporary_directory.hpp"
#include "tool_run.hpp"

namespace {

using softknee::memory;
using softknee::tensor_shape;

constexpr float infinity = std::numeric_limits<float>::infinity();

const std::vector<float> some_x{-infinity, -30.0f, -1.5f, -0x1p-149f, -0.0f, 0.0f, 0x1p-149f, 0.75f, 3.0f, infinity};
const std::vector<float> some_dy{1.0f, 2.0f, -3.0f, 0.5f, 7.0f, -0.0f, 1.25f, -1.0f, 0x1p-126f, 4.0f};

std::vector<std::uint32_t> bits_of(const std::vector<float>& values) {
    std::vector<std::uint32_t> bits(values.size());
    std::memcpy(bits.data(), values.data(), values.size() * sizeof(float));
    return bits;
}

class apply_test : public testing::Test {
protected:
    std::string write_floats(std::string_view name, const std::vector<float>& values) const {
        const std::string shape = "(" + std::to_string(values.size()) + ",)";
        return directory.write(name, npy_bytes(1, npy_dictionary("<f4", false, shape), raw_bytes(values)));
    }

    /// Runs `apply` and expects it to succeed in silence.
    void apply(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "apply");
        const auto result = run_tool(arguments);
        EXPECT_EQ(result.status, 0);
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.err, "");
    }

    /// Runs `apply` and expects a refusal that says so and leaves the output alone.
    void expect_refused(std::vector<std::string> arguments, const std::string& message) const {
        directory.write("out.npy", "what was there");
        const auto files = directory.file_count();
        arguments.insert(arguments.begin(), "apply");
        const auto result = run_tool(arguments);
        EXPECT_EQ(result.status, 2);
        EXPECT_EQ(result.out, "");
        EXPECT_TRUE(result.err.starts_with("softknee: ")) << result.err;
        EXPECT_NE(result.err.find(message), std::string::npos) << result.err;
        EXPECT_EQ(directory.read("out.npy"), "what was there");
        EXPECT_EQ(directory.file_count(), files);
    }

    temporary_directory directory;
    std::string out = directory / "out.npy";
};

TEST_F(apply_test, forward_gives_the_bits_of_the_library) {
    for (const auto* text : {"relu", "elu(alpha=0.5)", "gelu"}) {
        std::vector<float> y(some_x.size());
        softknee::forward(softknee::parse(text), some_x, y);
        apply({text, write_floats("x.npy", some_x), out});
        EXPECT_EQ(bits_of(last_values<float>(directory.read("out.npy"), y.size())), bits_of(y)) << text;
    }
}

TEST_F(apply_test, backward_from_the_input_gives_the_bits_of_the_library) {
    std::vector<float> dx(some_x.size());
    softknee::backward(softknee::gelu{}, softknee::from_input(some_x), some_dy, dx);
    apply({"gelu", write_floats("x.npy", some_x), out, "--backward", "--gradient", write_floats("dy.npy", some_dy)});
    EXPECT_EQ(bits_of(last_values<float>(directory.read("out.npy"), dx.size())), bits_of(dx));
}

TEST_F(apply_test, backward_from_the_output_gives_the_bits_of_the_library) {
    const std::vector<float> y{-1.0f, -0.75f, -0x1p-149f, 0.0f, 2.0f};
    const std::vector<float> dy{1.0f, 3.0f, -2.0f, 5.0f, -0.0f};
    std::vector<float> dx(y.size());
    softknee::backward(softknee::elu{}, softknee::from_output(y), dy, dx);
    apply({"elu", write_floats("y.npy", y), out, "--backward", "--saved", "output", "--gradient",
           write_floats("dy.npy", dy)});
    EXPECT_EQ(bits_of(last_values<float>(directory.read("out.npy"), dx.size())), bits_of(dx));
}

TEST_F(apply_test, every_dtype_is_computed_in_its_own_format) {
    // -2 and 3 in each format: relu keeps the one and drops the other.
    const auto relu = [&](const std::string& descr, const std::string& data, std::vector<std::string> flags) {
        const auto in = directory.write("x.npy", npy_bytes(1, npy_dictionary(descr, false, "(2,)"), data));
        flags.insert(flags.begin(), {"relu", in, out});
        apply(flags);
        const std::string file = directory.read("out.npy");
        EXPECT_NE(file.find(descr), std::string::npos);
        return file.substr(file.size() - data.size());
    };
    using words = std::vector<std::uint16_t>;
    EXPECT_EQ(relu("<f2", raw_bytes(words{0xc000, 0x4200}), {}), raw_bytes(words{0, 0x4200}));
    EXPECT_EQ(relu("<u2", raw_bytes(words{0xc000, 0x4040}), {"--bfloat16"}), raw_bytes(words{0, 0x4040}));
    EXPECT_EQ(relu("<V2", raw_bytes(words{0xc000, 0x4040}), {"--bfloat16"}), raw_bytes(words{0, 0x4040}));
    EXPECT_EQ(relu("|V2", raw_bytes(words{0xc000, 0x4040}), {"--bfloat16"}), raw_bytes(words{0, 0x4040}));
    EXPECT_EQ(relu("<f4", raw_bytes(std::vector{-2.0f, 3.0f}), {}), raw_bytes(std::vector{0.0f, 3.0f}));
    EXPECT_EQ(relu("<f8", raw_bytes(std::vector{-2.0, 3.0}), {}), raw_bytes(std::vector{0.0, 3.0}));
}

TEST_F(apply_test, half_precision_is_told_from_bfloat16) {
    // 0xbf80 is -1.875 as float16 and -1 as bfloat16.
    const std::vector<std::uint16_t> x{0xbf80};
    const auto elu = [&](const std::string& descr, std::vector<std::string> flags) {
        const auto in = directory.write("x.npy", npy_bytes(1, npy_dictionary(descr, false, "(1,)"), raw_bytes(x)));
        flags.insert(flags.begin(), {"elu", in, out});
        apply(flags);
        return last_values<std::uint16_t>(directory.read("out.npy"), 1)[0];
    };
    EXPECT_EQ(elu("<f2", {}), 0xbac6);              // expm1(-1.875) = -0.84664...
    EXPECT_EQ(elu("<u2", {"--bfloat16"}), 0xbf22);  // expm1(-1) = -0.63212...
}

TEST_F(apply_test, the_gradient_may_be_in_the_other_order_and_the_result_is_in_the_inputs) {
    // x and dy are [[-1, 2, -3], [4, -5, 6]] and [[1, 2, 3], [4, 5, 6]].
    const std::vector<float> x_by_columns{-1, 4, 2, -5, -3, 6};
    const std::vector<float> dy_by_rows{1, 2, 3, 4, 5, 6};
    const auto x =
        directory.write("x.npy", npy_bytes(1, npy_dictionary("<f4", true, "(2, 3)"), raw_bytes(x_by_columns)));
    const auto dy =
        directory.write("dy.npy", npy_bytes(2, npy_dictionary("<f4", false, "(2, 3)"), raw_bytes(dy_by_rows)));
    apply({"relu", x, out, "--backward", "--gradient", dy});
    const std::string file = directory.read("out.npy");
    EXPECT_EQ(last_values<float>(file, 6), (std::vector<float>{0, 4, 2, 0, 0, 6}));
    EXPECT_NE(file.find("'fortran_order': True"), std::string::npos);
    EXPECT_EQ(file[6], 1);
}

TEST_F(apply_test, arrays_without_elements_and_without_dimensions_pass) {
    for (const auto* shape : {"(0,)", "(2, 0)"}) {
        apply({"gelu", directory.write("x.npy", npy_bytes(1, npy_dictionary("<f4", false, shape), "")), out});
        EXPECT_NE(directory.read("out.npy").find(shape), std::string::npos);
    }
    const std::vector<float> scalar{-4};
    apply({"relu", directory.write("x.npy", npy_bytes(1, npy_dictionary("<f4", false, "()"), raw_bytes(scalar))), out});
    EXPECT_EQ(last_values<float>(directory.read("out.npy"), 1), std::vector<float>{0});
}

TEST_F(apply_test, the_output_may_be_the_input) {
    const auto path = write_floats("x.npy", {-1.0f, 1.0f});
    apply({"relu", path, path});
    EXPECT_EQ(last_values<float>(directory.read("x.npy"), 2), (std::vector<float>{0.0f, 1.0f}));
}

TEST_F(apply_test, a_file_that_cannot_be_read_leaves_the_output_alone) {
    const auto good = directory.write("x.npy", npy_bytes(1, npy_dictionary("<f4", false, "(2,)"), "12345678"));
    const auto truncated = directory.write("t.npy", npy_bytes(1, npy_dictionary("<f4", false, "(2,)"), "1234567"));
    expect_refused({"relu", truncated, out}, truncated + ": truncated: got 7 bytes of data, expected 8");
    expect_refused({"relu", directory / "absent.npy", out}, "absent.npy: cannot be opened: No such file");
    expect_refused({"relu", good, out, "--backward", "--gradient", truncated}, truncated + ": truncated");
    expect_refused({"relu", good, out, "--bfloat16"}, "dtype: got \"<f4\"");
}

TEST_F(apply_test, a_gradient_of_another_shape_or_dtype_is_refused) {
    const auto x = write_floats("x.npy", {1, 2});
    const auto longer = write_floats("longer.npy", {1, 2, 3});
    const auto half = directory.write("half.npy", npy_bytes(1, npy_dictionary("<f2", false, "(2,)"), "1234"));
    expect_refused({"relu", x, out, "--backward", "--gradient", longer}, longer + ": shape: got [3], expected [2]");
    expect_refused({"relu", x, out, "--backward", "--gradient", half}, half + ": dtype: got float16, expected float32");
}

TEST_F(apply_test, what_the_library_refuses_is_reported_in_its_words) {
    const auto x = write_floats("x.npy", {1, 2});
    expect_refused({"nothing_of_that_name", x, out}, "nothing_of_that_name");
    expect_refused({"elu(alpha=inf)", x, out}, "alpha");
    expect_refused({"gelu", x, out, "--backward", "--saved", "output", "--gradient", x}, "gelu");
}

TEST_F(apply_test, options_that_miss_their_partner_are_refused) {
    const auto x = write_floats("x.npy", {1, 2});
    expect_refused({"relu", x, out, "--backward"}, "--gradient");
    expect_refused({"relu", x, out, "--gradient", x}, "--backward");
    expect_refused({"relu", x, out, "--saved", "output"}, "--backward");
    expect_refused({"relu", x, out, "--backward", "--gradient", x, "--saved", "bits"}, "--saved");
    expect_refused({"relu", x}, "OUTPUT");
}

TEST_F(apply_test, the_device_is_refused_where_there_is_none) {
    if (softknee::host::device_count() > 0) GTEST_SKIP() << "there is a device";
    expect_refused({"relu", write_floats("x.npy", {1, 2}), out, "--device"}, "");
}

TEST_F(apply_test, the_device_gives_the_bits_of_the_cpu) {
    if (softknee::host::device_count() == 0) GTEST_SKIP() << "there is no device";
    const auto x = write_floats("x.npy", some_x);
    const auto dy = write_floats("dy.npy", some_dy);
    for (const bool backward : {false, true}) {
        std::vector<std::string> arguments{"gelu", x, out};
        if (backward) arguments.insert(arguments.end(), {"--backward", "--gradient", dy});
        apply(arguments);
        const std::string on_cpu = directory.read("out.npy");
        arguments.push_back("--device");
        apply(arguments);
        EXPECT_EQ(directory.read("out.npy"), on_cpu);
    }
}

}  // namespace
