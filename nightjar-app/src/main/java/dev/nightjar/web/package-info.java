/// The web page: what ran, runs and failed, and forms to change it. Made on the server; a little
/// JavaScript keeps it live.
@NullMarked
package dev.nightjar.web;

import org.jspecify.annotations.NullMarked;
