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

  /// With nothing before everything else, as on the databases that need not be told.
  String sql(Dialect dialect) {
    String nulls = descending ? " NULLS LAST" : " NULLS FIRST";
    return by.column
        + (descending ? " DESC" : " ASC")
        + (by.nullable && dialect == Dialect.POSTGRESQL ? nulls : "");
  }
}
