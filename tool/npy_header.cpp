// SPDX-License-Identifier: Apache-2.0
#include "npy_header.hpp"

#include <charconv>
#include <optional>
#include <system_error>

namespace softknee::tool {
namespace {

/// Reads the few Python literals that a header consists of.
class literal_reader {
public:
    explicit literal_reader(std::string_view text) : rest_(text) {}

    void skip_spaces() {
        const auto first = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
    }

    bool skip(char wanted) {
        skip_spaces();
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char wanted, std::string_view where) {
        if (!skip(wanted)) fail(std::string(where), std::string("'") + wanted + "'");
    }

    std::string_view string(std::string_view what) {
        skip_spaces();
        if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) fail(what, "a string");
        const auto end = rest_.find(rest_.front(), 1);
        if (end == std::string_view::npos) fail(what, "a closed string");
        const auto content = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return content;
    }

    bool boolean(std::string_view what) {
        skip_spaces();
        for (const bool value : {false, true}) {
            const std::string_view name = value ? "True" : "False";
            if (rest_.starts_with(name)) {
                rest_.remove_prefix(name.size());
                return value;
            }
        }
        fail(what, "True or False");
    }

    std::vector<std::int64_t> sizes(std::string_view what) {
        expect('(', what);
        std::vector<std::int64_t> result;
        bool ends_in_comma = false;
        while (!skip(')')) {
            if (!result.empty() && !ends_in_comma) fail(what, "',' or ')'");
            result.push_back(size(what));
            ends_in_comma = skip(',');
        }
        if (result.size() == 1 && !ends_in_comma) fail(what, "a tuple: (n,) for one dimension");
        return result;
    }

    void expect_end() {
        skip_spaces();
        if (!rest_.empty()) fail("after the dictionary", "nothing");
    }

    [[noreturn]] void fail(std::string_view what, std::string_view expected) const {
        throw npy_error("header: " + std::string(what) + ": got " + in_quotes(rest_) + ", expected " +
                        std::string(expected));
    }

private:
    std::int64_t size(std::string_view what) {
        skip_spaces();
        std::int64_t value = 0;
        const auto [end, status] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (status != std::errc()) fail(what, "a size below 2^63");
        if (value < 0) fail(what, "no negative size");
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        // Python 2 wrote long integers as 3L.
        if (rest_.starts_with('L')) rest_.remove_prefix(1);
        return value;
    }

    std::string_view rest_;
};

template <class Value>
void set_once(std::optional<Value>& member, Value value, std::string_view key) {
    if (member) throw npy_error("header: got the key " + in_quotes(key) + " twice, expected it once");
    member = std::move(value);
}

}  // namespace

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 60;
    static constexpr char digits[] = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text.substr(0, longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f) {
            result += c;
        } else {
            result += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return result + (text.size() > longest ? "...\"" : "\"");
}

npy_header parse_npy_header(std::string_view dictionary) {
    std::optional<std::string> descr;
    std::optional<bool> fortran_order;
    std::optional<std::vector<std::int64_t>> shape;

    literal_reader reader(dictionary);
    reader.expect('{', "dictionary");
    bool ends_in_comma = true;
    while (!reader.skip('}')) {
        if (!ends_in_comma) reader.fail("dictionary", "',' or '}'");
        const auto key = reader.string("key");
        reader.expect(':', key);
        if (key == "descr") {
            set_once(descr, std::string(reader.string(key)), key);
        } else if (key == "fortran_order") {
            set_once(fortran_order, reader.boolean(key), key);
        } else if (key == "shape") {
            set_once(shape, reader.sizes(key), key);
        } else {
            throw npy_error("header: got the key " + in_quotes(key) + ", expected descr, fortran_order and shape");
        }
        ends_in_comma = reader.skip(',');
    }
    reader.expect_end();
    if (!descr || !fortran_order || !shape) {
        throw npy_error("header: got " + in_quotes(dictionary) + ", expected the keys descr, fortran_order and shape");
    }
    return {.version = 1, .descr = *descr, .fortran_order = *fortran_order, .shape = *shape};
}

std::string format_npy_header(const npy_header& header) {
    std::string sizes;
    for (const auto size : header.shape) sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
    if (header.shape.size() == 1) sizes += ',';
    std::string dictionary = "{'descr': '" + header.descr + "', 'fortran_order': ";
    dictionary += (header.fortran_order ? "True" : "False");
    dictionary += ", 'shape': (" + sizes + "), }";

    const std::size_t length_bytes = header.version == 1 ? 2 : 4;
    const std::size_t prefix = 8 + length_bytes;
    const std::size_t alignment = 64;
    const std::size_t total = (prefix + dictionary.size() + 1 + alignment - 1) / alignment * alignment;
    dictionary.resize(total - prefix - 1, ' ');
    dictionary += '\n';

    std::string result = "\x93NUMPY";
    result += static_cast<char>(header.version);
    result += '\0';
    for (std::size_t i = 0; i < length_bytes; ++i) {
        result += static_cast<char>(dictionary.size() >> (8 * i) & 0xff);
    }
    return result + dictionary;
}

}  // namespace softknee::tool
