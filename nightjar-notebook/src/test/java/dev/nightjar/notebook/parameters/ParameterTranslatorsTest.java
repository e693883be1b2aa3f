package dev.nightjar.notebook.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.notebook.NotebookException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParameterTranslatorsTest {
  private static final Parameters ONE = Parameters.empty().with("a", ParameterValue.of(true));

  /// A translator that an extension brings.
  public static final class Lisp implements ParameterTranslator {
    @Override
    public List<String> names() {
      return List.of("lisp");
    }

    @Override
    public String translate(ParameterValue value) {
      return value.str();
    }

    @Override
    public String assign(String name, String expression) {
      return "(defvar %s %s)".formatted(name, expression);
    }

    @Override
    public String comment(String text) {
      return "; " + text;
    }
  }

  @Test
  void a_kernel_name_goes_before_the_language() {
    assertThat(codified("scala", "python")).isEqualTo("// Parameters\nval a = true\n");
    assertThat(codified("unknown", "R")).isEqualTo("# Parameters\na = TRUE\n");
    assertThat(codified(null, "julia")).isEqualTo("# Parameters\na = true\n");
  }

  @Test
  void names_are_compared_exactly() {
    assertThatThrownBy(() -> ParameterTranslators.find("x", "Python"))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "No parameter translator functions specified for kernel 'x' or language 'Python'. Run the notebook without parameters, name a known language with -l (python, R, scala, julia, matlab, .net-csharp, .net-fsharp, .net-powershell, bash), or add a translator.");
  }

  @Test
  void an_extension_adds_a_language() {
    assertThat(codified("x", "lisp")).isEqualTo("; Parameters\n(defvar a True)\n");
  }

  @Test
  void values_without_a_form_of_their_own_are_their_python_text_in_quotes() {
    ParameterTranslator python = ParameterTranslators.find(null, "python");
    assertThat(python.translate(new ParameterValue.Bytes("it\"s\n"))).isEqualTo("\"b'it\"s\\n'\"");
    assertThat(ParameterTranslators.find(null, "bash").translate(new ParameterValue.Bytes("x")))
        .isEqualTo("'b'\"'\"'x'\"'\"''");
  }

  private static String codified(@Nullable String kernel, String language) {
    return ParameterTranslators.find(kernel, language).codify(ONE, "Parameters");
  }
}
