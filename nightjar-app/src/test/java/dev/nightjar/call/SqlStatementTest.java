package dev.nightjar.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlStatementTest {
  private static SqlStatement only(String sql) {
    return assertThat(SqlStatement.of(sql)).singleElement().actual();
  }

  @Test
  void parameters_become_question_marks_in_their_order() {
    assertThat(SqlStatement.of("insert into t values (:a, :b_2,:a)"))
        .containsExactly(
            new SqlStatement("insert into t values (?, ?,?)", List.of("a", "b_2", "a")));
  }

  @Test
  void statements_end_at_semicolons_and_comments_alone_are_none() {
    assertThat(SqlStatement.of("select 1;\n-- the second; of two\nselect :x;\n;/* end; */ -- x"))
        .containsExactly(
            new SqlStatement("select 1", List.of()),
            new SqlStatement("-- the second; of two\nselect ?", List.of("x")));
    assertThat(SqlStatement.of(" ; -- nothing")).isEmpty();
  }

  @Test
  void what_looks_like_parameters_in_texts_names_comments_and_casts_is_none() {
    String text = "select ':a;' || '''x:b', \"c:d\", `e:f`, x::text, a[1:n] /* :g; */ -- :h\n;";

    assertThat(only(text)).isEqualTo(new SqlStatement(text.replace("\n;", ""), List.of()));
  }

  @Test
  void bodies_of_functions_stay_whole() {
    String function =
        "create function f() returns int as $body$ begin; return $$ :x; $$; end $body$ language sql";

    assertThat(SqlStatement.of(function + "; select f()"))
        .containsExactly(
            new SqlStatement(function, List.of()), new SqlStatement("select f()", List.of()));
  }

  @Test
  void a_long_text_is_read_in_time() {
    String sql = "insert into t values ('%s', :a)".formatted("x;:y ".repeat(200_000));

    assertThat(only(sql).parameters()).containsExactly("a");
  }
}
