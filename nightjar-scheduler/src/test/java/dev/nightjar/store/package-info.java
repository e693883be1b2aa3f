/// The store on each database.
@NullMarked
package dev.nightjar.store;

import org.jspecify.annotations.NullMarked;
