/// What the work of tasks depends on, and how what it left is used again.
@NullMarked
package dev.nightjar.reuse;

import org.jspecify.annotations.NullMarked;
