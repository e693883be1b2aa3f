package dev.nightjar.scheduler;

import dev.nightjar.executor.Executor;
import dev.nightjar.executor.FormerWork;
import dev.nightjar.executor.Preparation;
import dev.nightjar.executor.Probe;
import dev.nightjar.files.FolderWatch;
import dev.nightjar.run.Ids;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.workflow.AlertRule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loops of one server: ticker, worker, heartbeat, reaper and those that look for what tasks
/// and workflows wait for. Several servers on one database share the work.
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

  /// How a server takes part.
  ///
  /// @param server a name that stays the same over its restarts, and that no other server has
  /// @param executors by name
  /// @param capacities by name of executor; one that is not there takes nothing on
  /// @param lease how long it holds what it claimed
  /// @param alerts rules for all runs
  /// @param preparation fills templates in
  /// @param formerWork finds what tasks did before
  /// @param probe asks other programs
  public record Settings(
      String server,
      Map<String, Executor> executors,
      Map<String, Capacity> capacities,
      Lease lease,
      List<AlertRule> alerts,
      Preparation preparation,
      FormerWork formerWork,
      Probe probe) {
    /// Without templates, and with nothing to reuse.
    public Settings(
        String server,
        Map<String, Executor> executors,
        Map<String, Capacity> capacities,
        Lease lease,
        List<AlertRule> alerts) {
      this(
          server,
          executors,
          capacities,
          lease,
          alerts,
          Preparation.NONE,
          FormerWork.NONE,
          Probe.NONE);
    }
  }

  private final Settings settings;
  private final Bell work = new Bell();
  private final Bell times = new Bell();
  private final Bell beats = new Bell();
  private final Bell alertsBell = new Bell();
  private final Recorder recorder;
  private final Bell eventsBell = new Bell();
  private final Worker worker;
  private final Reaper reaper;
  private final Loop ticking;
  private final Loop working;
  private final Loop beating;
  private final Loop reaping;
  private final Loop waiting;
  private final Bell waitsBell = new Bell();
  private final FolderWatch awaited = new FolderWatch(waitsBell::ring);
  private final Bell filesBell = new Bell();
  private final FolderWatch arrivals = new FolderWatch(filesBell::ring);
  private final Loop arriving;
  private volatile boolean started;
  private volatile boolean draining;

  public Scheduler(Database database, Settings settings, Clock clock) {
    this.settings = settings;
    var alerts = new AlertRules(new AlertStore(clock), settings.alerts());
    this.recorder =
        new Recorder(
            database,
            alerts,
            clock,
            () -> {
              work.ring();
              alertsBell.ring();
              eventsBell.ring();
            });
    String name = settings.server() + "#" + Ids.next(clock);
    this.worker = new Worker(name, database, settings, clock, recorder);
    this.reaper = new Reaper(worker, database, settings.lease(), clock);
    var ticker = new Ticker(database, clock, this::workCame);
    var heartbeat = new Heartbeat(worker, database, settings.lease(), clock, alerts);
    this.ticking = new Loop("ticker", times, ticker::tick);
    this.working = new Loop("worker", work, this::claim);
    this.beating = new Loop("heartbeat", beats, heartbeat::beat);
    this.reaping = new Loop("reaper", new Bell(), reaper::reap);
    this.waiting =
        new Loop(
            "waits",
            waitsBell,
            new Watcher(
                    database,
                    settings.preparation(),
                    settings.probe(),
                    alerts,
                    clock,
                    awaited,
                    this::workCame)
                ::look);
    var arriving = new Arrivals(database, clock, arrivals, this::workCame);
    this.arriving = new Loop("arrivals", filesBell, arriving::look);
  }

  /// Takes over what this server left when it ended last, and begins to work.
  public void start() {
    reaper.takeOverFromEarlier(settings.server() + "#");
    ticking.start();
    working.start();
    beating.start();
    reaping.start();
    waiting.start();
    arriving.start();
    started = true;
    LOG.info("worker {} takes on {}", worker.name(), settings.capacities());
  }

  private Duration claim() {
    if (worker.claim() == 0) {
      return POLL;
    }
    eventsBell.ring();
    return Duration.ZERO;
  }

  /// To be called when there may be something new to claim.
  public void workCame() {
    work.ring();
    eventsBell.ring();
  }

  /// To be called when schedules changed.
  public void schedulesChanged() {
    times.ring();
    filesBell.ring();
    eventsBell.ring();
  }

  /// To be called when a run was asked to stop.
  public void stopAsked() {
    beats.ring();
    work.ring();
    eventsBell.ring();
  }

  /// Rings when there may be alerts to send.
  public Bell alertsBell() {
    return alertsBell;
  }

  /// Whether all its loops go round: none has been in one round for a minute.
  public boolean turns() {
    return started
        && !draining
        && Stream.of(ticking, working, beating, reaping, waiting, arriving)
            .allMatch(loop -> loop.sinceTurn().compareTo(LONGEST_ROUND) < 0);
  }

  /// Rings when something happened here.
  public Bell eventsBell() {
    return eventsBell;
  }

  /// How many attempts it holds now.
  public int running() {
    return worker.held().all().size();
  }

  /// Takes nothing new on, and waits for what runs to end.
  ///
  /// @return whether all ended before the deadline
  public boolean drain(Duration deadline) {
    draining = true;
    if (started) {
      ticking.close();
      arriving.close();
      working.close();
    }
    long end = System.nanoTime() + deadline.toNanos();
    while (running() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return running() == 0;
  }

  /// Ends the loops. What still runs goes on where its executor put it: this server takes it over
  /// when it starts again, or another one when its lease ends.
  @Override
  public void close() {
    if (started) {
      ticking.close();
      working.close();
      beating.close();
      reaping.close();
      waiting.close();
      arriving.close();
    }
    awaited.close();
    arrivals.close();
    recorder.close();
    settings.executors().values().forEach(Executor::close);
  }
}
