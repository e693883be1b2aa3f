@NullMarked
package dev.nightjar.schedule;

import org.jspecify.annotations.NullMarked;
