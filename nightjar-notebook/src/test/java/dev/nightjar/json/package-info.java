@NullMarked
package dev.nightjar.json;

import org.jspecify.annotations.NullMarked;
