// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <optional>

#include <host/activation_list.hpp>
#include <host/number_text.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/error.hpp>

namespace softknee {
namespace {

/// Names for special cases: the text in front of whose arguments the given ones are put.
struct alternative_name {
    std::string_view name;
    std::string_view activation;
    std::string_view arguments_before;
    std::string_view arguments_after;
    std::size_t arguments;
};
constexpr alternative_name alternative_names[] = {
    {"relu6", "clip", "lo=0, hi=6", "", 0},
    {"hard_tanh", "clip", "lo=-1, hi=1", "", 0},
    {"thresholded_relu", "threshold", "", "v=0", 1},
};

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

[[noreturn]] void fail(std::string_view argument, std::string_view got, std::string expected) {
    throw parse_error("parse", std::string(argument), '"' + std::string(got) + '"', std::move(expected));
}

struct argument {
    std::string_view name;  ///< empty for a positional one
    std::string_view value;
};

struct call_text {
    std::string_view name;
    std::vector<argument> arguments;
};

/// "name" or "name(argument, argument)"
call_text split(std::string_view text) {
    const std::string_view whole = trim(text);
    const std::size_t open = whole.find('(');
    call_text call{trim(whole.substr(0, open)), {}};
    if (open == std::string_view::npos) return call;
    if (whole.back() != ')') fail("text", text, "a closing parenthesis at the end");
    std::string_view rest = trim(whole.substr(open + 1, whole.size() - open - 2));
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string_view item = rest.substr(0, comma);
        const std::size_t equals = item.find('=');
        const bool named = equals != std::string_view::npos;
        call.arguments.push_back(
            {named ? trim(item.substr(0, equals)) : "", trim(named ? item.substr(equals + 1) : item)});
        if (call.arguments.back().value.empty() || (named && call.arguments.back().name.empty())) {
            fail("text", text, "arguments of the form value or name=value, separated by commas");
        }
        if (comma == std::string_view::npos) break;
        rest = rest.substr(comma + 1);
        if (trim(rest).empty()) fail("text", text, "an argument after the last comma");
    }
    return call;
}

double number(std::string_view text, std::string_view parameter_name) {
    double value = 0;
    const char* end = text.data() + text.size();
    const char* begin = text.starts_with('+') ? text.data() + 1 : text.data();
    const bool two_signs = begin != text.data() && begin != end && *begin == '-';
    const auto [stop, code] = std::from_chars(begin, end, value);
    if (two_signs || code != std::errc() || stop != end)
        fail(parameter_name, text, "a number within the range of a double");
    return value;
}

template <class Activation>
Activation assign(const call_text& call) {
    Activation result;
    std::size_t position = 0;
    std::vector<std::string_view> seen;
    std::string names;
    for_each_parameter<Activation>(
        [&](const parameter<Activation>& p) { names += (names.empty() ? "" : ", ") + std::string(p.name); });
    for (const argument& given : call.arguments) {
        if (given.name.empty() && seen.size() != position) {
            fail("text", given.value, "positional arguments before named ones");
        }
        bool found = false;
        std::size_t index = 0;
        for_each_parameter<Activation>([&](const parameter<Activation>& p) {
            if (given.name.empty() ? index == position : given.name == p.name) {
                for (const std::string_view name : seen) {
                    if (name == p.name) fail("text", p.name, "each parameter once");
                }
                result.*p.member = number(given.value, p.name);
                seen.push_back(p.name);
                found = true;
            }
            ++index;
        });
        if (!found) {
            fail(Activation::description.name, given.name.empty() ? given.value : given.name,
                 names.empty() ? "no parameter" : "the parameters " + names);
        }
        if (given.name.empty()) ++position;
    }
    return result;
}

std::optional<activation> find(const call_text& call) {
    std::optional<activation> result;
    for_each_activation([&]<class A>(const A&) {
        if (A::description.name == call.name) result = assign<A>(call);
    });
    return result;
}

std::string known_names() {
    std::string names = "one of";
    for_each_activation([&]<class A>(const A&) { names += ' ' + std::string(A::description.name); });
    for (const alternative_name& other : alternative_names) names += ' ' + std::string(other.name);
    return names;
}

}  // namespace

activation parse(std::string_view text) {
    call_text call = split(text);
    for (const alternative_name& other : alternative_names) {
        if (call.name != other.name) continue;
        if (call.arguments.size() > other.arguments) fail(other.name, text, "fewer arguments");
        std::string canonical = std::string(other.activation) + '(' + std::string(other.arguments_before);
        for (const argument& given : call.arguments) {
            canonical += given.name.empty() ? "" : std::string(given.name) + '=';
            canonical += std::string(given.value);
        }
        if (!call.arguments.empty() && !other.arguments_after.empty()) canonical += ", ";
        return parse(canonical + std::string(other.arguments_after) + ')');
    }
    std::optional<activation> result = find(call);
    if (!result) fail("text", text, known_names());
    validate(*result);
    return *result;
}

}  // namespace softknee
