package dev.nightjar.cli;

import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfigFile;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.workflowfile.WorkflowFiles;
import dev.nightjar.workflowfile.WorkflowReading;
import dev.nightjar.yaml.YamlValue.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads workflow files of each kind.
record FileReader(Program program) {
  /// What is in a file: one workflow, but for Airflow files, which may have several DAGs.
  ///
  /// @param name as it was typed; messages call the file so
  List<WorkflowReading> read(String name) {
    Path file = program.environment().directory().resolve(name).toAbsolutePath().normalize();
    return name.endsWith(".py") && Files.isRegularFile(file)
        ? dags(file, name)
        : List.of(WorkflowFiles.read(file, name));
  }

  private List<WorkflowReading> dags(Path file, String name) {
    List<WorkflowReading> found = new ArrayList<>();
    try {
      var config = ServerConfigFile.load(program.environment(), null, Map.of()).config();
      int status =
          program.server().run(program, new ServerWork.ReadDags(config, file, name, found::addAll));
      return status == 0 ? found : List.of(broken(name, "the file could not be read"));
    } catch (ConfigException e) {
      return List.of(broken(name, String.valueOf(e.getMessage())));
    }
  }

  private static WorkflowReading broken(String name, String problem) {
    return new WorkflowReading.Broken(List.of(new FileProblem(name, Place.START, problem)));
  }
}
