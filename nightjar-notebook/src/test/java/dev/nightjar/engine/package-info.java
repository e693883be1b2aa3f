@NullMarked
package dev.nightjar.engine;

import org.jspecify.annotations.NullMarked;
