package dev.nightjar.cli;

import dev.nightjar.config.Distance;
import java.util.List;
import java.util.Optional;

/// The commands by their words. A command's class is loaded when the command is asked for: a start
/// pays for the one that it invokes.
final class Commands {
  /// The program's name, which stands before a command's words.
  static final String PROGRAM = "nightjar";

  /// A command.
  ///
  /// @param path its words without the program's name, such as `kernels list`
  /// @param summary what it does, for lists of commands
  record Entry(String path, String summary) {
    String name() {
      return path.substring(path.lastIndexOf(' ') + 1);
    }

    private String parent() {
      return path.substring(0, Math.max(0, path.lastIndexOf(' ')));
    }
  }

  /// Every command below `nightjar`, in the order of the help.
  static final List<Entry> ALL =
      List.of(
          new Entry("run", "Run a notebook. All of papermill's options work."),
          new Entry("run-all", "Run many notebooks, compare their outputs, report as JUnit does."),
          new Entry("inspect", "Show what a notebook holds: parameters, cells, its last run."),
          new Entry("html", "Turn a notebook into one HTML page."),
          new Entry("kernels", "See which kernels there are, and keep them warm."),
          new Entry("kernels list", "List the kernels, and those that are broken."),
          new Entry("kernels warm", "Have Python kernels start in a tenth of the time."),
          new Entry("kernels stop", "End what keeps kernels warm."),
          new Entry(
              "server", "Schedule notebooks, and show what ran: for JupyterLab and browsers."),
          new Entry("worker", "Run jobs for servers on other machines."),
          new Entry("config", "See the settings of a server."),
          new Entry("config show", "Show the settings, and where each comes from."),
          new Entry("tokens", "Say who may use a server."),
          new Entry("tokens create", "Make a token."),
          new Entry("tokens list", "List the tokens."),
          new Entry("tokens revoke", "Make a token worthless."),
          new Entry("retention", "Delete what a server kept long enough."),
          new Entry("backup", "Copy a server's database, also while it runs."),
          new Entry("restore", "Put such a copy in its place."),
          new Entry("import", "Take over what another scheduler has."),
          new Entry(
              "import jupyter-scheduler", "Take over jupyter-scheduler's definitions and jobs."),
          new Entry("status", "Show how a server stands: what waits, runs, failed, is due."),
          new Entry("jobs", "Have a server run notebooks, and see how they went."),
          new Entry("jobs submit", "Run a notebook on a server."),
          new Entry("jobs list", "List jobs."),
          new Entry("jobs show", "Show a job, its attempts and files."),
          new Entry("jobs logs", "Print a job's log, and follow it."),
          new Entry("jobs stop", "Stop jobs."),
          new Entry("jobs rerun", "Run a job again."),
          new Entry("jobs resume", "Have a failed job go on from its failed cell."),
          new Entry("jobs download", "Copy the files that a job left."),
          new Entry("jobs rm", "Delete jobs."),
          new Entry("definitions", "Have a server run notebooks by schedules."),
          new Entry("definitions create", "Run a notebook by a schedule."),
          new Entry("definitions list", "List definitions."),
          new Entry("definitions show", "Show a definition."),
          new Entry("definitions update", "Change a definition."),
          new Entry("definitions pause", "Let definitions rest."),
          new Entry("definitions resume", "Let definitions run by their schedules again."),
          new Entry("definitions run", "Run a definition now."),
          new Entry("definitions next", "Show when a definition is due next."),
          new Entry("definitions rm", "Delete definitions."),
          new Entry("workflows", "Check files with workflows, and have a server run them."),
          new Entry("workflows check", "Say what is wrong with workflow files, and what is due."),
          new Entry("workflows show", "Draw which task of a workflow comes after which."),
          new Entry("workflows run", "Run a workflow file here, without a server."),
          new Entry("workflows test", "Run one task of a workflow file here, on its own."),
          new Entry("workflows list", "List the workflows of a server."),
          new Entry("workflows trigger", "Run a workflow now."),
          new Entry("workflows pause", "Let workflows rest."),
          new Entry("workflows resume", "Let workflows run by their schedules again."),
          new Entry("runs", "See how runs of workflows went, and mend them."),
          new Entry("runs list", "List runs."),
          new Entry("runs show", "Show a run and its tasks."),
          new Entry("runs grid", "Show the points of a task's grid."),
          new Entry("runs compare", "Compare two runs of a workflow."),
          new Entry("runs explain", "Say why a task did its work, or reused that of another run."),
          new Entry("runs backfill", "Run a workflow for times that have passed."),
          new Entry("runs stop", "Stop runs."),
          new Entry("runs clear", "Have tasks of a run run again."),
          new Entry("runs mark", "Say how a run, or tasks of it, ended."),
          new Entry("tasks", "See what tasks of runs did."),
          new Entry("tasks logs", "Print a task's log, and follow it."),
          new Entry("tasks resume", "Have a failed notebook go on from its failed cell."),
          new Entry("variables", "Give tasks texts that they read by name."),
          new Entry("variables list", "List the variables."),
          new Entry("variables get", "Print a variable."),
          new Entry("variables set", "Give a variable a value."),
          new Entry("variables rm", "Delete variables."),
          new Entry("variables import", "Set those of a JSON file."),
          new Entry("variables export", "Write all to a JSON file."),
          new Entry("connections", "Say how tasks reach other systems."),
          new Entry("connections list", "List the connections."),
          new Entry("connections show", "Show a connection without its secrets."),
          new Entry("connections add", "Make a connection, or change it."),
          new Entry("connections rm", "Delete connections."),
          new Entry("pools", "Limit how many jobs run at a time."),
          new Entry("pools list", "List the pools."),
          new Entry("pools set", "Make a pool, or change its slots."),
          new Entry("pools rm", "Delete pools."),
          new Entry("airflow", "Do what an Airflow command does, by a server."),
          new Entry("doctor", "Check what runs need: what is found, and how to get the rest."),
          new Entry("completion", "Print a script that completes commands in your shell."));

  private Commands() {}

  /// The command at `path`, ready for one command line.
  static Command make(String path, Program program) {
    return switch (path) {
      case "run" -> new RunCommand(program);
      case "run-all" -> new RunAllCommand(program);
      case "inspect" -> new InspectCommand(program);
      case "html" -> new HtmlCommand(program);
      case "kernels list" -> new KernelsListCommand(program);
      case "kernels warm" -> new KernelsWarmCommand(program);
      case "kernels stop" -> new KernelsStopCommand(program);
      case "server" -> ServerCommand.server(program);
      case "worker" -> ServerCommand.worker(program);
      case "config show" -> new ConfigShowCommand(program);
      case "tokens create" -> new TokensCreateCommand(program);
      case "tokens list" -> new TokensListCommand(program);
      case "tokens revoke" -> new TokensRevokeCommand(program);
      case "retention" -> new RetentionCommand(program);
      case "backup" -> new BackupCommand(program);
      case "restore" -> new RestoreCommand(program);
      case "import jupyter-scheduler" -> new ImportJupyterSchedulerCommand(program);
      case "status" -> new StatusCommand(program);
      case "jobs submit" -> new JobsSubmitCommand(program);
      case "jobs list" -> new JobsListCommand(program);
      case "jobs show" -> new JobsShowCommand(program);
      case "jobs logs" -> LogsCommand.ofJob(program);
      case "jobs stop" -> EachCommand.stopJobs(program);
      case "jobs rerun" -> RunAgainCommand.ofJob(program);
      case "jobs resume" -> ResumeCommand.ofJob(program);
      case "jobs download" -> new JobsDownloadCommand(program);
      case "jobs rm" -> EachCommand.deleteJobs(program);
      case "definitions create" -> DefinitionsChangeCommand.create(program);
      case "definitions list" -> new DefinitionsListCommand(program);
      case "definitions show" -> new DefinitionsShowCommand(program);
      case "definitions update" -> DefinitionsChangeCommand.update(program);
      case "definitions pause" -> EachCommand.pauseDefinitions(program);
      case "definitions resume" -> EachCommand.resumeDefinitions(program);
      case "definitions run" -> RunAgainCommand.ofDefinition(program);
      case "definitions next" -> new DefinitionsNextCommand(program);
      case "definitions rm" -> EachCommand.deleteDefinitions(program);
      case "workflows check" -> new WorkflowsCheckCommand(program);
      case "workflows show" -> new WorkflowsShowCommand(program);
      case "workflows run" -> new WorkflowsRunCommand(program);
      case "workflows test" -> new WorkflowsTestCommand(program);
      case "workflows list" -> new WorkflowsListCommand(program);
      case "workflows trigger" -> new WorkflowsTriggerCommand(program);
      case "workflows pause" -> EachCommand.pauseWorkflows(program);
      case "workflows resume" -> EachCommand.resumeWorkflows(program);
      case "runs list" -> new RunsListCommand(program);
      case "runs show" -> new RunsShowCommand(program);
      case "runs grid" -> new RunsGridCommand(program);
      case "runs compare" -> new RunsCompareCommand(program);
      case "runs explain" -> new RunsExplainCommand(program);
      case "runs backfill" -> new RunsBackfillCommand(program);
      case "runs stop" -> EachCommand.stopRuns(program);
      case "runs clear" -> RunsChangeCommand.clear(program);
      case "runs mark" -> RunsChangeCommand.mark(program);
      case "tasks logs" -> LogsCommand.ofTask(program);
      case "tasks resume" -> ResumeCommand.ofTask(program);
      case "variables list" -> VariablesCommand.list(program);
      case "variables get" -> VariablesCommand.get(program);
      case "variables set" -> VariablesCommand.set(program);
      case "variables rm" -> EachCommand.deleteVariables(program);
      case "variables import" -> VariablesCommand.load(program);
      case "variables export" -> VariablesCommand.export(program);
      case "connections list" -> ConnectionsCommand.list(program);
      case "connections show" -> ConnectionsCommand.show(program);
      case "connections add" -> new ConnectionsAddCommand(program);
      case "connections rm" -> EachCommand.deleteConnections(program);
      case "pools list" -> PoolsCommand.list(program);
      case "pools set" -> PoolsCommand.set(program);
      case "pools rm" -> EachCommand.deletePools(program);
      case "airflow" -> new AirflowCommand(program);
      case "doctor" -> new DoctorCommand(program);
      case "completion" -> new CompletionCommand(program);
      default -> {
        if (!isGroup(path)) {
          throw new IllegalArgumentException("no command: " + path);
        }
        yield new CommandGroup(path, program);
      }
    };
  }

  /// The commands directly below `path`; those of the program below the empty path.
  static List<Entry> below(String path) {
    return ALL.stream().filter(entry -> entry.parent().equals(path)).toList();
  }

  /// Whether the command at `path` only holds others.
  static boolean isGroup(String path) {
    return !below(path).isEmpty();
  }

  /// What the command at `path` does.
  static String summary(String path) {
    return path.isEmpty()
        ? "Runs Jupyter notebooks with parameters: a drop-in for papermill, and more."
        : ALL.stream()
            .filter(entry -> entry.path().equals(path))
            .map(Entry::summary)
            .findFirst()
            .orElseThrow();
  }

  /// The command below `path` that somebody who typed `word` may have meant.
  static Optional<String> nearest(String path, String word) {
    return below(path).stream()
        .map(Entry::name)
        .filter(name -> Distance.between(name, word) <= 2 || name.startsWith(word))
        .min((a, b) -> Integer.compare(Distance.between(a, word), Distance.between(b, word)));
  }

  /// The words that call the command at `path`.
  static String words(String path) {
    return path.isEmpty() ? PROGRAM : PROGRAM + " " + path;
  }
}
