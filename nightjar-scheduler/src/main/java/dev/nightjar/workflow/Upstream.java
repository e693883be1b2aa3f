package dev.nightjar.workflow;

/// How the tasks directly before one stand.
///
/// @param all how many there are
/// @param success how many succeeded
/// @param failed how many failed
/// @param upstreamFailed how many were not started because of a failure before them
/// @param skipped how many were left out
public record Upstream(int all, int success, int failed, int upstreamFailed, int skipped) {
  /// Whether each of them has ended.
  boolean isDone() {
    return success + failed + upstreamFailed + skipped == all;
  }

  int bad() {
    return failed + upstreamFailed;
  }
}
