// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include <tool/npy.hpp>

#include "npy_bytes.hpp"
#include "temporary_directory.hpp"

namespace {

using softknee::dtype;
using softknee::tool::npy_array;
using softknee::tool::npy_error;
using softknee::tool::read_npy;
using softknee::tool::write_npy;

struct npy_type_case {
    std::string descr;
    bool bfloat16;
    dtype type;
};

void PrintTo(const npy_type_case& kind, std::ostream* out) {
    *out << kind.descr;
}

class npy_round_trip : public testing::TestWithParam<std::tuple<npy_type_case, int, bool>> {};

TEST_P(npy_round_trip, keeps_type_version_order_shape_and_every_byte) {
    const auto& [kind, version, fortran_order] = GetParam();
    const temporary_directory directory;
    std::string data;
    for (std::size_t i = 0; i < 6 * size_of(kind.type); ++i) data += static_cast<char>(41 * i + 7);
    const auto input =
        directory.write("in.npy", npy_bytes(version, npy_dictionary(kind.descr, fortran_order, "(2, 3)"), data));

    const npy_array array = read_npy(input, kind.bfloat16);
    write_npy(directory / "out.npy", array);
    const npy_array again = read_npy(directory / "out.npy", kind.bfloat16);

    for (const auto& read : {array, again}) {
        EXPECT_EQ(read.type, kind.type);
        EXPECT_EQ(read.header.descr, kind.descr);
        EXPECT_EQ(read.header.version, version);
        EXPECT_EQ(read.header.fortran_order, fortran_order);
        EXPECT_EQ(read.header.shape, (std::vector<std::int64_t>{2, 3}));
        EXPECT_EQ(raw_bytes(read.data), data);
    }
    EXPECT_EQ(array.shape().stride(0), fortran_order ? 1 : 3);
    EXPECT_EQ(array.shape().stride(1), fortran_order ? 2 : 1);
}

INSTANTIATE_TEST_SUITE_P(all_types_versions_and_orders, npy_round_trip,
                         testing::Combine(testing::Values(npy_type_case{"<f2", false, dtype::float16},
                                                          npy_type_case{"<f4", false, dtype::float32},
                                                          npy_type_case{"<f8", false, dtype::float64},
                                                          npy_type_case{"<u2", true, dtype::bfloat16},
                                                          npy_type_case{"<V2", true, dtype::bfloat16},
                                                          npy_type_case{"|V2", true, dtype::bfloat16}),
                                          testing::Values(1, 2, 3), testing::Bool()));

TEST(npy, a_written_header_is_the_one_that_numpy_writes) {
    const temporary_directory directory;
    write_npy(directory / "out.npy", {.header = {.version = 1, .descr = "<f4", .fortran_order = false, .shape = {1}},
                                      .type = dtype::float32,
                                      .data = std::vector<std::byte>(4)});
    using namespace std::literals;
    const std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
    const std::string start = "\x93NUMPY\x01\x00\x76\x00"s + dictionary;
    EXPECT_EQ(directory.read("out.npy"), start + std::string(127 - start.size(), ' ') + "\n\0\0\0\0"s);
}

class npy_shape : public testing::TestWithParam<std::pair<std::string, std::vector<std::int64_t>>> {};

TEST_P(npy_shape, survives) {
    const auto& [text, sizes] = GetParam();
    const temporary_directory directory;
    std::int64_t count = 1;
    for (const auto size : sizes) count *= size;
    const std::string data(static_cast<std::size_t>(count) * 4, 'x');
    const npy_array array =
        read_npy(directory.write("in.npy", npy_bytes(1, npy_dictionary("<f4", true, text), data)), false);
    write_npy(directory / "out.npy", array);
    const npy_array again = read_npy(directory / "out.npy", false);
    EXPECT_EQ(array.header.shape, sizes);
    EXPECT_EQ(again.header.shape, sizes);
    EXPECT_EQ(array.shape().count(), count);
    EXPECT_EQ(raw_bytes(again.data), data);
}

INSTANTIATE_TEST_SUITE_P(
    edges, npy_shape,
    testing::Values(std::pair{"()", std::vector<std::int64_t>{}}, std::pair{"(0,)", std::vector<std::int64_t>{0}},
                    std::pair{"(3, 0, 2)", std::vector<std::int64_t>{3, 0, 2}},
                    std::pair{"(5,)", std::vector<std::int64_t>{5}},
                    std::pair{"(2L, 3L)", std::vector<std::int64_t>{2, 3}},
                    std::pair{"(1, 1, 2, 1, 1, 2, 1, 1)", std::vector<std::int64_t>{1, 1, 2, 1, 1, 2, 1, 1}}));

TEST(npy, keys_may_come_in_any_order_and_spacing) {
    const temporary_directory directory;
    const auto path = directory.write(
        "in.npy", npy_bytes(1, "{ \"shape\":(1,2) ,'fortran_order' : False,\t'descr':\"<f2\"}", "abcd"));
    EXPECT_EQ(read_npy(path, false).header.shape, (std::vector<std::int64_t>{1, 2}));
}

struct malformed_case {
    std::string name;
    std::string bytes;
    bool bfloat16;
    std::string message;
};

std::string with_dictionary(std::string_view dictionary) {
    return npy_bytes(1, dictionary, "");
}
std::string with_descr(std::string_view descr) {
    return npy_bytes(1, npy_dictionary(descr, false, "(1,)"), "12345678");
}
std::string with_header_length(std::size_t bytes) {
    std::string dictionary = npy_dictionary("<f4", false, "(1,)");
    dictionary.resize(bytes - 1, ' ');
    return npy_bytes(2, dictionary, "1234");
}
std::string with_shape(std::string_view shape) {
    return npy_bytes(1, npy_dictionary("<f4", false, shape), "1234");
}

std::vector<malformed_case> malformed_cases() {
    using namespace std::literals;
    const std::string good = with_shape("(1,)");
    std::string other_version = good;
    other_version[6] = 4;
    std::string other_minor_version = good;
    other_minor_version[7] = 1;
    return {
        {"empty", "", false, "truncated: got 0 bytes of the magic and version, expected 8"},
        {"foreign", "PK\3\4 a zip archive", false, "not a .npy file: got \"PK\\x03\\x04 a z\" at its start"},
        {"ends_in_the_length", "\x93NUMPY\x02\x00\x76\x00"s, false,
         "truncated: got 2 bytes of the header's length, expected 4"},
        {"ends_in_the_header", good.substr(0, 40), false, "truncated: got 30 bytes of the header"},
        {"ends_in_the_data", good.substr(0, good.size() - 1), false,
         "truncated: got 3 bytes of data, expected 4 for shape [1]"},
        {"continues_after_the_data", good + "x", false, "got bytes after the array"},
        {"version_4", other_version, false, "version: got 4.0, expected 1.0, 2.0 or 3.0"},
        {"version_1_1", other_minor_version, false, "version: got 1.1, expected 1.0, 2.0 or 3.0"},
        {"oversized_header", with_header_length(10001), false,
         "header: got a length of 10001 bytes, expected at most 10000"},
        {"promised_header_of_4_gib", "\x93NUMPY\x03\x00\xff\xff\xff\xff{"s, false,
         "header: got a length of 4294967295 bytes"},
        {"big_endian", with_descr(">f4"), false,
         "dtype: got \">f4\", which is big-endian, expected little-endian data"},
        {"big_endian_words", with_descr(">u2"), true, "dtype: got \">u2\", which is big-endian"},
        {"integers", with_descr("<i4"), false, "dtype: got \"<i4\", expected \"<f2\", \"<f4\" or \"<f8\""},
        {"objects", with_descr("|O"), false, "dtype: got \"|O\", expected"},
        {"words_without_the_flag", with_descr("<u2"), false,
         "dtype: got \"<u2\", expected \"<f2\", \"<f4\" or \"<f8\"; --bfloat16"},
        {"floats_with_the_flag", with_descr("<f4"), true,
         "dtype: got \"<f4\", expected \"<u2\", \"<V2\" or \"|V2\" for bfloat16"},
        {"structured", with_dictionary("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"), false,
         "header: descr: got \"[('a', '<f4')]"},
        {"negative_size", with_shape("(-1,)"), false, "header: shape: got \"-1,)"},
        {"size_beyond_63_bits", with_shape("(9223372036854775808,)"), false, "expected a size below 2^63"},
        {"bytes_beyond_63_bits", with_shape("(4294967296, 2147483648)"), false,
         "shape: got [4294967296, 2147483648], expected less than 2^63 bytes"},
        {"bytes_beyond_63_bits_but_for_a_0", with_shape("(0, 9223372036854775807)"), false,
         "expected less than 2^63 bytes"},
        {"promised_data_of_an_exbibyte", with_shape("(288230376151711744,)"), false,
         "truncated: got 4 bytes of data, expected 1152921504606846976"},
        {"rank_9", with_shape("(1, 1, 1, 1, 1, 1, 1, 1, 1)"), false, "shape: got rank 9, expected at most 8"},
        {"shape_without_a_tuple", with_shape("(1)"), false, "expected a tuple: (n,) for one dimension"},
        {"shape_of_words", with_shape("(one,)"), false, "header: shape: got \"one,)"},
        {"shape_left_open", with_shape("(1, 2"), false, "header: shape: got"},
        {"missing_key", with_dictionary("{'descr': '<f4', 'shape': (1,), }"), false,
         "expected the keys descr, fortran_order and shape"},
        {"key_twice", with_dictionary("{'descr': '<f4', 'descr': '<f8', }"), false, "got the key \"descr\" twice"},
        {"unknown_key", with_dictionary("{'dtype': '<f4', }"), false,
         "got the key \"dtype\", expected descr, fortran_order and shape"},
        {"order_of_neither_kind", with_dictionary("{'fortran_order': 1, }"), false, "expected True or False"},
        {"no_dictionary", with_dictionary("['<f4']"), false, "header: dictionary: got \"['<f4']\\x0a\", expected '{'"},
        {"open_string", with_dictionary("{'descr"), false, "expected a closed string"},
        {"text_after_the_dictionary", with_dictionary("{} and more"), false,
         "header: after the dictionary: got \"and more"},
    };
}

void PrintTo(const malformed_case& kind, std::ostream* out) {
    *out << kind.name;
}

class npy_malformed : public testing::TestWithParam<malformed_case> {};

TEST_P(npy_malformed, is_refused_with_the_file_and_the_fault_named) {
    const temporary_directory directory;
    const auto path = directory.write("bad.npy", GetParam().bytes);
    try {
        read_npy(path, GetParam().bfloat16);
        FAIL() << "read without an error";
    } catch (const npy_error& error) {
        EXPECT_TRUE(std::string(error.what()).starts_with(path + ": ")) << error.what();
        EXPECT_NE(std::string(error.what()).find(GetParam().message), std::string::npos) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(every_kind, npy_malformed, testing::ValuesIn(malformed_cases()),
                         [](const auto& instance) { return instance.param.name; });

TEST(npy, a_header_of_the_greatest_length_is_read) {
    const temporary_directory directory;
    EXPECT_EQ(read_npy(directory.write("in.npy", with_header_length(10000)), false).data.size(), 4u);
}

TEST(npy, a_missing_file_and_a_directory_are_refused_by_name) {
    const temporary_directory directory;
    EXPECT_THROW(read_npy(directory / "absent.npy", false), npy_error);
    EXPECT_THROW(read_npy(directory / ".", false), npy_error);
}

npy_array some_array(std::int64_t count) {
    return {.header = {.version = 1, .descr = "<f8", .fortran_order = false, .shape = {count}},
            .type = dtype::float64,
            .data = std::vector<std::byte>(static_cast<std::size_t>(count) * 8)};
}

/// Lets no file grow beyond a size: a disk that runs full, without one.
class file_size_limit {
public:
    explicit file_size_limit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~file_size_limit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST(npy, a_failed_write_leaves_the_existing_file_and_nothing_else) {
    const temporary_directory directory;
    const auto path = directory.write("out.npy", "what was there");
    {
        const file_size_limit limit(4096);
        EXPECT_THROW(write_npy(path, some_array(4096)), npy_error);
    }
    EXPECT_EQ(directory.read("out.npy"), "what was there");
    EXPECT_EQ(directory.file_count(), 1);
    write_npy(path, some_array(4096));
    EXPECT_EQ(read_npy(path, false).data.size(), 8u * 4096);
    EXPECT_EQ(directory.file_count(), 1);
}

TEST(npy, an_existing_file_keeps_its_permissions_and_a_link_its_target) {
    namespace fs = std::filesystem;
    const temporary_directory directory;
    const auto target = directory.write("target.npy", "old");
    fs::permissions(target, fs::perms(0640));
    fs::create_symlink("target.npy", directory / "link.npy");
    write_npy(directory / "link.npy", some_array(1));
    EXPECT_TRUE(fs::is_symlink(directory / "link.npy"));
    EXPECT_EQ(fs::status(target).permissions(), fs::perms(0640));
    EXPECT_EQ(read_npy(target, false).data.size(), 8u);
}

TEST(npy, what_is_no_regular_file_is_not_replaced) {
    const temporary_directory directory;
    const std::string pipe = directory / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_THROW(write_npy(pipe, some_array(1)), npy_error);
    EXPECT_TRUE(std::filesystem::is_fifo(pipe));
    EXPECT_THROW(write_npy(directory / "absent/out.npy", some_array(1)), npy_error);
}

}  // namespace
