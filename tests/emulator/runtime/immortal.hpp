// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_emulator::runtime {

/// The one object of a type, made at its first use and never destroyed: static objects of the program may call the
/// runtime from their destructors, after those of this library have run.
template <class T>
T& immortal() {
    static T& object = *new T;
    return object;
}

}  // namespace softknee_emulator::runtime
