package dev.nightjar.notebook.parameters;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/// What a field of a template names: a parameter or a part of it, or one of the built-in values.
sealed interface Operand {
  /// A value of a parameter.
  record Known(ParameterValue value) implements Operand {}

  /// A naive datetime.
  record Moment(LocalDateTime time) implements Operand {}

  /// The dict of built-in values.
  record Pm(PathTemplate.Builtins values) implements Operand {}

  /// The element `key` of `pm`.
  static Operand of(PathTemplate.Builtins pm, String key, long index) {
    return switch (key) {
      case "run_uuid" -> new Known(ParameterValue.of(pm.runUuid()));
      case "current_datetime_local" -> new Moment(pm.local());
      case "current_datetime_utc" -> new Moment(pm.utc());
      default ->
          throw new Fields.MissingKey(index >= 0 ? Long.toString(index) : PythonRepr.quoted(key));
    };
  }

  /// What `!r`, `!s` or `!a` makes of it; 0 changes nothing.
  default Operand converted(int conversion) {
    return switch (conversion) {
      case 0 -> this;
      case 's' -> text(str());
      case 'r' -> text(repr());
      case 'a' -> text(PythonRepr.ascii(repr()));
      default ->
          throw new FormatProblem(
              "Unknown conversion specifier '%s'".formatted(Character.toString(conversion)));
    };
  }

  private static Operand text(String text) {
    return new Known(ParameterValue.of(text));
  }

  /// `str()` of it.
  default String str() {
    return switch (this) {
      case Known(var value) -> value.str();
      case Moment(var time) ->
          DateTimeFormatter.ofPattern(
                  micros(time) == 0 ? "uuuu-MM-dd HH:mm:ss" : "uuuu-MM-dd HH:mm:ss.SSSSSS")
              .format(time);
      case Pm _ -> repr();
    };
  }

  /// `repr()` of it.
  default String repr() {
    return switch (this) {
      case Known(var value) -> value.repr();
      case Moment(var time) -> {
        long micros = micros(time);
        String seconds = time.getSecond() == 0 && micros == 0 ? "" : ", " + time.getSecond();
        yield "datetime.datetime(%d, %d, %d, %d, %d%s%s)"
            .formatted(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                seconds,
                micros == 0 ? "" : ", " + micros);
      }
      case Pm(var pm) ->
          "{'run_uuid': %s, 'current_datetime_local': %s, 'current_datetime_utc': %s}"
              .formatted(
                  PythonRepr.quoted(pm.runUuid()),
                  new Moment(pm.local()).repr(),
                  new Moment(pm.utc()).repr());
    };
  }

  /// `getattr(…, name)`, for the attributes that hold data.
  default Operand attribute(String name) {
    ParameterValue value =
        switch (this) {
          case Known(ParameterValue.Bool(var bool)) ->
              integerAttribute(bool ? BigInteger.ONE : BigInteger.ZERO, name);
          case Known(ParameterValue.Int(var integer)) -> integerAttribute(integer, name);
          case Known(ParameterValue.Floating(var number)) ->
              switch (name) {
                case "real" -> ParameterValue.of(number);
                case "imag" -> ParameterValue.of(0.0);
                default -> null;
              };
          case Moment(var time) ->
              switch (name) {
                case "year" -> ParameterValue.of((long) time.getYear());
                case "month" -> ParameterValue.of((long) time.getMonthValue());
                case "day" -> ParameterValue.of((long) time.getDayOfMonth());
                case "hour" -> ParameterValue.of((long) time.getHour());
                case "minute" -> ParameterValue.of((long) time.getMinute());
                case "second" -> ParameterValue.of((long) time.getSecond());
                case "microsecond" -> ParameterValue.of(micros(time));
                case "fold" -> ParameterValue.of(0L);
                case "tzinfo" -> new ParameterValue.None();
                default -> null;
              };
          case Known _, Pm _ -> null;
        };
    if (value == null) {
      throw new FormatProblem(
          "'%s' object has no attribute '%s' that a path could hold".formatted(typeName(), name));
    }
    return new Known(value);
  }

  private static ParameterValue integerAttribute(BigInteger integer, String name) {
    return switch (name) {
      case "real", "numerator" -> new ParameterValue.Int(integer);
      case "imag" -> ParameterValue.of(0L);
      case "denominator" -> ParameterValue.of(1L);
      default -> throw new FormatProblem("'int' object has no attribute '%s'".formatted(name));
    };
  }

  private static long micros(LocalDateTime time) {
    return time.get(ChronoField.MICRO_OF_SECOND);
  }

  private String typeName() {
    return switch (this) {
      case Known(var value) -> value.typeName();
      case Moment _ -> "datetime.datetime";
      case Pm _ -> "dict";
    };
  }

  /// `format(…, spec)`.
  default String format(String spec) {
    if (spec.isEmpty()) {
      return str();
    }
    return switch (this) {
      case Moment(var time) -> Strftime.format(time, spec);
      case Known(ParameterValue.Text(var text)) ->
          FormatSpec.parse(spec, 's', '<', "str").text(text);
      case Known(ParameterValue.Bool(var bool)) ->
          NumberFormat.integer(bool ? BigInteger.ONE : BigInteger.ZERO, spec, "bool");
      case Known(ParameterValue.Int(var integer)) -> NumberFormat.integer(integer, spec, "int");
      case Known(ParameterValue.Floating(var number)) ->
          NumberFormat.floating(number, FormatSpec.parse(spec, 0, '>', "float"), "float");
      case Known _, Pm _ ->
          throw new FormatProblem(
              "unsupported format string passed to %s.__format__: '%s'"
                  .formatted(typeName(), spec));
    };
  }
}
