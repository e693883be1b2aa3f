package dev.nightjar.store;

/// By what a list of runs or workflows is sorted.
public record Sort(By by, boolean descending) {
  /// What runs and workflows have to sort by.
  public enum By {
    ID("id"),
    NAME("name"),
    NOTEBOOK("notebook"),
    ENVIRONMENT("environment"),
    COMPUTE_TYPE("compute_type"),
    CREATED("created_at"),
    UPDATED("updated_at"),
    /// Runs only.
    STATE("state"),
    /// Runs only.
    STARTED("started_at"),
    /// Runs only.
    ENDED("ended_at"),
    /// Runs only.
    WORKFLOW("workflow_id"),
    /// Workflows only.
    PAUSED("paused");

    private final String column;

    By(String column) {
      this.column = column;
    }
  }

  /// Newest first.
  public static final Sort NEWEST = new Sort(By.CREATED, true);

  String sql() {
    return by.column + (descending ? " DESC" : " ASC");
  }
}
