// Compiled with -mavx512f -mavx512bw -mavx512vl -mavx512vnni; run only where kernels.cpp finds them.
#include "dot_avx512.h"
#include "offer.h"

const Kernel avx512_kernel = {pack, apply, attend_for_test, read_text, forward};
