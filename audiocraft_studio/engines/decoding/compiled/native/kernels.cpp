#include "kernel.h"

#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace {

bool always() { return true; }

#if defined(__x86_64__)
bool has_avx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
}
bool has_avx2() {  // and the conversion from halves, which not every compiler has a name for
    unsigned a, b, c = 0, d;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __get_cpuid(1, &a, &b, &c, &d) &&
           (c & bit_F16C);
}
#elif defined(__aarch64__)
bool has_dot_products() {
#if defined(__linux__)
    return getauxval(AT_HWCAP) & (1u << 20);  // HWCAP_ASIMDDP
#else
    return true;  // all of Apple's
#endif
}
#endif

const Offer offers[] = {  // best first
#if defined(__x86_64__)
    {"avx512", has_avx512, &avx512_kernels},
    {"avx2", has_avx2, &avx2_kernels},
#elif defined(__aarch64__)
    {"neon", has_dot_products, &neon_kernels},
#endif
    {"plain", always, &plain_kernels},
};

}  // namespace

const Offer* kernel_at(int index) {
    for (const Offer& offer : offers)
        if (offer.runs_here() && index-- == 0) return &offer;
    return nullptr;
}

const Offer* find_kernel(const char* name) {
    for (int index = 0; const Offer* offer = kernel_at(index); index++)
        if (!std::strcmp(offer->name, name)) return offer;
    return nullptr;
}
