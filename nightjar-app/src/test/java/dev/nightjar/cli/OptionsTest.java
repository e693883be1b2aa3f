package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a command's options get from a command line.
final class OptionsTest {
  private final Options options = new Options("Does something.");

  private void read(String... arguments) {
    new ClickSyntax(options, List.of(arguments)).apply();
  }

  @Test
  void the_last_value_counts_and_all_are_there() {
    Option<String> name = options.text("-n, --name TEXT", "A name.");
    read("--name", "a", "-n=b", "-nc", "--name=d=e");
    assertThat(name.values()).containsExactly("a", "=b", "c", "d=e");
    assertThat(name.or("")).isEqualTo("d=e");
  }

  @Test
  void an_option_that_is_not_there_has_no_value() {
    Option<Integer> number = options.integer("--number INTEGER", "A number.");
    read();
    assertThat(number.isGiven()).isFalse();
    assertThat(number.orNull()).isNull();
    assertThat(number.or(7)).isEqualTo(7);
  }

  @Test
  void values_have_their_types() {
    var number = options.integer("--number INTEGER", "A number.");
    var path = options.path("--path FILE", "A path.");
    var time = options.duration("--time DURATION", "A time.");
    var pair = options.pair("-p NAME VALUE", "A pair.");
    var level = options.oneOf(LogLevel.values(), "--level LEVEL", "A level.");
    read("--number", " 5 ", "--path", "a/b", "--time", "2h", "-p", "-a", "--b", "--level", "ERROR");
    assertThat(number.values()).containsExactly(5);
    assertThat(path.values()).containsExactly(Path.of("a/b"));
    assertThat(time.values()).containsExactly(Duration.ofHours(2));
    assertThat(pair.values()).containsExactly(Map.entry("-a", "--b"));
    assertThat(level.values()).containsExactly(LogLevel.ERROR);
    assertThat(level.choices()).contains("INFO");
  }

  @Test
  void a_value_that_may_be_left_out_takes_none_of_the_next_words() {
    var positionals = options.positionals("NOTEBOOK");
    var keep = options.duration("--keep[=DURATION]", "Keeps it.").alone("10m");
    read("--keep", "a.ipynb", "--keep=1h");
    assertThat(keep.values()).containsExactly(Duration.ofMinutes(10), Duration.ofHours(1));
    assertThat(positionals.first()).isEqualTo("a.ipynb");
  }

  @Test
  void of_a_flag_and_its_negation_the_last_counts() {
    var colour = options.flag("--colour", "With colours.", "--no-colour", "Without.");
    read("--colour", "--no-colour");
    assertThat(colour.or(true)).isFalse();
  }

  @Test
  void short_flags_may_stand_together() {
    var one = options.flag("-a", "One.");
    var other = options.text("-b TEXT", "Other.");
    read("-abc");
    assertThat(one.isGiven()).isTrue();
    assertThat(other.values()).containsExactly("c");
  }

  @Test
  void a_hidden_option_works_and_is_not_shown() {
    var secret = options.flag("--secret", "Not for all.").hidden();
    read("--secret");
    assertThat(secret.isGiven()).isTrue();
    assertThat(new HelpPage("run", options).text()).doesNotContain("--secret");
  }

  @Test
  void a_bad_value_is_told_with_all_names_of_the_option() {
    options.integer("-n, --number INTEGER", "A number.");
    assertThatThrownBy(() -> read("-nx"))
        .isInstanceOf(UsageException.class)
        .hasMessage("Invalid value for '-n' / '--number': 'x' is not a valid integer.");
  }

  @Test
  void arguments_without_a_dash_are_counted() {
    options.positionals("FROM [TO]");
    assertThatThrownBy(() -> read()).hasMessage("Missing argument 'FROM'.");
    assertThatThrownBy(() -> read("a", "b", "c")).hasMessage("Got unexpected extra argument (c)");
  }

  @Test
  void two_options_with_one_name_are_a_mistake_of_the_command() {
    options.flag("-a, --all", "All.");
    assertThatThrownBy(() -> options.flag("--all", "All."))
        .hasMessage("two options are called --all");
  }
}
