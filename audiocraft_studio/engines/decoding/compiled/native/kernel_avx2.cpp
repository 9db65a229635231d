// Compiled with -mavx2 -mf16c -mfma; run only where kernels.cpp finds it.
#include "dot_avx2.h"
#include "offer.h"

const Kernels avx2_kernels = kernels();
