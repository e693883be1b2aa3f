package dev.nightjar.store;

import org.junit.jupiter.api.Nested;

final class MariadbStoreTest {
  @Nested
  class Migrations extends MigrationsContract {
    Migrations() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Runs extends RunsContract {
    Runs() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class RunLists extends RunListsContract {
    RunLists() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class RunMarks extends RunMarksContract {
    RunMarks() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Claims extends ClaimsContract {
    Claims() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Limits extends LimitsContract {
    Limits() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Ends extends EndsContract {
    Ends() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Stops extends StopsContract {
    Stops() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Leases extends LeasesContract {
    Leases() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class HeldRuns extends HeldRunsContract {
    HeldRuns() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Planning extends PlanningContract {
    Planning() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Airflow extends AirflowContract {
    Airflow() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Grids extends GridsContract {
    Grids() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Deadlines extends DeadlinesContract {
    Deadlines() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Schedules extends SchedulesContract {
    Schedules() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Workflows extends WorkflowsContract {
    Workflows() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Alerts extends AlertsContract {
    Alerts() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Transactions extends TransactionsContract {
    Transactions() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Edits extends EditsContract {
    Edits() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Keyed extends KeyedContract {
    Keyed() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Secrets extends SecretsContract {
    Secrets() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Memos extends MemosContract {
    Memos() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Resumes extends ResumesContract {
    Resumes() {
      super(TestDatabase.MARIADB);
    }
  }

  @Nested
  class Starts extends StartsContract {
    Starts() {
      super(TestDatabase.MARIADB);
    }
  }
}
