/// What the surroundings say: the only place that asks the system for variables.
@NullMarked
package dev.nightjar.config;

import org.jspecify.annotations.NullMarked;
