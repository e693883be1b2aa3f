/// Pictures of workflows: which task comes after which. Pure functions of what is drawn.
@NullMarked
package dev.nightjar.picture;

import org.jspecify.annotations.NullMarked;
