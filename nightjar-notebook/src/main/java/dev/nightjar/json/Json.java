package dev.nightjar.json;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON to Jackson's tree as Python's `json.loads` does: `NaN` and `Infinity` are numbers,
/// integers have any size, of two equal keys the last wins, nothing but blanks may follow the
/// value.
///
/// Built on Jackson's token stream alone: an `ObjectMapper` would cost a third of a small program's
/// start. Thread-safe.
public final class Json {
  /// Where Jackson's messages say no more than that it could say where something began.
  private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at .*");

  /// As deep as a thread's stack carries with ease; what can be read can be written.
  private static final int DEEPEST = 900;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(4300)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private Json() {}

  /// The value that `utf8` holds.
  ///
  /// @throws JsonException if it is not one JSON value; the message has line and column
  public static JsonNode parse(byte[] utf8) {
    LongStrings strings = LongStrings.of(utf8);
    if (strings != null) {
      try {
        return parse(FACTORY.createParser(ObjectReadContext.empty(), strings.rest()), strings);
      } catch (JsonException e) {
        // The message is to tell the place in the whole document.
      }
    }
    return parse(FACTORY.createParser(ObjectReadContext.empty(), utf8), null);
  }

  /// The value that `json` holds.
  ///
  /// @throws JsonException if it is not one JSON value; the message has line and column
  public static JsonNode parse(String json) {
    return parse(FACTORY.createParser(ObjectReadContext.empty(), json), null);
  }

  /// The value that the stream holds, read to its end; the stream stays open.
  ///
  /// @throws JsonException if it is not one JSON value, or the stream cannot be read
  public static JsonNode parse(InputStream utf8) {
    try {
      return parse(FACTORY.createParser(ObjectReadContext.empty(), utf8), null);
    } catch (JacksonException e) {
      throw new JsonException(e.getOriginalMessage()); // the first bytes are read in advance
    }
  }

  /// `value` as UTF-8 without any blanks.
  public static byte[] compact(JsonNode value) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(value, generator);
    }
    return bytes.toByteArray();
  }

  /// An empty object.
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /// An empty array.
  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /// @param taken the strings that were taken out of what the parser reads
  private static JsonNode parse(JsonParser source, @Nullable LongStrings taken) {
    try (JsonParser parser = source) {
      if (parser.nextToken() == null) {
        throw new JsonException("it is empty");
      }
      JsonNode value = value(parser, taken);
      if (parser.nextToken() != null) {
        throw new JsonException("more text after the value" + place(parser));
      }
      return value;
    } catch (StreamReadException e) {
      var location = e.getLocation();
      throw new JsonException(
          START_MARKER.matcher(e.getOriginalMessage()).replaceFirst("")
              + " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr()));
    } catch (JacksonException e) {
      throw new JsonException(e.getOriginalMessage());
    }
  }

  private static void write(JsonNode value, JsonGenerator out) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        out.writeStartObject();
        for (var field : value.properties()) {
          out.writeName(field.getKey());
          write(field.getValue(), out);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        value.forEach(element -> write(element, out));
        out.writeEndArray();
      }
      case STRING -> out.writeString(value.stringValue());
      case NUMBER -> out.writeNumber(value.asString());
      case BOOLEAN -> out.writeBoolean(value.booleanValue());
      case NULL, MISSING, BINARY, POJO -> out.writeNull();
    }
  }

  private static String place(JsonParser parser) {
    var location = parser.currentTokenLocation();
    return " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  /// Of the numbers that are none, Python knows `NaN`, `Infinity` and `-Infinity`; Jackson others.
  private static double floating(JsonParser parser) {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      String text = parser.getString();
      if (text.startsWith("+") || text.endsWith("INF")) {
        throw new JsonException("%s is no number of JSON%s".formatted(text, place(parser)));
      }
    }
    return number;
  }

  private static String string(JsonParser parser, @Nullable LongStrings taken) {
    String text = taken == null ? null : taken.at(parser.currentTokenLocation().getByteOffset());
    return text == null ? parser.getString() : text;
  }

  private static JsonNode value(JsonParser parser, @Nullable LongStrings taken) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          object.set(name, value(parser, taken));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, taken));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.stringNode(string(parser, taken));
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(new BigInteger(parser.getString()));
          };
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(floating(parser));
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new JsonException("a value is missing" + place(parser));
    };
  }
}
