// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace softknee_emulator::runtime {

/// One translation unit's PTX for one target.
struct ptx_image {
    int target;          ///< 90 for sm_90
    char specific;       ///< 'a' if it is for that target alone, 'f' for its family, 0 for all that follow
    bool is_compressed;  ///< then there is no text
    std::string_view text;

    /// Whether a device of a compute capability (90 for 9.0) can run it.
    bool runs_on(int capability) const;
};

/// The PTX that nvcc has put into an executable, in the order in which it lies there. Machine code is passed over.
/// @param wrapper  what __cudaRegisterFatBinary is given; the texts point into it
/// @throws fault if it does not have the form that is known
std::vector<ptx_image> find_ptx(const void* wrapper);

/// The image with the highest target that runs on a device; null if there is none.
const ptx_image* choose_image(const std::vector<ptx_image>& images, int capability);

}  // namespace softknee_emulator::runtime
