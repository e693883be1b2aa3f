package dev.nightjar.workflow;

/// How the tasks directly before one stand.
///
/// @param all how many there are
/// @param success how many succeeded
/// @param failed how many failed
/// @param upstreamFailed how many were not started because of a failure before them
/// @param skipped how many were left out
public record Upstream(int all, int success, int failed, int upstreamFailed, int skipped) {
  /// The same when one more has ended.
  ///
  /// @param well it succeeded
  /// @param left it was skipped
  /// @param upstream it was not started because of a failure before it; else it failed
  public Upstream plus(boolean well, boolean left, boolean upstream) {
    return new Upstream(
        all,
        success + (well ? 1 : 0),
        failed + (well || left || upstream ? 0 : 1),
        upstreamFailed + (upstream ? 1 : 0),
        skipped + (left ? 1 : 0));
  }

  /// Whether each of them has ended.
  boolean isDone() {
    return success + failed + upstreamFailed + skipped == all;
  }

  int bad() {
    return failed + upstreamFailed;
  }
}
