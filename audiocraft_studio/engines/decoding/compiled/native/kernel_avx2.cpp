// Compiled with -mavx2; run only where kernels.cpp finds it.
#include "dot_avx2.h"
#include "offer.h"

const Kernel avx2_kernel = {pack, apply, attend_for_test, read_text, forward};
