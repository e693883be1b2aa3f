package dev.nightjar.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {
  private static String compact(String json) {
    return new String(Json.compact(Json.parse(json)), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "2147483648",
        "9223372036854775808",
        "\"\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":null}],\"b\"]",
        "{\"b\":1,\"a\":2}",
        "\"\u00e4\ud83c\udf19\"",
        "\"\\u0000\\n\\\"\""
      })
  void what_is_read_is_written_alike(String json) {
    assertThat(compact(json)).isEqualTo(json);
  }

  @Test
  void text_bytes_and_streams_are_read_alike() {
    String json = " {\"moon\": \"\ud83c\udf19\"}\n";
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    JsonNode value = Json.parse(json);

    assertThat(Json.parse(utf8)).isEqualTo(value);
    assertThat(Json.parse(new ByteArrayInputStream(utf8))).isEqualTo(value);
    assertThat(value.path("moon").stringValue()).isEqualTo("\ud83c\udf19");
  }

  @Nested
  class Numbers {
    @Test
    void integers_have_any_size() {
      String digits = "9".repeat(4300);

      assertThat(Json.parse(digits).bigIntegerValue()).isEqualTo(new BigInteger(digits));
      assertThat(Json.parse("-9223372036854775809").bigIntegerValue())
          .isEqualTo(new BigInteger("-9223372036854775809"));
    }

    @Test
    void integers_longer_than_those_python_reads_are_refused() {
      assertThatThrownBy(() -> Json.parse("9".repeat(4301))).isInstanceOf(JsonException.class);
    }

    @Test
    void one_with_a_point_or_an_exponent_is_no_integer() {
      assertThat(Json.parse("1.0").isFloatingPointNumber()).isTrue();
      assertThat(Json.parse("1e2").isFloatingPointNumber()).isTrue();
      assertThat(Json.parse("1").isFloatingPointNumber()).isFalse();
    }

    @Test
    void those_of_python_that_are_none_are_read() {
      assertThat(Json.parse("NaN").doubleValue()).isNaN();
      assertThat(Json.parse("[Infinity]").get(0).doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(Json.parse("-Infinity").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void floats_out_of_range_are_infinite_or_zero() {
      assertThat(Json.parse("1e999").doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(Json.parse("-1e-999").doubleValue()).isEqualTo(-0.0);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"+1", "01", ".5", "1.", "0x1", "1e", "INF", "+Infinity", "-INF", "nan", "--1"})
    void what_python_does_not_read_is_refused(String json) {
      assertThatThrownBy(() -> Json.parse(json)).isInstanceOf(JsonException.class);
    }
  }

  @Nested
  class Strings {
    @Test
    void escapes_are_undone() {
      assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"").stringValue())
          .isEqualTo("\"\\/\b\f\n\r\tä");
    }

    @Test
    void surrogates_come_in_pairs_or_alone() {
      assertThat(Json.parse("\"\\ud83c\\udf19\"").stringValue()).isEqualTo("\ud83c\udf19");
      assertThat(Json.parse("\"\\ud83c\"").stringValue()).isEqualTo("\ud83c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\n\"", "\"\\x\"", "\"\\u12\"", "\"", "'a'"})
    void what_is_no_string_is_refused(String json) {
      assertThatThrownBy(() -> Json.parse(json)).isInstanceOf(JsonException.class);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
      byte[] latin1 = {'"', (byte) 0xE4, '"'};

      assertThatThrownBy(() -> Json.parse(latin1)).isInstanceOf(JsonException.class);
    }
  }

  @Nested
  class Objects {
    @Test
    void of_two_equal_keys_the_last_wins_in_the_place_of_the_first() {
      assertThat(compact("{\"a\":1,\"b\":2,\"a\":3}")).isEqualTo("{\"a\":3,\"b\":2}");
    }

    @Test
    void nine_hundred_levels_are_read_and_no_more() {
      assertThat(compact("[".repeat(900) + "]".repeat(900))).hasSize(1800);
      assertThatThrownBy(() -> Json.parse("[".repeat(901) + "]".repeat(901)))
          .isInstanceOf(JsonException.class);
    }
  }

  @Nested
  class Errors {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            '{"a": 1,\n "b" 2}' | line 2, column 6
            '[1, 2'              | line 1, column
            '{"a": tru}'         | line 1, column
            '{} {}'              | more text after the value (line 1, column 4)
            ''                   | it is empty
            '[,]'                | line 1, column
            """)
    void say_where(String json, String where) {
      assertThatThrownBy(() -> Json.parse(json.replace("\\n", "\n")))
          .isInstanceOf(JsonException.class)
          .hasMessageContaining(where);
    }

    @Test
    void are_one_line() {
      assertThatThrownBy(() -> Json.parse("{\n\"a\": [1,\n2,\n"))
          .isInstanceOf(JsonException.class)
          .message()
          .doesNotContain("\n");
    }

    @Test
    void of_the_stream_are_told() {
      InputStream broken =
          new InputStream() {
            @Override
            public int read() throws IOException {
              throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
              return read();
            }
          };

      assertThatThrownBy(() -> Json.parse(broken))
          .isInstanceOf(JsonException.class)
          .hasMessageContaining("the disk is gone");
    }
  }
}
