package dev.nightjar.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A YAML document as its scalars, each with its path and line: what configuration is read from.
public final class KeyedDocument {
  private static final int DEEPEST = 20;

  private final List<Value> values = new ArrayList<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  private KeyedDocument() {}

  /// A scalar.
  ///
  /// @param key its path: `server.tls.cert`; what is in a list has the list's key and `[0]`, `[1]`…
  /// @param text as it is written, whatever type YAML gives it
  /// @param line from 1
  public record Value(String key, String text, int line) {}

  /// What cannot be read.
  ///
  /// @param line from 1, 0 where it is not known
  public record Mistake(String problem, int line) {}

  /// Reads a document; what is wrong with it is among its mistakes.
  public static KeyedDocument parse(String yaml) {
    KeyedDocument document = new KeyedDocument();
    var options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    try {
      Node root = new Yaml(options).compose(new java.io.StringReader(yaml));
      if (root instanceof MappingNode mapping) {
        document.mapping("", mapping);
      } else if (root != null && !root.getTag().equals(Tag.NULL)) {
        document.mistake("is no mapping of names to values", root);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      document.mistakes.add(new Mistake("is not valid YAML: " + Problem.of(e), line));
    } catch (YAMLException e) {
      document.mistakes.add(
          new Mistake("is not valid YAML: " + Problem.oneLine(String.valueOf(e.getMessage())), 0));
    }
    return document;
  }

  private void mapping(String path, MappingNode mapping) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        String key = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
        value(key, tuple.getValueNode());
      } else {
        mistake("has a name that is no text", tuple.getKeyNode());
      }
    }
  }

  private void value(String key, Node node) {
    switch (node) {
      case ScalarNode scalar -> {
        if (!scalar.getTag().equals(Tag.NULL)) {
          add(new Value(key, scalar.getValue(), scalar.getStartMark().getLine() + 1));
        }
      }
      case SequenceNode list -> {
        for (int i = 0; i < list.getValue().size(); i++) {
          value("%s[%d]".formatted(key, i), list.getValue().get(i));
        }
      }
      case MappingNode mapping -> mapping(key, mapping);
      default -> mistake(key + " is nothing that can be read here", node);
    }
  }

  private void add(Value value) {
    for (Value earlier : values) {
      if (earlier.key().equals(value.key())) {
        mistakes.add(
            new Mistake(
                "%s is set twice, first in line %d".formatted(value.key(), earlier.line()),
                value.line()));
        return;
      }
    }
    values.add(value);
  }

  private void mistake(String problem, Node node) {
    mistakes.add(new Mistake(problem, node.getStartMark().getLine() + 1));
  }

  /// All scalars but empty ones, in their order.
  public List<Value> values() {
    return List.copyOf(values);
  }

  /// What is wrong with it.
  public List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }
}
