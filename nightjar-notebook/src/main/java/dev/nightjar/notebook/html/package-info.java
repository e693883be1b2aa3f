/// A notebook as one HTML page that needs no script and no network.
@NullMarked
package dev.nightjar.notebook.html;

import org.jspecify.annotations.NullMarked;
