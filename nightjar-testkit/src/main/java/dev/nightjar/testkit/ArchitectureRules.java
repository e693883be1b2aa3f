package dev.nightjar.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which package may use what, and what only some may touch.
public final class ArchitectureRules {
  private static final String ROOT = "dev.nightjar.";
  private static final String CLI = ROOT + "cli..";
  private static final String APP = ROOT + "app..";
  private static final Set<String> LIBRARY =
      Set.of("json", "notebook", "notebook.parameters", "kernel", "storage", "engine");

  private static final Set<String> SCHEDULER =
      Set.of(
          "workflow",
          "schedule",
          "run",
          "files",
          "executor",
          "executor.local",
          "store",
          "scheduler");

  /// Which packages each package may use; one that is not listed may not exist.
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("json", Set.of()),
          Map.entry("notebook", Set.of("json")),
          Map.entry("notebook.parameters", Set.of("json", "notebook")),
          Map.entry("notebook.html", Set.of("json", "notebook")),
          Map.entry("kernel", Set.of("json")),
          Map.entry("storage", Set.of()),
          Map.entry("engine", and(LIBRARY)),
          Map.entry("workflow", Set.of()),
          Map.entry("dsl", Set.of("workflow")),
          Map.entry("schedule", Set.of("workflow")),
          Map.entry("run", Set.of("workflow", "schedule")),
          Map.entry("files", Set.of()),
          Map.entry("executor", Set.of("workflow", "run")),
          Map.entry("executor.local", Set.of("executor", "files", "workflow", "run")),
          Map.entry("store", Set.of("workflow", "schedule", "run")),
          Map.entry(
              "scheduler", Set.of("store", "executor", "files", "schedule", "run", "workflow")),
          Map.entry("config", Set.of("yaml")),
          Map.entry("yaml", Set.of("json", "notebook", "notebook.parameters")),
          Map.entry("picture", Set.of("workflow")),
          Map.entry("template", Set.of("json", "notebook.parameters", "config")),
          Map.entry(
              "workflowfile",
              Set.of("workflow", "schedule", "config", "yaml", "json", "dsl", "template")),
          Map.entry("task", and(LIBRARY, "notebook.html", "config", "yaml")),
          Map.entry("comparison", and(SCHEDULER, "json", "notebook", "notebook.html", "task")),
          Map.entry(
              "cli",
              and(
                  LIBRARY,
                  "comparison",
                  "notebook.html",
                  "config",
                  "yaml",
                  "workflow",
                  "schedule",
                  "workflowfile",
                  "picture")),
          Map.entry("alert", and(SCHEDULER, "json", "config")),
          Map.entry("call", and(SCHEDULER, "json", "alert", "http")),
          Map.entry("http", and(SCHEDULER, "json", "config", "task")),
          Map.entry("http.attempt", and(SCHEDULER, "json", "http")),
          Map.entry("airflow", and(SCHEDULER, "http", "http.airflow")),
          Map.entry("folder", and(SCHEDULER, "airflow", "template", "workflowfile", "yaml")),
          Map.entry("reuse", and(SCHEDULER, "json", "config", "notebook", "kernel", "task")),
          Map.entry("http.airflow", and(SCHEDULER, "json", "notebook.parameters", "http")),
          Map.entry("http.jupyter", and(SCHEDULER, "json", "notebook", "task", "http")),
          Map.entry(
              "web",
              and(
                  and(SCHEDULER, LIBRARY),
                  "notebook.html",
                  "comparison",
                  "config",
                  "task",
                  "http",
                  "picture")),
          Map.entry(
              "http.api",
              and(
                  SCHEDULER,
                  "json",
                  "notebook",
                  "notebook.parameters",
                  "engine",
                  "comparison",
                  "task",
                  "http")),
          Map.entry(
              "app",
              and(
                  and(SCHEDULER, LIBRARY),
                  "notebook.html",
                  "config",
                  "yaml",
                  "cli",
                  "task",
                  "alert",
                  "call",
                  "http",
                  "http.airflow",
                  "http.jupyter",
                  "http.attempt",
                  "airflow",
                  "folder",
                  "reuse",
                  "web",
                  "workflowfile",
                  "picture",
                  "template",
                  "http.api")));

  private ArchitectureRules() {}

  private static Set<String> and(Set<String> some, Set<String> more) {
    return and(some, more.toArray(String[]::new));
  }

  private static Set<String> and(Set<String> some, String... more) {
    var all = new TreeSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /// What is wrong with the classes of Nightjar on the class path, one line each; tests are not
  /// looked at.
  public static List<String> violations() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("nightjar-testkit"))
            .withImportOption(location -> !location.contains("dev/nightjar/testkit"))
            .importPackages("dev.nightjar");
    List<String> violations = new ArrayList<>();
    classes.stream().flatMap(ArchitectureRules::forbiddenUses).distinct().forEach(violations::add);
    rules()
        .map(rule -> rule.allowEmptyShould(true).evaluate(classes).getFailureReport())
        .forEach(report -> violations.addAll(report.getDetails()));
    return violations;
  }

  private static Stream<String> forbiddenUses(JavaClass user) {
    String from = shortName(user);
    Set<String> allowed = ALLOWED.get(from);
    if (allowed == null) {
      return Stream.of(
          "package %s%s is not in ArchitectureRules: say there what it may use"
              .formatted(ROOT, from));
    }
    return user.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(used -> used.getPackageName().startsWith(ROOT))
        .filter(used -> !shortName(used).equals(from) && !allowed.contains(shortName(used)))
        .map(
            used ->
                "%s may not use %s: %s is not for %s"
                    .formatted(user.getName(), used.getName(), shortName(used), from));
  }

  private static String shortName(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static Stream<ArchRule> rules() {
    return Stream.of(
        slices().matching("dev.nightjar.(**)").should().beFreeOfCycles(),
        onlyIn("org.zeromq..", "of the test kit"),
        onlyIn("org.yaml..", "of YAML", ROOT + "yaml.."),
        onlyIn("java.sql..", "of the store and of SQL tasks", ROOT + "store..", ROOT + "call.."),
        onlyIn("org.jdbi..", "of the store", ROOT + "store.."),
        onlyIn("com.zaxxer.hikari..", "of the store", ROOT + "store.."),
        onlyIn("io.javalin..", "of HTTP", ROOT + "http..", ROOT + "web.."),
        onlyIn("org.jsoup..", "of HTML", ROOT + "notebook.html.."),
        onlyIn("org.commonmark..", "of HTML", ROOT + "notebook.html.."),
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "config..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .because("the environment is read once, in config"),
        noClasses()
            .that()
            .resideOutsideOfPackages(CLI, APP)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .because("only the command line owns the terminal and the process"),
        noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
            .because("a type is named for what it is or does"));
  }

  private static ArchRule onlyIn(String used, String what, String... users) {
    var outside = noClasses().that().resideInAPackage("dev.nightjar..");
    for (String user : users) {
      outside = outside.and().resideOutsideOfPackage(user);
    }
    return outside
        .should()
        .dependOnClassesThat()
        .resideInAPackage(used)
        .because("%s is a matter %s".formatted(used, what));
  }
}
