package dev.nightjar.workflowfile;

import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.yaml.YamlValue.Place;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A workflow as its file has it.
///
/// @param workflow its name is the file's `id`; its source says which file
/// @param intervals when it runs by itself; null if it is started by hand only
/// @param places where things are said, by their path: `tasks.load.notebook`
public record WorkflowFile(
    Workflow workflow, @Nullable DataIntervals intervals, Map<String, Place> places) {
  public WorkflowFile {
    places = Map.copyOf(places);
  }

  /// Where that is said, or what it is part of.
  public Place placeOf(String path) {
    return find(places, path);
  }

  static Place find(Map<String, Place> places, String path) {
    for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      Place place = places.get(at);
      if (place != null) {
        return place;
      }
    }
    return Place.START;
  }
}
