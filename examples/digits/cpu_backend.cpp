// SPDX-License-Identifier: Apache-2.0
#include <cblas.h>

#include <algorithm>

#include "backend.hpp"
#include "product_sizes.hpp"

namespace digits {

namespace {

CBLAS_TRANSPOSE cblas_operation(transpose of) {
    return of == transpose::yes ? CblasTrans : CblasNoTrans;
}

class cpu_backend final : public backend {
public:
    std::string_view name() const noexcept override { return "cpu"; }
    softknee::stream_ref stream() const noexcept override { return {}; }
    void synchronize() override {}

    matrix allocate(std::int64_t rows, std::int64_t cols) override {
        softknee::host_buffer<float> memory(rows * cols);
        std::ranges::fill(memory, 0.0f);
        return matrix(rows, cols, std::move(memory));
    }

    void multiply(const matrix& a, transpose of_a, const matrix& b, transpose of_b, matrix& c,
                  bool accumulate) override {
        const auto [m, n, k] = sizes_of_product(a, of_a, b, of_b, c);
        cblas_sgemm(CblasRowMajor, cblas_operation(of_a), cblas_operation(of_b), m, n, k, 1.0f, a.data(),
                    static_cast<int>(a.cols()), b.data(), static_cast<int>(b.cols()), accumulate ? 1.0f : 0.0f,
                    c.data(), static_cast<int>(c.cols()));
    }

    void add_scaled(float factor, const matrix& x, matrix& y) override {
        cblas_saxpy(static_cast<int>(x.count()), factor, x.data(), 1, y.data(), 1);
    }

    void scale(float factor, matrix& x) override { cblas_sscal(static_cast<int>(x.count()), factor, x.data(), 1); }

    float norm(const matrix& x) override { return cblas_snrm2(static_cast<int>(x.count()), x.data(), 1); }
};

}  // namespace

std::unique_ptr<backend> make_cpu_backend() {
    return std::make_unique<cpu_backend>();
}

}  // namespace digits
