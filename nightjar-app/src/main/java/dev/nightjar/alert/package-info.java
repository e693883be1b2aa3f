/// Where alerts go, and what they say.
@NullMarked
package dev.nightjar.alert;

import org.jspecify.annotations.NullMarked;
