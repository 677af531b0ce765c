// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <string>

namespace softknee {

/// The shortest text that reads back as the same double, whatever the locale.
inline std::string number_text(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

}  // namespace softknee
