package dev.nightjar.app;

import dev.nightjar.cli.Program;
import dev.nightjar.config.Environment;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.store.StoreException;
import dev.nightjar.task.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `nightjar server`: starts a server and waits until it is told to stop.
final class ServerMain {
  private ServerMain() {}

  /// Runs a server until the process is told to end.
  ///
  /// @return the exit status
  static int run(Program program, ServerConfig config) {
    var out = program.terminal().out();
    var err = program.terminal().err();
    Environment environment = program.terminal().environment();
    if (!Files.isDirectory(config.root())) {
      err.println(
          "nightjar server: there is no folder %s: give one by --root".formatted(config.root()));
      return 2;
    }
    var environments = new Environments(environment.variables(), List.of(), program.clock());
    try {
      Server server = new Server(config, thisProgram(), environments::list, program.clock());
      var ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    ended.countDown();
                  }));
      out.println(
          "nightjar server: http://%s:%d (notebooks in %s)"
              .formatted(config.address(), server.port(), config.root()));
      out.flush();
      ended.await();
      return 0;
    } catch (StoreException | SnapshotException | IOException e) {
      err.println("nightjar server: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return 1;
    }
  }

  /// The words that start this program again: the launcher, or Java with this class path where
  /// there is none.
  private static List<String> thisProgram() {
    String home = System.getProperty("nightjar.home");
    if (home != null) {
      for (String name : List.of("bin/nightjar", "nightjar")) {
        Path launcher = Path.of(home).resolve(name);
        if (Files.isExecutable(launcher) && Files.isRegularFile(launcher)) {
          return List.of(launcher.toString());
        }
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }
}
