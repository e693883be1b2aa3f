/// Tasks that the server does itself: requests, SQL and messages.
@NullMarked
package dev.nightjar.call;

import org.jspecify.annotations.NullMarked;
