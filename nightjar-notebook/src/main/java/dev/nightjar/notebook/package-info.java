/// The notebook document: cells, outputs and metadata, read from and written to nbformat's files.
@NullMarked
package dev.nightjar.notebook;

import org.jspecify.annotations.NullMarked;
