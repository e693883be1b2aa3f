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
  class Claims extends ClaimsContract {
    Claims() {
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
}
