/// What tests of other packages share.
@NullMarked
package dev.nightjar.workflow;

import org.jspecify.annotations.NullMarked;
