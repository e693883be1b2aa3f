/// Tests of what may be handed in, and of its copies.
@NullMarked
package dev.nightjar.files;

import org.jspecify.annotations.NullMarked;
