package dev.nightjar.executor;

import dev.nightjar.executor.local.LocalExecutor;
import dev.nightjar.run.TaskRunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The executor with a shell script in place of `nightjar`; the tests of `nightjar task` use the
/// real one.
final class LocalExecutorContractTest extends ExecutorContract {
  private static final String SCRIPT =
      """
      end() { printf '%s' "$1" >"$folder/new" && mv "$folder/new" "$folder/outcome.json"; exit 0; }
      folder=$2
      case $folder in
        */SUCCEEDS/*) end '{"outcome":"succeeded"}' ;;
        */FAILS/*) end '{"outcome":"failed","message":"it broke","details":"line 1"}' ;;
      esac
      trap 'kill $!; end "{\\"outcome\\":\\"stopped\\",\\"message\\":\\"$(cat "$folder/stop")\\"}"' TERM
      sleep 600 &
      wait
      """;

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("snapshots/s1"));
    Files.writeString(directory.resolve("child.sh"), SCRIPT);
  }

  @Override
  Executor started() {
    return new LocalExecutor(
        LocalExecutor.Programs.notebooks(List.of("sh", directory.resolve("child.sh").toString())),
        directory);
  }

  @Override
  AttemptOrder order(TaskRunKey taskRun, Behaviour behaviour, int number) {
    return Orders.order(taskRun, number);
  }
}
