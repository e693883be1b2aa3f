/// What is to be done: workflows, their tasks and how each is tried. Pure data.
@NullMarked
package dev.nightjar.workflow;

import org.jspecify.annotations.NullMarked;
