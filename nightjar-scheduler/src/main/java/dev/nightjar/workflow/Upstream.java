package dev.nightjar.workflow;

/// How the tasks directly before one stand, or some of them.
///
/// @param all how many there are
/// @param success how many succeeded
/// @param failed how many failed
/// @param upstreamFailed how many were not started because of a failure before them
/// @param skipped how many were left out
public record Upstream(int all, int success, int failed, int upstreamFailed, int skipped) {
  /// No tasks.
  public static final Upstream NONE = new Upstream(0, 0, 0, 0, 0);

  /// The same when one more has ended.
  ///
  /// @param end what that one counts as: one task, or as many as it had points
  public Upstream plus(Upstream end) {
    return new Upstream(
        all + end.all - 1,
        success + end.success,
        failed + end.failed,
        upstreamFailed + end.upstreamFailed,
        skipped + end.skipped);
  }

  /// Whether each of them has ended.
  public boolean isDone() {
    return success + failed + upstreamFailed + skipped == all;
  }

  int bad() {
    return failed + upstreamFailed;
  }
}
