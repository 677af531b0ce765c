// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <emulator/interpreter/decoder.hpp>

namespace softknee_emulator {

/// .global, .shared, .local, .param or .const; generic if there is none.
inline void take_space(decoder& d) {
    constexpr struct {
        std::string_view name;
        ptx::state_space space;
    } spaces[] = {{"global", ptx::state_space::global},         {"shared", ptx::state_space::shared},
                  {"shared::cta", ptx::state_space::shared},    {"local", ptx::state_space::local},
                  {"param", ptx::state_space::parameter},       {"param::entry", ptx::state_space::parameter},
                  {"param::func", ptx::state_space::parameter}, {"const", ptx::state_space::constant}};
    for (const auto& [name, space] : spaces) {
        if (d.take(name)) d.result().space = space;
    }
}

/// Orders and scopes are stronger or weaker promises of what is always so here: threads take turns.
inline void take_ordering(decoder& d) {
    d.take("mmio");
    d.take_one_of({"weak", "relaxed", "acquire", "release", "acq_rel", "volatile"});
    d.take_one_of({"cta", "gpu", "sys", "cluster"});
}

}  // namespace softknee_emulator
