package dev.nightjar.workflow;

/// When a task starts, said of the tasks directly before it; names and answers are those of
/// Airflow's trigger rules (2.9, `trigger_rule_dep.py`). A task that comes after nothing starts.
public enum TriggerRule {
  ALL_SUCCESS {
    @Override
    Start judge(Upstream before) {
      return before.bad() > 0
          ? Start.UPSTREAM_FAILED
          : before.skipped() > 0 ? Start.SKIP : whenAll(before.success(), before);
    }
  },
  ALL_FAILED {
    @Override
    Start judge(Upstream before) {
      return before.success() + before.skipped() > 0 ? Start.SKIP : whenAll(before.bad(), before);
    }
  },
  ALL_DONE {
    @Override
    Start judge(Upstream before) {
      return before.isDone() ? Start.NOW : Start.LATER;
    }
  },
  ALL_SKIPPED {
    @Override
    Start judge(Upstream before) {
      return before.success() + before.bad() > 0 ? Start.SKIP : whenAll(before.skipped(), before);
    }
  },
  ONE_SUCCESS {
    @Override
    Start judge(Upstream before) {
      if (before.success() > 0) {
        return Start.NOW;
      }
      return !before.isDone()
          ? Start.LATER
          : before.skipped() == before.all() ? Start.SKIP : Start.UPSTREAM_FAILED;
    }
  },
  ONE_FAILED {
    @Override
    Start judge(Upstream before) {
      return before.bad() > 0 ? Start.NOW : before.isDone() ? Start.SKIP : Start.LATER;
    }
  },
  ONE_DONE {
    @Override
    Start judge(Upstream before) {
      return before.success() + before.failed() > 0
          ? Start.NOW
          : before.isDone() ? Start.SKIP : Start.LATER;
    }
  },
  NONE_FAILED {
    @Override
    Start judge(Upstream before) {
      return before.bad() > 0
          ? Start.UPSTREAM_FAILED
          : whenAll(before.success() + before.skipped(), before);
    }
  },
  NONE_FAILED_MIN_ONE_SUCCESS {
    @Override
    Start judge(Upstream before) {
      return before.bad() > 0
          ? Start.UPSTREAM_FAILED
          : before.skipped() == before.all()
              ? Start.SKIP
              : whenAll(before.success() + before.skipped(), before);
    }
  },
  NONE_SKIPPED {
    @Override
    Start judge(Upstream before) {
      return before.skipped() > 0 ? Start.SKIP : before.isDone() ? Start.NOW : Start.LATER;
    }
  },
  ALWAYS {
    @Override
    Start judge(Upstream before) {
      return Start.NOW;
    }
  };

  /// What is to become of a task that waits.
  public enum Start {
    /// Its upstream lets it start.
    NOW,
    /// It waits on.
    LATER,
    /// It is left out.
    SKIP,
    /// It can't start any more, because of a failure before it.
    UPSTREAM_FAILED
  }

  /// What becomes of a task whose upstream stands so.
  public Start start(Upstream before) {
    return before.all() == 0 ? Start.NOW : judge(before);
  }

  abstract Start judge(Upstream before);

  private static Start whenAll(int good, Upstream before) {
    return good == before.all() ? Start.NOW : Start.LATER;
  }
}
