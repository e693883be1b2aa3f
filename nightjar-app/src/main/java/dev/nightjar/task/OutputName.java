package dev.nightjar.task;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of an attempt's outputs: jupyter-scheduler's `output_filename_template`, filled in. Its
/// fields stand in double braces; one that is not known stays as it is.
final class OutputName {
  private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

  /// What some file system, or a link to the file, can't hold.
  private static final Pattern UNUSABLE = Pattern.compile("[/\\\\<>:\"|?*\\p{Cntrl}]");

  private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1");

  /// Leaves room for a suffix in the 255 bytes of most file systems.
  private static final int LONGEST = 200;

  private OutputName() {}

  /// The name, without suffix and without any folder.
  static String of(TaskOrder order, Instant start, ZoneId zone) {
    String input = stem(order.notebook().file());
    Map<String, String> values = new LinkedHashMap<>();
    order
        .parameters()
        .forEach((name, value) -> values.put(name, QUOTED.matcher(value.str()).replaceFirst("$2")));
    values.put("input_filename", input);
    values.put("create_time", time(order.createdAt(), zone));
    values.put("start_time", time(start, zone));
    values.put("name", order.name());
    values.put("job_id", order.run());
    Matcher fields = FIELD.matcher(order.notebook().outputName());
    String filled =
        fields.replaceAll(
            field -> Matcher.quoteReplacement(values.getOrDefault(field.group(1), field.group())));
    return usable(filled.endsWith(".ipynb") ? stem(filled) : filled, input);
  }

  /// The name without its folder and its last suffix.
  static String stem(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String usable(String name, String otherwise) {
    String plain = UNUSABLE.matcher(name).replaceAll("_").strip();
    while (plain.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      plain = plain.substring(0, plain.offsetByCodePoints(plain.length(), -1));
    }
    return !plain.replace(".", "").isEmpty()
        ? plain
        : otherwise.equals(name) ? "output" : usable(otherwise, otherwise);
  }

  /// Python's `%Y-%m-%d-%I-%M-%S-%p`: with a clock of twelve hours.
  private static String time(Instant instant, ZoneId zone) {
    var time = instant.atZone(zone);
    int hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    return "%d-%02d-%02d-%02d-%02d-%02d-%s"
        .formatted(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            hour,
            time.getMinute(),
            time.getSecond(),
            time.getHour() < 12 ? "AM" : "PM");
  }
}
