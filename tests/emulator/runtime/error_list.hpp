// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every error code of the runtime with the text that cudaGetErrorString gives for it, as entry(code, text).
// clang-format off
#define SOFTKNEE_EMULATOR_ERRORS(entry) \
    entry(cudaSuccess, "no error") \
    entry(cudaErrorInvalidValue, "invalid argument") \
    entry(cudaErrorMemoryAllocation, "out of memory") \
    entry(cudaErrorInitializationError, "initialization error") \
    entry(cudaErrorCudartUnloading, "driver shutting down") \
    entry(cudaErrorProfilerDisabled, "profiler disabled while using external profiling tool") \
    entry(cudaErrorProfilerNotInitialized, "profiler not initialized: call cudaProfilerInitialize()") \
    entry(cudaErrorProfilerAlreadyStarted, "profiler already started") \
    entry(cudaErrorProfilerAlreadyStopped, "profiler already stopped") \
    entry(cudaErrorInvalidConfiguration, "invalid configuration argument") \
    entry(cudaErrorInvalidPitchValue, "invalid pitch argument") \
    entry(cudaErrorInvalidSymbol, "invalid device symbol") \
    entry(cudaErrorInvalidHostPointer, "invalid host pointer") \
    entry(cudaErrorInvalidDevicePointer, "invalid device pointer") \
    entry(cudaErrorInvalidTexture, "invalid texture reference") \
    entry(cudaErrorInvalidTextureBinding, "texture is not bound to a pointer") \
    entry(cudaErrorInvalidChannelDescriptor, "invalid channel descriptor") \
    entry(cudaErrorInvalidMemcpyDirection, "invalid copy direction for memcpy") \
    entry(cudaErrorAddressOfConstant, "invalid address of constant") \
    entry(cudaErrorTextureFetchFailed, "fetch from texture failed") \
    entry(cudaErrorTextureNotBound, "cannot fetch from a texture that is not bound") \
    entry(cudaErrorSynchronizationError, "incorrect use of __syncthreads()") \
    entry(cudaErrorInvalidFilterSetting, "linear filtering not supported for non-float type") \
    entry(cudaErrorInvalidNormSetting, "read as normalized float not supported for data type") \
    entry(cudaErrorMixedDeviceExecution, "device emulation mode and device execution mode cannot be mixed") \
    entry(cudaErrorNotYetImplemented, "feature not yet implemented") \
    entry(cudaErrorMemoryValueTooLarge, "memory size or pointer value too large to fit in 32 bit") \
    entry(cudaErrorStubLibrary, "CUDA driver is a stub library") \
    entry(cudaErrorInsufficientDriver, "CUDA driver version is insufficient for CUDA runtime version") \
    entry(cudaErrorCallRequiresNewerDriver, "API call is not supported in the installed CUDA driver") \
    entry(cudaErrorInvalidSurface, "invalid surface reference") \
    entry(cudaErrorDuplicateVariableName, "duplicate global variable looked up by string name") \
    entry(cudaErrorDuplicateTextureName, "duplicate texture looked up by string name") \
    entry(cudaErrorDuplicateSurfaceName, "duplicate surface looked up by string name") \
    entry(cudaErrorDevicesUnavailable, "CUDA-capable device(s) is/are busy or unavailable") \
    entry(cudaErrorIncompatibleDriverContext, "incompatible driver context") \
    entry(cudaErrorMissingConfiguration, "__global__ function call is not configured") \
    entry(cudaErrorPriorLaunchFailure, "unspecified launch failure in prior launch") \
    entry(cudaErrorLaunchMaxDepthExceeded, "launch would exceed maximum depth of nested launches") \
    entry(cudaErrorLaunchFileScopedTex, "launch failed because kernel uses unsupported, file-scoped textures (texture objects are supported)") \
    entry(cudaErrorLaunchFileScopedSurf, "launch failed because kernel uses unsupported, file-scoped surfaces (surface objects are supported)") \
    entry(cudaErrorSyncDepthExceeded, "cudaDeviceSynchronize failed because caller's grid depth exceeds cudaLimitDevRuntimeSyncDepth") \
    entry(cudaErrorLaunchPendingCountExceeded, "launch failed because launch would exceed cudaLimitDevRuntimePendingLaunchCount") \
    entry(cudaErrorInvalidDeviceFunction, "invalid device function") \
    entry(cudaErrorNoDevice, "no CUDA-capable device is detected") \
    entry(cudaErrorInvalidDevice, "invalid device ordinal") \
    entry(cudaErrorDeviceNotLicensed, "device doesn't have valid Grid license") \
    entry(cudaErrorSoftwareValidityNotEstablished, "integrity checks failed") \
    entry(cudaErrorStartupFailure, "startup failure in cuda runtime") \
    entry(cudaErrorInvalidKernelImage, "device kernel image is invalid") \
    entry(cudaErrorDeviceUninitialized, "invalid device context") \
    entry(cudaErrorMapBufferObjectFailed, "mapping of buffer object failed") \
    entry(cudaErrorUnmapBufferObjectFailed, "unmapping of buffer object failed") \
    entry(cudaErrorArrayIsMapped, "array is mapped") \
    entry(cudaErrorAlreadyMapped, "resource already mapped") \
    entry(cudaErrorNoKernelImageForDevice, "no kernel image is available for execution on the device") \
    entry(cudaErrorAlreadyAcquired, "resource already acquired") \
    entry(cudaErrorNotMapped, "resource not mapped") \
    entry(cudaErrorNotMappedAsArray, "resource not mapped as array") \
    entry(cudaErrorNotMappedAsPointer, "resource not mapped as pointer") \
    entry(cudaErrorECCUncorrectable, "uncorrectable ECC error encountered") \
    entry(cudaErrorUnsupportedLimit, "limit is not supported on this architecture") \
    entry(cudaErrorDeviceAlreadyInUse, "exclusive-thread device already in use by a different thread") \
    entry(cudaErrorPeerAccessUnsupported, "peer access is not supported between these two devices") \
    entry(cudaErrorInvalidPtx, "a PTX JIT compilation failed") \
    entry(cudaErrorInvalidGraphicsContext, "invalid OpenGL or DirectX context") \
    entry(cudaErrorNvlinkUncorrectable, "uncorrectable NVLink error detected during the execution") \
    entry(cudaErrorJitCompilerNotFound, "PTX JIT compiler library not found") \
    entry(cudaErrorUnsupportedPtxVersion, "the provided PTX was compiled with an unsupported toolchain.") \
    entry(cudaErrorJitCompilationDisabled, "PTX JIT compilation was disabled") \
    entry(cudaErrorUnsupportedExecAffinity, "the provided execution affinity is not supported") \
    entry(cudaErrorUnsupportedDevSideSync, "the provided PTX contains unsupported call to cudaDeviceSynchronize") \
    entry(cudaErrorContained, "Invalid access of peer GPU memory over nvlink or a hardware error") \
    entry(cudaErrorInvalidSource, "device kernel image is invalid") \
    entry(cudaErrorFileNotFound, "file not found") \
    entry(cudaErrorSharedObjectSymbolNotFound, "shared object symbol not found") \
    entry(cudaErrorSharedObjectInitFailed, "shared object initialization failed") \
    entry(cudaErrorOperatingSystem, "OS call failed or operation not supported on this OS") \
    entry(cudaErrorInvalidResourceHandle, "invalid resource handle") \
    entry(cudaErrorIllegalState, "the operation cannot be performed in the present state") \
    entry(cudaErrorLossyQuery, "attempted introspection would be semantically lossy") \
    entry(cudaErrorSymbolNotFound, "named symbol not found") \
    entry(cudaErrorNotReady, "device not ready") \
    entry(cudaErrorIllegalAddress, "an illegal memory access was encountered") \
    entry(cudaErrorLaunchOutOfResources, "too many resources requested for launch") \
    entry(cudaErrorLaunchTimeout, "the launch timed out and was terminated") \
    entry(cudaErrorLaunchIncompatibleTexturing, "launch uses incompatible texturing mode") \
    entry(cudaErrorPeerAccessAlreadyEnabled, "peer access is already enabled") \
    entry(cudaErrorPeerAccessNotEnabled, "peer access has not been enabled") \
    entry(cudaErrorSetOnActiveProcess, "cannot set while device is active in this process") \
    entry(cudaErrorContextIsDestroyed, "context is destroyed") \
    entry(cudaErrorAssert, "device-side assert triggered") \
    entry(cudaErrorTooManyPeers, "peer mapping resources exhausted") \
    entry(cudaErrorHostMemoryAlreadyRegistered, "part or all of the requested memory range is already mapped") \
    entry(cudaErrorHostMemoryNotRegistered, "pointer does not correspond to a registered memory region") \
    entry(cudaErrorHardwareStackError, "hardware stack error") \
    entry(cudaErrorIllegalInstruction, "an illegal instruction was encountered") \
    entry(cudaErrorMisalignedAddress, "misaligned address") \
    entry(cudaErrorInvalidAddressSpace, "operation not supported on global/shared address space") \
    entry(cudaErrorInvalidPc, "invalid program counter") \
    entry(cudaErrorLaunchFailure, "unspecified launch failure") \
    entry(cudaErrorCooperativeLaunchTooLarge, "too many blocks in cooperative launch") \
    entry(cudaErrorTensorMemoryLeak, "tensor memory not completely freed") \
    entry(cudaErrorNotPermitted, "operation not permitted") \
    entry(cudaErrorNotSupported, "operation not supported") \
    entry(cudaErrorSystemNotReady, "system not yet initialized") \
    entry(cudaErrorSystemDriverMismatch, "system has unsupported display driver / cuda driver combination") \
    entry(cudaErrorCompatNotSupportedOnDevice, "forward compatibility was attempted on non supported HW") \
    entry(cudaErrorMpsConnectionFailed, "MPS client failed to connect to the MPS control daemon or the MPS server") \
    entry(cudaErrorMpsRpcFailure, "the remote procedural call between the MPS server and the MPS client failed") \
    entry(cudaErrorMpsServerNotReady, "MPS server is not ready to accept new MPS client requests") \
    entry(cudaErrorMpsMaxClientsReached, "the hardware resources required to create MPS client have been exhausted") \
    entry(cudaErrorMpsMaxConnectionsReached, "the hardware resources required to support device connections have been exhausted") \
    entry(cudaErrorMpsClientTerminated, "the MPS client has been terminated by the server") \
    entry(cudaErrorCdpNotSupported, "is using CUDA Dynamic Parallelism, but the current configuration, like MPS, does not support it") \
    entry(cudaErrorCdpVersionMismatch, "unsupported interaction between different versions of CUDA Dynamic Parallelism") \
    entry(cudaErrorStreamCaptureUnsupported, "operation not permitted when stream is capturing") \
    entry(cudaErrorStreamCaptureInvalidated, "operation failed due to a previous error during capture") \
    entry(cudaErrorStreamCaptureMerge, "operation would result in a merge of separate capture sequences") \
    entry(cudaErrorStreamCaptureUnmatched, "capture was not ended in the same stream as it began") \
    entry(cudaErrorStreamCaptureUnjoined, "capturing stream has unjoined work") \
    entry(cudaErrorStreamCaptureIsolation, "dependency created on uncaptured work in another stream") \
    entry(cudaErrorStreamCaptureImplicit, "operation would make the legacy stream depend on a capturing blocking stream") \
    entry(cudaErrorCapturedEvent, "operation not permitted on an event last recorded in a capturing stream") \
    entry(cudaErrorStreamCaptureWrongThread, "attempt to terminate a thread-local capture sequence from another thread") \
    entry(cudaErrorTimeout, "wait operation timed out") \
    entry(cudaErrorGraphExecUpdateFailure, "the graph update was not performed because it included changes which violated constraints specific to instantiated graph update") \
    entry(cudaErrorExternalDevice, "an async error has occured in external entity outside of CUDA") \
    entry(cudaErrorInvalidClusterSize, "a kernel launch error has occurred due to cluster misconfiguration") \
    entry(cudaErrorFunctionNotLoaded, "the function handle is not loaded when calling an API that requires a loaded function") \
    entry(cudaErrorInvalidResourceType, "one or more resources passed in are not valid resource types for the operation") \
    entry(cudaErrorInvalidResourceConfiguration, "one or more resources are insufficient or non-applicable for the operation") \
    entry(cudaErrorUnknown, "unknown error")
// clang-format on
