package dev.nightjar.store;

import org.junit.jupiter.api.Nested;

final class PostgresqlStoreTest {
  @Nested
  class Migrations extends MigrationsContract {
    Migrations() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Runs extends RunsContract {
    Runs() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class RunLists extends RunListsContract {
    RunLists() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class RunMarks extends RunMarksContract {
    RunMarks() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Claims extends ClaimsContract {
    Claims() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Limits extends LimitsContract {
    Limits() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Ends extends EndsContract {
    Ends() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Stops extends StopsContract {
    Stops() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Leases extends LeasesContract {
    Leases() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class HeldRuns extends HeldRunsContract {
    HeldRuns() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Planning extends PlanningContract {
    Planning() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Airflow extends AirflowContract {
    Airflow() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Grids extends GridsContract {
    Grids() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Deadlines extends DeadlinesContract {
    Deadlines() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Schedules extends SchedulesContract {
    Schedules() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Workflows extends WorkflowsContract {
    Workflows() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Alerts extends AlertsContract {
    Alerts() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Transactions extends TransactionsContract {
    Transactions() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Edits extends EditsContract {
    Edits() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Keyed extends KeyedContract {
    Keyed() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Secrets extends SecretsContract {
    Secrets() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Memos extends MemosContract {
    Memos() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Resumes extends ResumesContract {
    Resumes() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class Starts extends StartsContract {
    Starts() {
      super(TestDatabase.POSTGRESQL);
    }
  }
}
