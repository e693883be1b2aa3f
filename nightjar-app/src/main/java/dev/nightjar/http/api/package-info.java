/// Nightjar's own REST interface under `/api`. Its description is `openapi.json`; a test compares
/// the two.
@NullMarked
package dev.nightjar.http.api;

import org.jspecify.annotations.NullMarked;
