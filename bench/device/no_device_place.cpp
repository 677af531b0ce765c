// SPDX-License-Identifier: Apache-2.0
#include "device_place.hpp"

#include <softknee/error.hpp>

namespace softknee::bench {

std::unique_ptr<bench_place> make_device_place() {
    constexpr int no_device = 100;  // cudaErrorNoDevice
    throw no_device_error("bench: this build of softknee has no CUDA support", no_device);
}

}  // namespace softknee::bench
