package dev.nightjar.http.api;

import dev.nightjar.http.Services;
import dev.nightjar.store.PoolStore;
import dev.nightjar.task.RuntimeEnvironment;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what a request says of a workflow of one notebook task: what it does not say stays as it
/// was, or is what it is by default.
final class WorkflowReader {
  private static final int LONGEST = 250;
  private static final List<String> FORMATS = List.of("ipynb", "html");

  private final Services services;
  private final PoolStore pools = new PoolStore();

  WorkflowReader(Services services) {
    this.services = services;
  }

  /// The workflow; null if something is wrong, which the body then knows.
  ///
  /// @param input the notebook; null for the one that there was
  /// @param before as it was; null if it is new
  @Nullable Workflow read(Body body, @Nullable Input input, @Nullable Workflow before) {
    Task task = before == null ? null : before.onlyTask();
    NotebookWork work = before == null ? null : before.onlyNotebook();
    NotebookWork newWork = work(body, input, work);
    Retry retry = retry(body, task == null ? Retry.NONE : task.retry());
    Limits limits = limits(body, task == null ? Limits.NONE : task.limits());
    Placement placement = placement(body, task == null ? Placement.LOCAL : task.placement());
    String name = name(body, input, before);
    List<String> tags = body.texts("tags", LONGEST);
    Map<String, Object> parameters = body.values("parameters");
    List<AlertRule> alerts = alerts(body);
    if (!body.isFine() || newWork == null) {
      return null;
    }
    try {
      return new Workflow(
          name,
          given(body, "tags", tags, before == null ? List.of() : before.tags()),
          given(body, "parameters", parameters, before == null ? Map.of() : before.parameters()),
          List.of(
              new Task(
                  task == null ? "notebook" : task.name(),
                  newWork,
                  List.of(),
                  TriggerRule.ALL_SUCCESS,
                  retry,
                  limits,
                  placement)),
          given(body, "alerts", alerts, before == null ? List.of() : before.alerts()));
    } catch (WorkflowException problem) {
      body.fault("name", String.valueOf(problem.getMessage()));
      return null;
    }
  }

  /// What was said, the default where it is null, what there was where nothing was said.
  private static <T> T given(Body body, String name, @Nullable T value, T before) {
    return body.has(name) && value != null ? value : before;
  }

  private static String name(Body body, @Nullable Input input, @Nullable Workflow before) {
    String name = body.text("name", LONGEST);
    if (name != null) {
      return name;
    }
    return before != null ? before.name() : input != null ? input.title() : "notebook";
  }

  private @Nullable NotebookWork work(
      Body body, @Nullable Input input, @Nullable NotebookWork before) {
    String environment = body.text("environment", LONGEST);
    List<String> formats = body.texts("output_formats", 50);
    String outputName = body.text("output_name", LONGEST);
    Boolean folder = body.flag("package_folder");
    checkFormats(body, formats);
    if (before == null && input == null) {
      if (!body.has("notebook") || body.isNull("notebook")) {
        body.fault("notebook", "is missing: give a path below the root, or the notebook itself.");
      }
      return null;
    }
    if (input == null && folder != null && before != null && folder != before.packageFolder()) {
      body.fault("package_folder", "changes with the notebook only: give that, too.");
      return null;
    }
    boolean unset = environment == null && (before == null || body.has("environment"));
    String chosen =
        environment != null || unset || before == null ? environment : before.environment();
    checkEnvironment(body, chosen, input);
    return new NotebookWork(
        input != null ? input.name() : Objects.requireNonNull(before).notebook(),
        chosen,
        before == null ? Map.of() : before.environmentParameters(),
        before != null && before.verbatimParameters() && !body.has("parameters"),
        formats != null ? formats : before != null ? before.outputFormats() : FORMATS,
        outputName != null
            ? outputName
            : before != null ? before.outputName() : NotebookWork.DEFAULT_OUTPUT_NAME,
        input != null ? input.folder() : Objects.requireNonNull(before).packageFolder(),
        before == null ? null : before.computeType());
  }

  private void checkEnvironment(Body body, @Nullable String chosen, @Nullable Input input) {
    if (chosen == null) {
      if (input != null && input.kernel() == null) {
        body.fault("environment", "is missing, and the notebook names no kernel: give one.");
      }
      return;
    }
    List<String> known =
        services.environments().get().stream().map(RuntimeEnvironment::name).toList();
    if (body.has("environment") && !known.contains(chosen)) {
      body.fault(
          "environment",
          "'%s' is not there (there are: %s).".formatted(chosen, String.join(", ", known)));
    }
  }

  private void checkFormats(Body body, @Nullable List<String> formats) {
    if (formats == null || formats.isEmpty()) {
      return;
    }
    Set<String> known = new TreeSet<>(FORMATS);
    services.environments().get().stream()
        .flatMap(one -> one.formats().stream())
        .forEach(format -> known.add(format.name()));
    for (int i = 0; i < formats.size(); i++) {
      if (!known.contains(formats.get(i))) {
        body.fault(
            "output_formats[%d]".formatted(i),
            "'%s' can't be made here (known: %s)."
                .formatted(formats.get(i), String.join(", ", known)));
      }
    }
  }

  private static Retry retry(Body body, Retry before) {
    Body retry = body.object("retry");
    if (retry == null) {
      return body.isNull("retry") ? Retry.NONE : before;
    }
    Long times = retry.whole("times", 0, 1_000);
    Duration delay = retry.duration("delay");
    Double backoff = retry.number("backoff", 1, 100);
    Duration longest = retry.duration("max_delay");
    Boolean onTimeout = retry.flag("on_timeout");
    Boolean jitter = retry.flag("jitter");
    return new Retry(
        times == null ? before.times() : times.intValue(),
        delay == null ? before.delay() : delay,
        backoff == null ? before.backoff() : backoff,
        longest == null ? before.maxDelay() : longest,
        onTimeout == null ? before.onTimeout() : onTimeout,
        jitter == null ? before.jitter() : jitter);
  }

  private static Limits limits(Body body, Limits before) {
    Duration timeout = positive(body, "timeout", before.timeout());
    Duration expected = positive(body, "expected", before.expected());
    Long memory = body.bytes("memory");
    Duration keepKernel = positive(body, "keep_kernel", before.keepKernel());
    return new Limits(
        timeout,
        expected,
        memory == null && !body.has("memory") ? before.memory() : memory,
        before.deadline(),
        keepKernel);
  }

  private static @Nullable Duration positive(Body body, String name, @Nullable Duration before) {
    Duration duration = body.duration(name);
    if (duration != null && !duration.isPositive()) {
      body.fault(name, "must be above 0; write null for none.");
      return null;
    }
    return duration == null && !body.has(name) ? before : duration;
  }

  private Placement placement(Body body, Placement before) {
    Long priority = body.whole("priority", -1_000_000, 1_000_000);
    Long slots = body.whole("slots", 1, 1_000_000);
    String pool = body.text("pool", LONGEST);
    String chosen = pool == null && !body.has("pool") ? before.pool() : pool;
    int taken = slots == null ? (body.isNull("slots") ? 1 : before.slots()) : slots.intValue();
    if (chosen != null && (pool != null || slots != null)) {
      checkPool(body, chosen, taken);
    }
    return new Placement(
        before.executor(),
        chosen,
        taken,
        priority == null ? (body.isNull("priority") ? 0 : before.priority()) : priority.intValue());
  }

  private void checkPool(Body body, String name, int slots) {
    List<PoolStore.Pool> all = services.database().read(pools::list);
    all.stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .ifPresentOrElse(
            pool -> {
              if (pool.slots() < slots) {
                body.fault(
                    "slots", "must be at most %d, as pool '%s' has.".formatted(pool.slots(), name));
              }
            },
            () ->
                body.fault(
                    "pool",
                    "'%s' is not there (there are: %s)."
                        .formatted(
                            name,
                            all.stream()
                                .map(PoolStore.Pool::name)
                                .collect(Collectors.joining(", ")))));
  }

  private static @Nullable List<AlertRule> alerts(Body body) {
    List<Body> all = body.objects("alerts");
    if (all == null) {
      return null;
    }
    List<AlertRule> rules = new ArrayList<>();
    for (Body one : all) {
      Set<AlertRule.On> on = EnumSet.noneOf(AlertRule.On.class);
      List<String> words = one.texts("on", 50);
      for (String word : words == null ? List.<String>of() : words) {
        for (AlertRule.On known : AlertRule.On.values()) {
          if (known.name().equalsIgnoreCase(word)) {
            on.add(known);
          }
        }
      }
      if (words == null || on.size() != Set.copyOf(words).size() || on.isEmpty()) {
        one.fault("on", "must be some of failure, success, recovery, too_long, too_late.");
      }
      String target = one.text("target", LONGEST);
      if (target == null) {
        one.fault("target", "must say where the alert goes, such as slack:#reports.");
      }
      if (one.isFine() && target != null) {
        rules.add(new AlertRule(on, target));
      }
    }
    return rules;
  }
}
