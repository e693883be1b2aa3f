package dev.nightjar.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class PictureTest {
  static Drawn task(String name, String... after) {
    return new Drawn(name, "notebook", List.of(after), null, null, null, null);
  }

  static List<Drawn> random(int tasks, int mostBefore, long seed) {
    var random = new Random(seed);
    var all = new ArrayList<Drawn>();
    for (int i = 0; i < tasks; i++) {
      Set<String> after = new HashSet<>();
      for (int k = random.nextInt(mostBefore + 1); k > 0 && i > 0; k--) {
        after.add("t" + Math.max(0, i - 1 - random.nextInt(Math.min(i, 200))));
      }
      all.add(task("t" + i, after.toArray(String[]::new)));
    }
    return all;
  }

  private static Element parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  @Test
  void each_task_stands_right_of_those_before_it_and_no_two_overlap() {
    List<Drawn> tasks = random(300, 3, 7);
    Layout layout = Layout.of(tasks);
    int[][] before = Layers.before(tasks);
    for (int i = 0; i < before.length; i++) {
      Layout.Box box = layout.boxes().get(i);
      for (int one : before[i]) {
        Layout.Box upstream = layout.boxes().get(one);
        assertThat(box.x()).isGreaterThan(upstream.x() + upstream.width());
      }
      for (int k = 0; k < i; k++) {
        assertThat(box.meets(layout.boxes().get(k))).isFalse();
      }
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(layout.width());
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(layout.height());
      assertThat(Math.min(box.x(), box.y())).isPositive();
    }
  }

  @Test
  void a_chain_is_a_straight_line_and_a_fan_is_even() {
    Layout chain = Layout.of(List.of(task("a"), task("b", "a"), task("c", "b")));
    assertThat(chain.boxes()).extracting(Layout.Box::y).containsOnly(chain.boxes().getFirst().y());
    Layout fan =
        Layout.of(
            List.of(
                task("a"),
                task("b", "a"),
                task("c", "a"),
                task("d", "a"),
                task("e", "b", "c", "d")));
    assertThat(fan.boxes().get(0).y()).isEqualTo(fan.boxes().get(2).y());
    assertThat(fan.boxes().get(4).y()).isEqualTo(fan.boxes().get(2).y());
  }

  @Test
  void crossed_edges_are_uncrossed() {
    Layout layout = Layout.of(List.of(task("a"), task("b"), task("x", "b"), task("y", "a")));
    assertThat(layout.boxes().get(0).y() < layout.boxes().get(1).y())
        .isEqualTo(layout.boxes().get(3).y() < layout.boxes().get(2).y());
  }

  @Test
  void the_svg_is_well_formed_and_says_what_it_shows() throws Exception {
    Element svg =
        parsed(
            SvgPicture.file(
                "Workflow <a> & \"b\"",
                List.of(
                    task("a&b<c>").with("is-failed", null, "/runs/1?a=1&b=\"2\""),
                    task("next", "a&b<c>"))));
    assertThat(svg.getAttribute("role"))
        .as("what has links is no single picture")
        .isEqualTo("group");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Workflow <a> & \"b\"");
    assertThat(svg.getElementsByTagName("title").item(1).getTextContent())
        .isEqualTo("a&b<c>, notebook, failed");
    assertThat(((Element) svg.getElementsByTagName("a").item(0)).getAttribute("href"))
        .isEqualTo("/runs/1?a=1&b=\"2\"");
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void in_a_page_there_is_no_style() {
    String svg = SvgPicture.inPage("w", List.of(task("a")));
    assertThat(svg).contains("role=\"img\"").doesNotContain("<style").doesNotContain("style=");
    assertThat(SvgPicture.style()).contains(".dag .box");
  }

  @Test
  void groups_without_strangers_have_a_box() {
    List<Drawn> tasks =
        List.of(
            new Drawn("a", "shell", List.of(), "load", null, null, null),
            new Drawn("b", "shell", List.of("a"), "load", null, null, null),
            new Drawn("c", "shell", List.of(), null, null, null, null),
            new Drawn("d", "shell", List.of("b", "c"), null, null, null, null));
    assertThat(Layout.of(tasks).groups()).extracting(Layout.Group::name).containsExactly("load");
  }

  @Test
  void nothing_and_circles_are_drawn_too() throws Exception {
    parsed(SvgPicture.file("nothing", List.of()));
    parsed(SvgPicture.file("circle", List.of(task("a", "b"), task("b", "a"), task("c", "b"))));
    assertThat(TextPicture.lines(List.of(), Drawn::name)).isEmpty();
    assertThat(TextPicture.lines(List.of(task("a", "b"), task("b", "a")), Drawn::name)).hasSize(2);
  }

  @Test
  void ten_thousand_tasks_are_drawn_within_two_seconds() {
    for (List<Drawn> tasks :
        List.of(random(10_000, 3, 1), chainWithEnd(10_000), fan(10_000), ladder(10_000))) {
      SvgPicture.file("warm", tasks);
      long start = System.nanoTime();
      assertThat(SvgPicture.file("all", tasks)).hasSizeGreaterThan(1_000_000);
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      // twice what it may take on a machine that does nothing else
      assertThat(taken).isLessThan(Duration.ofSeconds(4));
    }
  }

  private static List<Drawn> chainWithEnd(int tasks) {
    var all = new ArrayList<Drawn>();
    all.add(task("t0"));
    IntStream.range(1, tasks).forEach(i -> all.add(task("t" + i, "t" + (i - 1))));
    all.add(task("end", all.stream().map(Drawn::name).toArray(String[]::new)));
    return all;
  }

  private static List<Drawn> fan(int tasks) {
    var all = new ArrayList<Drawn>();
    all.add(task("start"));
    IntStream.range(0, tasks).forEach(i -> all.add(task("t" + i, "start")));
    all.add(task("end", all.stream().skip(1).map(Drawn::name).toArray(String[]::new)));
    return all;
  }

  private static List<Drawn> ladder(int tasks) {
    var all = new ArrayList<Drawn>();
    IntStream.range(0, tasks)
        .forEach(
            i ->
                all.add(
                    i < 100
                        ? task("t" + i)
                        : task(
                            "t" + i, "t" + (i - 100), "t" + (i - 100 - i % 100 + (i * 7) % 100))));
    return all;
  }

  @Test
  void lanes_lead_from_task_to_task() {
    List<Drawn> tasks =
        List.of(
            task("arrived"),
            task("load", "arrived"),
            task("clean", "load"),
            task("stations", "clean"),
            task("hours", "clean"),
            task("tidy", "stations", "hours"));
    assertThat(String.join("\n", TextPicture.lines(tasks, Drawn::name)))
        .isEqualTo(
            """
            ● arrived
            ● load
            ● clean
            ├─╮
            │ ● stations
            ● │ hours
            ├─╯
            ● tidy""");
  }

  @Test
  void lanes_pass_below_lines_that_are_not_theirs() {
    List<Drawn> tasks =
        List.of(task("a"), task("b"), task("c"), task("d", "a", "c"), task("e", "b", "d"));
    assertThat(String.join("\n", TextPicture.lines(tasks, Drawn::name)))
        .isEqualTo(
            """
            ● a
            │ ● b
            │ │ ● c
            ├─│─╯
            ● │ d
            ├─╯
            ● e""");
  }
}
