#include "kernel.h"

#include <cstring>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace {

bool always() { return true; }

#if defined(__x86_64__)
bool has_avx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
}
bool has_avx2() { return __builtin_cpu_supports("avx2"); }
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
    {"avx512", has_avx512, &avx512_kernel},
    {"avx2", has_avx2, &avx2_kernel},
#elif defined(__aarch64__)
    {"neon", has_dot_products, &neon_kernel},
#endif
    {"plain", always, &plain_kernel},
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
