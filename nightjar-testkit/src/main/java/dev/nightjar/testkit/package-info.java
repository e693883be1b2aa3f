/// What several modules use in their tests: a kernel that can be made to misbehave, peers for
/// sockets, real servers (Jupyter, PostgreSQL, MariaDB), a clock that stands, the rules of the
/// architecture.
///
/// Knows nothing of the code under test, so that what agrees with it agrees with the protocol.
@NullMarked
package dev.nightjar.testkit;

import org.jspecify.annotations.NullMarked;
