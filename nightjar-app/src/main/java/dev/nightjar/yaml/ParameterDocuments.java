package dev.nightjar.yaml;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import dev.nightjar.notebook.parameters.Parameters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/// Reads documents of parameters as papermill does: PyYAML's `SafeLoader`, which is YAML 1.1, but
/// dates stay text. JSON documents are YAML here, too.
///
/// Unlike there, a document that contains itself is refused at once (there it can't be saved), and
/// so is one that its aliases blow up beyond a million nodes; anchors may be set twice and have
/// letters of any script, and a tab may end a line. Stateless.
public final class ParameterDocuments {
  /// As deep as Python's recursion limit lets PyYAML go, about.
  private static final int DEEPEST = 450;

  static {
    // PyYAML knows this escape, which JSON documents use; SnakeYAML does not, but its table is
    // open.
    ScannerImpl.ESCAPE_REPLACEMENTS.put('/', "/");
  }

  private ParameterDocuments() {}

  /// The parameters of a document; none if it is empty.
  ///
  /// @param source how messages call the document: the option or path that it came from
  /// @throws NotebookException if it is not YAML, holds what PyYAML refuses, or is no mapping with
  ///     names for keys; the message is one line
  public static Parameters parse(String yaml, String source) {
    try {
      return parameters(value(yaml), source);
    } catch (MarkedYAMLException e) {
      throw new NotebookException("%s is not valid YAML: %s".formatted(source, Problem.of(e)), e);
    } catch (YAMLException e) {
      throw new NotebookException(
          "%s is not valid YAML: %s"
              .formatted(source, Problem.oneLine(String.valueOf(e.getMessage()))),
          e);
    } catch (Problem e) {
      throw new NotebookException(
          "%s holds parameters that can't be read: %s".formatted(source, e.getMessage()), e);
    }
  }

  /// The parameters of a document in UTF-8, or in UTF-16 with a byte order mark; see
  /// [#parse(String, String)].
  public static Parameters parse(byte[] yaml, String source) {
    boolean wide =
        yaml.length >= 2
            && (yaml[0] == (byte) 0xfe && yaml[1] == (byte) 0xff
                || yaml[0] == (byte) 0xff && yaml[1] == (byte) 0xfe);
    Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    try {
      return parse(charset.newDecoder().decode(ByteBuffer.wrap(yaml)).toString(), source);
    } catch (CharacterCodingException e) {
      throw new NotebookException(
          "%s is not valid YAML: it is not %s text".formatted(source, charset), e);
    }
  }

  /// The bytes that Python's `base64.b64decode` makes of `text`: what is not of the alphabet is
  /// passed over.
  ///
  /// @throws NotebookException if the padding is wrong, or `text` is not ASCII
  public static byte[] lenientBase64(String text) {
    try {
      return LenientBase64.decode(text);
    } catch (IllegalArgumentException e) {
      throw new NotebookException(
          "'%s' is not Base64: %s".formatted(Problem.brief(text), e.getMessage()), e);
    }
  }

  /// The value of the one document in `yaml`.
  static ParameterValue value(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setAllowDuplicateKeys(true);
    options.setProcessComments(false);
    Composer composer =
        new Composer(
            new ParserImpl(new StreamReader(yaml), options), new PythonResolver(), options);
    Node root = composer.getSingleNode();
    return root == null ? new ParameterValue.None() : new PythonConstructor().value(root);
  }

  /// Python's `parameters.update(document or {})`.
  private static Parameters parameters(ParameterValue document, String source) {
    Map<String, ParameterValue> parameters = new LinkedHashMap<>();
    for (Entry entry : entries(document, source)) {
      if (!(entry.key() instanceof ParameterValue.Text(var name))) {
        throw new NotebookException(
            "%s names a parameter %s, which is a %s. Put the name in quotes."
                .formatted(source, entry.key().repr(), entry.key().typeName()));
      }
      parameters.put(name, entry.value());
    }
    return Parameters.of(parameters);
  }

  private static List<Entry> entries(ParameterValue document, String source) {
    return switch (document) {
      case ParameterValue.Mapping(var entries) -> entries;
      case ParameterValue.Sequence(var elements) when isPairs(elements) ->
          elements.stream()
              .map(ParameterDocuments::elements)
              .map(pair -> new Entry(pair.getFirst(), pair.getLast()))
              .toList();
      case ParameterValue value when isFalse(value) -> List.of();
      case ParameterValue value ->
          throw new NotebookException(
              "%s holds a %s where names with values are expected, as in 'name: value': %s"
                  .formatted(source, value.typeName(), Problem.brief(value.repr())));
    };
  }

  private static boolean isPairs(List<ParameterValue> elements) {
    return elements.stream().allMatch(element -> elements(element).size() == 2);
  }

  private static List<ParameterValue> elements(ParameterValue value) {
    return value instanceof ParameterValue.Sequence(var elements)
        ? elements
        : value instanceof ParameterValue.Tuple(var elements) ? elements : List.of();
  }

  private static boolean isFalse(ParameterValue value) {
    return switch (value) {
      case ParameterValue.None _ -> true;
      case ParameterValue.Bool(var bool) -> !bool;
      case ParameterValue.Int(var integer) -> integer.signum() == 0;
      case ParameterValue.Floating(var number) -> number == 0;
      case ParameterValue.Text(var text) -> text.isEmpty();
      case ParameterValue.Bytes(var latin1) -> latin1.isEmpty();
      case ParameterValue.SetOf(var elements) -> elements.isEmpty();
      case ParameterValue.Sequence _, ParameterValue.Tuple _, ParameterValue.Mapping _ -> false;
    };
  }
}
