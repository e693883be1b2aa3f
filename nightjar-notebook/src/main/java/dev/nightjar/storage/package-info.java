/// Where notebooks and parameter files are read and written, by the scheme of their URI.
@NullMarked
package dev.nightjar.storage;

import org.jspecify.annotations.NullMarked;
