/// Files that people hand in: found only below their root, and copied before they are run.
@NullMarked
package dev.nightjar.files;

import org.jspecify.annotations.NullMarked;
