package dev.nightjar.app;

import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.config.ConfigException;
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

/// What the command line asks of the part that has the database: above all, to run a server.
final class ServerMain {
  private ServerMain() {}

  /// Does what the command line asks for.
  ///
  /// @return the exit status
  static int run(Program program, ServerWork work) {
    try {
      return switch (work) {
        case ServerWork.Serve(ServerConfig config) -> serve(program, config, true);
        case ServerWork.Work(ServerConfig config) -> serve(program, config, false);
        case ServerWork.CreateToken create -> TokenWork.create(program, create);
        case ServerWork.ListTokens list -> TokenWork.list(program, list);
        case ServerWork.RevokeToken revoke -> TokenWork.revoke(program, revoke);
        case ServerWork.Retain retain -> RetentionWork.run(program, retain);
        case ServerWork.ImportJupyterScheduler from -> ImportWork.run(program, from);
        case ServerWork.Backup backup -> Backups.backup(program, backup);
        case ServerWork.Restore restore -> Backups.restore(program, restore);
        case ServerWork.ReadDags file -> ForegroundRun.read(program, file);
        case ServerWork.RunFile file -> ForegroundRun.run(program, file);
      };
    } catch (ConfigException e) {
      program.terminal().err().println("nightjar: " + e.getMessage());
      return 2;
    } catch (StoreException | SnapshotException | IOException e) {
      program.terminal().err().println("nightjar: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return 1;
    }
  }

  private static int serve(Program program, ServerConfig config, boolean listens)
      throws IOException, InterruptedException {
    // Read by logback.xml when the first logger is made, which is later.
    System.setProperty("nightjar.log", config.jsonLog() ? "json" : "text");
    Path root = config.folders().root();
    if (!listens && config.database().url() == null) {
      throw new ConfigException(
          List.of(
              "server.db: a worker shares the database of a server: give its JDBC URL by --db, and their folder of artifacts by --artifacts-dir"));
    }
    if (!Files.isDirectory(root)) {
      throw new ConfigException(
          List.of("server.root: there is no folder %s: give one by --root".formatted(root)));
    }
    Environment environment = program.terminal().environment();
    var environments =
        new Environments(environment.variables(), config.folders().environments(), program.clock());
    Server server = new Server(config, thisProgram(), environments::list, listens, program.clock());
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  ended.countDown();
                }));
    String started =
        listens
            ? "nightjar server: %s://%s:%d (notebooks in %s)"
                .formatted(
                    config.listen().tls() == null ? "http" : "https",
                    config.listen().address(),
                    server.port(),
                    root)
            : "nightjar worker: takes on up to %d notebooks".formatted(config.work().kernels());
    program.terminal().out().println(started);
    program.terminal().out().flush();
    ended.await();
    return 0;
  }

  /// The words that start this program again: the launcher, or Java with this class path where
  /// there is none.
  static List<String> thisProgram() {
    String home = System.getProperty("nightjar.home");
    if (home != null) {
      for (String name : List.of("bin/nightjar", "nightjar")) {
        Path launcher = Path.of(home).toAbsolutePath().resolve(name);
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
