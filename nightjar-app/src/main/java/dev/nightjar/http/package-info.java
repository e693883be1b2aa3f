/// The server's HTTP side: what all its interfaces share.
@NullMarked
package dev.nightjar.http;

import org.jspecify.annotations.NullMarked;
