// Compiled with -mavx512f -mavx512bw -mavx512vl -mavx512vnni; run only where kernels.cpp finds them.
#include "dot_avx512.h"
#include "offer.h"

const Kernels avx512_kernels = kernels();
