/// Kernels: finding, starting, talking to and ending the processes that run code.
///
/// Follows the Jupyter messaging protocol 5.4
/// (<https://jupyter-client.readthedocs.io/en/stable/messaging.html>) and ZMTP 3.0
/// (<https://rfc.zeromq.org/spec/23/>).
@NullMarked
package dev.nightjar.kernel;

import org.jspecify.annotations.NullMarked;
