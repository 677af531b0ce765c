// SPDX-License-Identifier: Apache-2.0
#include <cublas_v2.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <softknee/buffer.hpp>
#include <softknee/error.hpp>

#include "backend.hpp"
#include "product_sizes.hpp"

namespace digits {

namespace {

void check(cublasStatus_t status, const char* call) {
    if (status == CUBLAS_STATUS_SUCCESS) return;
    throw std::runtime_error(std::string(call) + ": " + cublasGetStatusString(status));
}

cublasOperation_t cublas_operation(transpose of) {
    return of == transpose::yes ? CUBLAS_OP_T : CUBLAS_OP_N;
}

class cublas_handle {
public:
    explicit cublas_handle(softknee::stream_ref stream) {
        check(cublasCreate(&handle_), "cublasCreate");
        if (const cublasStatus_t status = cublasSetStream(handle_, stream.get()); status != CUBLAS_STATUS_SUCCESS) {
            cublasDestroy(handle_);
            check(status, "cublasSetStream");
        }
    }
    ~cublas_handle() { cublasDestroy(handle_); }
    cublas_handle(const cublas_handle&) = delete;
    cublas_handle& operator=(const cublas_handle&) = delete;

    cublasHandle_t get() const noexcept { return handle_; }

private:
    cublasHandle_t handle_ = nullptr;
};

class cuda_backend final : public backend {
public:
    std::string_view name() const noexcept override { return "cuda"; }
    softknee::stream_ref stream() const noexcept override { return stream_; }
    void synchronize() override { stream_.synchronize(); }

    matrix allocate(std::int64_t rows, std::int64_t cols) override {
        matrix result(rows, cols, softknee::device_buffer<float>(rows * cols, stream_));
        const std::vector<float> zeros(static_cast<std::size_t>(result.count()));
        softknee::copy(zeros, result.view(), stream_);
        stream_.synchronize();
        return result;
    }

    /// cuBLAS reads matrices column by column, so it sees every one transposed: c^T = op(b)^T op(a)^T.
    void multiply(const matrix& a, transpose of_a, const matrix& b, transpose of_b, matrix& c,
                  bool accumulate) override {
        const auto [m, n, k] = sizes_of_product(a, of_a, b, of_b, c);
        const float one = 1.0f;
        const float factor_of_c = accumulate ? 1.0f : 0.0f;
        check(cublasSgemm(cublas_.get(), cublas_operation(of_b), cublas_operation(of_a), n, m, k, &one, b.data(),
                          static_cast<int>(b.cols()), a.data(), static_cast<int>(a.cols()), &factor_of_c, c.data(),
                          static_cast<int>(c.cols())),
              "cublasSgemm");
    }

    void add_scaled(float factor, const matrix& x, matrix& y) override {
        check(cublasSaxpy(cublas_.get(), static_cast<int>(x.count()), &factor, x.data(), 1, y.data(), 1),
              "cublasSaxpy");
    }

    void scale(float factor, matrix& x) override {
        check(cublasSscal(cublas_.get(), static_cast<int>(x.count()), &factor, x.data(), 1), "cublasSscal");
    }

    float norm(const matrix& x) override {
        float result = 0.0f;
        check(cublasSnrm2(cublas_.get(), static_cast<int>(x.count()), x.data(), 1, &result), "cublasSnrm2");
        return result;
    }

private:
    // The stream outlives the handle that works on it.
    softknee::stream stream_;
    cublas_handle cublas_{stream_};
};

}  // namespace

std::unique_ptr<backend> make_cuda_backend() {
    return std::make_unique<cuda_backend>();
}

}  // namespace digits
