package dev.nightjar.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.ReuseDecision;
import dev.nightjar.run.Waiting;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.FileTrigger;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import dev.nightjar.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Workflows and parameters as JSON text in a column.
final class Documents {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final TypeReference<List<Fingerprint.Part>> PARTS = new TypeReference<>() {};
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
  private static final int REMEMBERED = 2_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          // What a newer version wrote beside what is known here is no reason not to read it.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .addMixIn(Work.class, WorkTypes.class)
          .addMixIn(Wait.class, WaitTypes.class)
          .build();

  /// Least recently used first.
  private static final Map<String, Workflow> WORKFLOWS =
      new LinkedHashMap<>(REMEMBERED * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Workflow> eldest) {
          return size() > REMEMBERED;
        }
      };

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = NotebookWork.class, name = "notebook"),
    @JsonSubTypes.Type(value = ShellWork.class, name = "shell"),
    @JsonSubTypes.Type(value = PythonWork.class, name = "python"),
    @JsonSubTypes.Type(value = AirflowWork.class, name = "airflow"),
    @JsonSubTypes.Type(value = HttpWork.class, name = "http"),
    @JsonSubTypes.Type(value = SqlWork.class, name = "sql"),
    @JsonSubTypes.Type(value = MessageWork.class, name = "message"),
    @JsonSubTypes.Type(value = TriggerWork.class, name = "trigger"),
    @JsonSubTypes.Type(value = WaitWork.class, name = "wait"),
    @JsonSubTypes.Type(value = EmptyWork.class, name = "empty")
  })
  private interface WorkTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Wait.ForFile.class, name = "file"),
    @JsonSubTypes.Type(value = Wait.ForTime.class, name = "time"),
    @JsonSubTypes.Type(value = Wait.ForTimeOfDay.class, name = "time_of_day"),
    @JsonSubTypes.Type(value = Wait.AfterInterval.class, name = "after_interval"),
    @JsonSubTypes.Type(value = Wait.ForRun.class, name = "run"),
    @JsonSubTypes.Type(value = Wait.ForHttp.class, name = "http"),
    @JsonSubTypes.Type(value = Wait.ForWork.class, name = "work")
  })
  private interface WaitTypes {}

  private Documents() {}

  static String write(@Nullable Object value) {
    return JSON.writeValueAsString(value);
  }

  static Waiting waiting(String json) {
    return JSON.readValue(json, Waiting.class);
  }

  static FileTrigger fileTrigger(String json) {
    return JSON.readValue(json, FileTrigger.class);
  }

  /// A value of any type.
  static @Nullable Object value(String json) {
    return JSON.readValue(json, Object.class);
  }

  static List<Fingerprint.Part> parts(String json) {
    return JSON.readValue(json, PARTS);
  }

  static ReuseDecision decision(String json) {
    return JSON.readValue(json, ReuseDecision.class);
  }

  static List<String> names(String json) {
    return JSON.readValue(json, NAMES);
  }

  static Map<String, Object> parameters(String json) {
    return JSON.readValue(json, MAP);
  }

  /// The workflow of a version. Versions never change, so those read last are remembered.
  static Workflow workflow(String version, String json) {
    synchronized (WORKFLOWS) {
      Workflow known = WORKFLOWS.get(version);
      if (known != null) {
        return known;
      }
    }
    Workflow workflow = JSON.readValue(json, Workflow.class);
    synchronized (WORKFLOWS) {
      WORKFLOWS.put(version, workflow);
    }
    return workflow;
  }
}
