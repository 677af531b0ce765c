// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include <softknee/error.hpp>

/// What a refused call must look like to its caller.
namespace softknee::test {

/// Checks at the end of its scope that no byte of a range has changed.
class unchanged {
public:
    template <class Range>
    explicit unchanged(const Range& range)
        : bytes_(std::as_bytes(std::span(range))), before_(bytes_.begin(), bytes_.end()) {}
    unchanged(const unchanged&) = delete;
    unchanged& operator=(const unchanged&) = delete;
    ~unchanged() {
        EXPECT_TRUE(std::equal(bytes_.begin(), bytes_.end(), before_.begin())) << "a refused call wrote to its output";
    }

private:
    std::span<const std::byte> bytes_;
    std::vector<std::byte> before_;
};

inline void expect_contains(std::string_view text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string_view::npos) << "\"" << part << "\" is not in \"" << text << "\"";
}

/// Expects `call` to throw exactly `Exception`, about `argument` of `function`, with a message that says what it got
/// and what it expected.
/// @param got, expected  what these texts must contain
template <class Exception, class Call>
void expect_refusal(Call&& call, std::string_view function, std::string_view argument, std::string_view got = "",
                    std::string_view expected = "",
                    const std::source_location& where = std::source_location::current()) {
    const testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "refusal");
    try {
        call();
        ADD_FAILURE() << "the call was accepted";
    } catch (const Exception& refused) {
        EXPECT_TRUE(typeid(refused) == typeid(Exception)) << typeid(refused).name();
        EXPECT_EQ(refused.function(), function);
        EXPECT_EQ(refused.argument(), argument);
        EXPECT_FALSE(refused.got().empty());
        EXPECT_FALSE(refused.expected().empty());
        expect_contains(refused.got(), got);
        expect_contains(refused.expected(), expected);
        for (const std::string& part : {refused.function(), refused.argument(), refused.got(), refused.expected()}) {
            expect_contains(refused.what(), part);
        }
    } catch (const std::exception& other) {
        ADD_FAILURE() << "refused with " << typeid(other).name() << ": " << other.what();
    }
}

}  // namespace softknee::test
