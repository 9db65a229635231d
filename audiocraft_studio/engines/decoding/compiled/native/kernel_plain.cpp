// Compiled for any processor.
#include "dot_plain.h"
#include "offer.h"

const Kernels plain_kernels = kernels();
