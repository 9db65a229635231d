// Compiled for any processor.
#include "dot_plain.h"
#include "offer.h"

const Kernel plain_kernel = {pack, apply, attend_for_test, read_text, forward};
