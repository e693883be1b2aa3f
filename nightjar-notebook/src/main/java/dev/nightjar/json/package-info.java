/// JSON as Python's `json` module reads and writes it, which is what nbformat's files are made of.
@NullMarked
package dev.nightjar.json;

import org.jspecify.annotations.NullMarked;
