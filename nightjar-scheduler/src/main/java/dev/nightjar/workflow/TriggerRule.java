package dev.nightjar.workflow;

import java.util.stream.Stream;

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
  },
  /// That of teardowns.
  ALL_DONE_SETUP_SUCCESS {
    @Override
    Start judge(Upstream before) {
      return ALL_DONE.judge(before);
    }
  };

  /// Those that a task may have which is no teardown.
  public static TriggerRule[] ofWork() {
    return Stream.of(values())
        .filter(rule -> rule != ALL_DONE_SETUP_SUCCESS)
        .toArray(TriggerRule[]::new);
  }

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

  /// What becomes of a task.
  ///
  /// @param before the tasks directly before it
  /// @param setups of a teardown those among them that are its setups; of others the setups
  ///     further before it, without which it does not start
  public Start start(Upstream before, Upstream setups) {
    if (before.all() == 0 || this == ALWAYS) {
      return Start.NOW;
    }
    Start start = judge(before);
    if (this == ALL_DONE_SETUP_SUCCESS) {
      return start == Start.NOW ? afterSetups(setups) : start;
    }
    if (setups.bad() > 0) {
      return Start.UPSTREAM_FAILED;
    }
    if (setups.skipped() > 0) {
      return Start.SKIP;
    }
    return start == Start.NOW && setups.success() < setups.all() ? Start.LATER : start;
  }

  /// Where one of its setups succeeded a teardown has something to take away.
  private static Start afterSetups(Upstream setups) {
    if (setups.all() == 0 || setups.success() > 0) {
      return Start.NOW;
    }
    return setups.skipped() == setups.all() ? Start.SKIP : Start.UPSTREAM_FAILED;
  }

  abstract Start judge(Upstream before);

  private static Start whenAll(int good, Upstream before) {
    return good == before.all() ? Start.NOW : Start.LATER;
  }
}
