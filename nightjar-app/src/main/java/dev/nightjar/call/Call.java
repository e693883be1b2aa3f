package dev.nightjar.call;

import dev.nightjar.run.Report;
import java.util.List;

/// One call to another program. For one thread, but for [#stop()].
interface Call {
  /// Makes it.
  ///
  /// @return the values that it leaves
  /// @throws CallException if it failed
  List<Report.Value> make(CallLog log) throws CallException, InterruptedException;

  /// Has it end soon, where an interrupt does not.
  default void stop() {}
}
