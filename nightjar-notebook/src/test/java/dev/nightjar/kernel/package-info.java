/// Tests of kernels, most of them on real ones.
@NullMarked
package dev.nightjar.kernel;

import org.jspecify.annotations.NullMarked;
