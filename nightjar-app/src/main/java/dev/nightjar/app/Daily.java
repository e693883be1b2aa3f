package dev.nightjar.app;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something a while after the start, and then once a day.
final class Daily implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daily.class);
  private static final long FIRST_MINUTES = 10;
  private static final long EVERY_MINUTES = 24 * 60L;

  private final ScheduledExecutorService thread;

  Daily(String name, Runnable work) {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name(name).factory());
    var _ =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException problem) {
                LOG.error("{}: {} Tries again tomorrow.", name, problem.getMessage(), problem);
              }
            },
            FIRST_MINUTES,
            EVERY_MINUTES,
            TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
