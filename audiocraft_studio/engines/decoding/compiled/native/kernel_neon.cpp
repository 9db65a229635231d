// Compiled with -march=armv8.2-a+dotprod; run only where kernels.cpp finds it.
#include "dot_neon.h"
#include "offer.h"

const Kernels neon_kernels = kernels();
