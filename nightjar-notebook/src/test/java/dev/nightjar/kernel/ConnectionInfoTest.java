package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionInfoTest {
  @TempDir Path directory;

  @Test
  void only_its_owner_can_read_it() throws IOException {
    Path file = directory.resolve("runtime/kernel-1.json");
    ConnectionInfo.onFreePorts().write(file, "python3");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void it_is_read_as_it_was_written() {
    ConnectionInfo written = ConnectionInfo.onFreePorts();
    Path file = directory.resolve("kernel-1.json");
    written.write(file, "python3");

    assertThat(ConnectionInfo.read(file)).isEqualTo(written);
  }

  @Test
  void a_file_that_is_there_is_not_written_over() throws IOException {
    Path file = Files.writeString(directory.resolve("kernel-1.json"), "{}");

    assertThatThrownBy(() -> ConnectionInfo.onFreePorts().write(file, "python3"))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("{}");
  }

  @Test
  void a_file_that_is_not_json_is_told_by_name() throws IOException {
    Path file = Files.writeString(directory.resolve("kernel-1.json"), "{");

    assertThatThrownBy(() -> ConnectionInfo.read(file))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("Connection file %s can't be read: ".formatted(file));
  }

  @Test
  void ports_differ_and_lie_below_those_of_outgoing_connections() {
    ConnectionInfo info = ConnectionInfo.onFreePorts();

    assertThat(List.of(info.shell(), info.iopub(), info.stdin(), info.control(), info.heartbeat()))
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 12_000 && port < 32_000);
  }
}
