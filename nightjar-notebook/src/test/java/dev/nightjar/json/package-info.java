/// Tests of kernels, most of them on real ones.
@NullMarked
package dev.nightjar.json;

import org.jspecify.annotations.NullMarked;
