// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The variants of the instructions that a warp carries out together.
namespace softknee_emulator {

enum shuffle_choice { shuffle_up, shuffle_down, shuffle_butterfly, shuffle_index };
enum vote_choice { vote_all, vote_any, vote_uniform, vote_ballot };
enum match_choice { match_any, match_all };
enum reduction_choice { reduce_add, reduce_min, reduce_max, reduce_and, reduce_or, reduce_xor };

}  // namespace softknee_emulator
