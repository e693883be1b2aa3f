/// The folder of workflow files, which a server watches.
@NullMarked
package dev.nightjar.folder;

import org.jspecify.annotations.NullMarked;
