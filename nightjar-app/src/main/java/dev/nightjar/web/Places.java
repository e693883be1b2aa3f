package dev.nightjar.web;

/// Where the pages of workflows, their runs and tasks are.
final class Places {
  private Places() {}

  static String workflow(String key) {
    return "/workflows/" + Visit.encoded(key);
  }

  /// What the addresses of a workflow's runs begin with.
  static String runs(String key) {
    return workflow(key) + "/runs/";
  }

  static String run(String key, String run) {
    return runs(key) + run;
  }

  static String task(String key, String run, String task) {
    return run(key, run) + "/tasks/" + Visit.encoded(task);
  }

  /// The picture of a workflow's tasks as a file of its own.
  ///
  /// @param page of the workflow, or of a run
  static String picture(String page) {
    return page + "/picture.svg";
  }
}
