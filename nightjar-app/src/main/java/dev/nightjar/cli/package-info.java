/// The command line: what people type, and what they read.
@NullMarked
package dev.nightjar.cli;

import org.jspecify.annotations.NullMarked;
