package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapturedOutputsTest {
  private static List<Output> shown(String models, String... displayed) {
    List<Output> outputs = new ArrayList<>();
    for (String model : displayed) {
      outputs.add(Output.of(Json.parse(view(model))));
    }
    return new CapturedOutputs(Json.parse("{%s}".formatted(models))).shownIn(outputs);
  }

  private static String view(String model) {
    return """
        {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.jupyter.widget-view+json":
          {"model_id": "%s"}, "text/plain": "%s"}}"""
        .formatted(model, model);
  }

  private static String outputWidget(String id, String outputs) {
    return "\"%s\": {\"model_name\": \"OutputModel\", \"state\": {\"outputs\": [%s]}}"
        .formatted(id, outputs);
  }

  private static String box(String id, String... children) {
    return "\"%s\": {\"model_name\": \"VBoxModel\", \"state\": {\"children\": [\"IPY_MODEL_%s\"]}}"
        .formatted(id, String.join("\",\"IPY_MODEL_", children));
  }

  private static String text(String text) {
    return "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"%s\"}".formatted(text);
  }

  @Test
  void an_output_widget_is_replaced_by_what_it_holds() {
    assertThat(shown(outputWidget("o", text("a") + "," + text("b")), "o"))
        .containsExactly(new Output.Stream("stdout", "a"), new Output.Stream("stdout", "b"));
  }

  @Test
  void an_empty_one_shows_nothing() {
    assertThat(shown(outputWidget("o", ""), "o")).isEmpty();
  }

  @Test
  void one_within_another_is_shown_there() {
    String models = outputWidget("o", view("p")) + "," + outputWidget("p", text("deep"));

    assertThat(shown(models, "o")).containsExactly(new Output.Stream("stdout", "deep"));
  }

  @Test
  void a_box_stays_and_what_its_output_widgets_hold_follows() {
    String models = box("b", "slider", "o") + "," + outputWidget("o", text("a"));

    assertThat(shown(models, "b")).hasSize(2).last().isEqualTo(new Output.Stream("stdout", "a"));
  }

  @Test
  void widgets_within_themselves_end() {
    String models = outputWidget("o", view("o") + "," + text("a")) + "," + box("b", "b", "o", "o");

    assertThat(shown(models, "o", "b")).hasSize(3);
  }

  @Test
  void other_outputs_and_unknown_widgets_stay() {
    assertThat(shown(outputWidget("o", text("a")), "unknown")).hasSize(1);
    assertThat(shown("", "o")).hasSize(1);
  }
}
