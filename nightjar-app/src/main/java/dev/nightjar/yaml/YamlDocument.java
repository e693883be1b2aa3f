package dev.nightjar.yaml;

import dev.nightjar.yaml.YamlValue.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.Event.ID;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/// A YAML 1.2 document as a tree, with all that is wrong with it. Aliases, tags and further
/// documents are refused, so that a document stands for no more than what is written in it.
///
/// @param root null if there is nothing, or nothing that could be read
/// @param mistakes in their order
public record YamlDocument(@Nullable YamlValue root, List<Mistake> mistakes) {
  private static final int DEEPEST = 50;

  public YamlDocument {
    mistakes = List.copyOf(mistakes);
  }

  /// What is wrong.
  public record Mistake(Place place, String problem) {}

  /// Reads a document in UTF-8.
  ///
  /// @param most how many bytes it may have
  public static YamlDocument parse(byte[] utf8, int most) {
    if (utf8.length > most) {
      return broken(
          Place.START,
          "the file has %,d bytes, and may have %,d: divide it".formatted(utf8.length, most));
    }
    var characters = CharBuffer.allocate(utf8.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8), characters, true);
    String text = characters.flip().toString();
    if (result.isError()) {
      return broken(place(text, text.length()), "the file is not in UTF-8: save it so");
    }
    return new Reader(text.startsWith("\ufeff") ? text.substring(1) : text).read();
  }

  private static YamlDocument broken(Place place, String problem) {
    return new YamlDocument(null, List.of(new Mistake(place, problem)));
  }

  private static Place place(String text, int offset) {
    String before = text.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(line, before.length() - before.lastIndexOf('\n'));
  }

  /// Makes the tree of the events of one document.
  private static final class Reader {
    private final String text;
    private final ParserImpl events;
    private final List<Mistake> mistakes = new ArrayList<>();

    Reader(String text) {
      this.text = text;
      var options = new LoaderOptions();
      options.setProcessComments(false);
      options.setCodePointLimit(Integer.MAX_VALUE);
      this.events = new ParserImpl(new StreamReader(text), options);
    }

    YamlDocument read() {
      YamlValue root = null;
      try {
        events.getEvent(); // the stream's start
        if (events.checkEvent(ID.DocumentStart)) {
          events.getEvent();
          root = value(events.getEvent(), 0);
          events.getEvent();
        }
        if (events.checkEvent(ID.DocumentStart)
            && events.peekEvent() instanceof DocumentStartEvent next) {
          mistake(
              place(next.getStartMark()), "a second document begins here: give it its own file");
        }
      } catch (MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        mistake(
            mark == null ? Place.START : place(mark),
            "this is not valid YAML: "
                + Problem.oneLine(e.getProblem() != null ? e.getProblem() : e.getContext()));
        return new YamlDocument(null, mistakes);
      } catch (ReaderException e) {
        mistake(
            YamlDocument.place(text, text.offsetByCodePoints(0, e.getPosition())),
            "the character U+%04X may not be in YAML".formatted(e.getCodePoint()));
        return new YamlDocument(null, mistakes);
      } catch (YAMLException e) {
        mistake(
            Place.START,
            "this is not valid YAML: " + Problem.oneLine(String.valueOf(e.getMessage())));
        return new YamlDocument(null, mistakes);
      }
      return new YamlDocument(root, mistakes);
    }

    private static Place place(Mark mark) {
      return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void mistake(Place place, String problem) {
      mistakes.add(new Mistake(place, problem));
    }

    private YamlValue value(Event event, int depth) {
      Place place = place(event.getStartMark());
      if (depth > DEEPEST) {
        throw new TooDeep(event.getStartMark());
      }
      return switch (event) {
        case ScalarEvent scalar -> {
          checkTag(scalar.getTag(), place);
          if (!StandardCharsets.UTF_8.newEncoder().canEncode(scalar.getValue())) {
            mistake(place, "a text has half a character in it (an unpaired surrogate)");
          }
          boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
          yield new YamlValue.Scalar(
              plain ? CoreScalars.value(scalar.getValue()) : scalar.getValue(),
              scalar.getValue(),
              place);
        }
        case SequenceStartEvent list -> {
          checkTag(list.getTag(), place);
          var elements = new ArrayList<YamlValue>();
          while (!events.checkEvent(ID.SequenceEnd)) {
            elements.add(value(events.getEvent(), depth + 1));
          }
          events.getEvent();
          yield new YamlValue.Sequence(elements, place);
        }
        case MappingStartEvent mapping -> {
          checkTag(mapping.getTag(), place);
          yield mapping(place, depth);
        }
        case AliasEvent alias -> {
          mistake(
              place,
              "the alias '*%s' is not for this file: write out what it stands for"
                  .formatted(Problem.brief(alias.getAnchor())));
          yield new YamlValue.Scalar(null, "", place);
        }
        default -> throw new IllegalStateException("unexpected event " + event);
      };
    }

    private YamlValue.Mapping mapping(Place place, int depth) {
      var entries = new ArrayList<YamlValue.Entry>();
      Map<String, Place> seen = new HashMap<>();
      while (!events.checkEvent(ID.MappingEnd)) {
        Event key = events.getEvent();
        Place at = place(key.getStartMark());
        if (key instanceof ScalarEvent scalar) {
          checkTag(scalar.getTag(), at);
          YamlValue value = value(events.getEvent(), depth + 1);
          Place earlier = seen.putIfAbsent(scalar.getValue(), at);
          if (earlier == null) {
            entries.add(new YamlValue.Entry(scalar.getValue(), value, at));
          } else {
            mistake(
                at,
                "'%s' is set twice, first in line %d"
                    .formatted(Problem.brief(scalar.getValue()), earlier.line()));
          }
        } else {
          mistake(at, "a name must be text, not %s".formatted(words(key)));
          value(key, depth + 1);
          value(events.getEvent(), depth + 1);
        }
      }
      events.getEvent();
      return new YamlValue.Mapping(entries, place);
    }

    private static String words(Event key) {
      return key instanceof AliasEvent
          ? "an alias"
          : "a list or names with values. Is a text in {{ }} without quotes?";
    }

    private void checkTag(@Nullable String tag, Place place) {
      if (tag != null && !tag.equals("!")) {
        mistake(place, "the tag '%s' is not for this file".formatted(Problem.brief(tag)));
      }
    }
  }

  private static final class TooDeep extends MarkedYAMLException {
    private static final long serialVersionUID = 1L;

    TooDeep(Mark mark) {
      super(null, null, "more than %d levels in each other".formatted(DEEPEST), mark);
    }
  }
}
