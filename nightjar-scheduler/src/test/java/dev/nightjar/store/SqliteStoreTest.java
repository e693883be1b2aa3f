package dev.nightjar.store;

import org.junit.jupiter.api.Nested;

final class SqliteStoreTest {
  @Nested
  class Migrations extends MigrationsContract {
    Migrations() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Runs extends RunsContract {
    Runs() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class RunLists extends RunListsContract {
    RunLists() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class RunMarks extends RunMarksContract {
    RunMarks() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Claims extends ClaimsContract {
    Claims() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Limits extends LimitsContract {
    Limits() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Ends extends EndsContract {
    Ends() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Stops extends StopsContract {
    Stops() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Leases extends LeasesContract {
    Leases() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class HeldRuns extends HeldRunsContract {
    HeldRuns() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Planning extends PlanningContract {
    Planning() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Airflow extends AirflowContract {
    Airflow() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Grids extends GridsContract {
    Grids() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Deadlines extends DeadlinesContract {
    Deadlines() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Schedules extends SchedulesContract {
    Schedules() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Workflows extends WorkflowsContract {
    Workflows() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Alerts extends AlertsContract {
    Alerts() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Transactions extends TransactionsContract {
    Transactions() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Edits extends EditsContract {
    Edits() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Keyed extends KeyedContract {
    Keyed() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Secrets extends SecretsContract {
    Secrets() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Memos extends MemosContract {
    Memos() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Resumes extends ResumesContract {
    Resumes() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class Starts extends StartsContract {
    Starts() {
      super(TestDatabase.SQLITE);
    }
  }
}
