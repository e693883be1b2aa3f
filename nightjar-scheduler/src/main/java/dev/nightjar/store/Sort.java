package dev.nightjar.store;

/// By what a list of runs or workflows is sorted.
public record Sort(By by, boolean descending) {
  /// What runs and workflows have to sort by.
  public enum By {
    ID("id"),
    /// In any case.
    NAME("name_key"),
    NOTEBOOK("notebook", true),
    ENVIRONMENT("environment", true),
    COMPUTE_TYPE("compute_type", true),
    CREATED("created_at"),
    UPDATED("updated_at"),
    /// Runs only.
    STATE("state"),
    /// Runs only.
    STARTED("started_at", true),
    /// Runs only.
    ENDED("ended_at", true),
    /// Runs only.
    WORKFLOW("workflow_id", true),
    /// Workflows only.
    PAUSED("paused");

    private final String column;
    private final boolean nullable;

    By(String column) {
      this(column, false);
    }

    By(String column, boolean nullable) {
      this.column = column;
      this.nullable = nullable;
    }
  }

  /// Newest first.
  public static final Sort NEWEST = new Sort(By.CREATED, true);

  /// What settles the order of those that are alike, as the index has it.
  String rest() {
    String columns =
        switch (by) {
          case STATE, WORKFLOW -> "run.created_at%1$s, run.id%1$s";
          case ENDED -> "run.state%1$s, run.id%1$s";
          case ID, NAME, NOTEBOOK, ENVIRONMENT, COMPUTE_TYPE, CREATED, UPDATED, STARTED, PAUSED ->
              "run.id%1$s";
        };
    return columns.formatted(descending ? " DESC" : " ASC");
  }

  /// With nothing before everything else, as on the databases that need not be told.
  ///
  /// @param column how a column is written
  String sql(Dialect dialect, String column) {
    String nulls = descending ? " NULLS LAST" : " NULLS FIRST";
    return column.formatted(by.column)
        + (descending ? " DESC" : " ASC")
        + (by.nullable && dialect == Dialect.POSTGRESQL ? nulls : "");
  }
}
