package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On plain files in place of the system's.
final class CgroupLimitTest {
  private static final List<String> MEMBERSHIP = List.of("1:memory:/old", "0::/user/app/shell");

  @TempDir private Path mount;

  @BeforeEach
  void set_up() throws IOException {
    Files.createDirectories(mount.resolve("user/app/shell"));
  }

  private Path group() {
    return mount.resolve("user/app/nightjar-17");
  }

  @Test
  void a_group_beside_ours_gets_limit_and_process() throws IOException {
    Files.writeString(mount.resolve("user/app/cgroup.subtree_control"), "cpu memory\n");
    CgroupLimit limit = CgroupLimit.of(mount, MEMBERSHIP, 17, 1000).orElseThrow();
    assertThat(group().resolve("memory.max")).hasContent("1000");
    assertThat(group().resolve("cgroup.procs")).hasContent("17");
    assertThat(limit.killed()).isFalse();
    Files.writeString(group().resolve("memory.events"), "oom 1\noom_kill 2\n");
    assertThat(limit.killed()).isTrue();
  }

  @Test
  void where_memory_is_not_ours_to_limit_there_is_none() throws IOException {
    assertThat(CgroupLimit.of(mount, MEMBERSHIP, 17, 1000)).isEmpty();
    Files.writeString(mount.resolve("user/app/cgroup.subtree_control"), "cpu\n");
    assertThat(CgroupLimit.of(mount, MEMBERSHIP, 17, 1000)).isEmpty();
    assertThat(CgroupLimit.of(mount, List.of("0::/"), 17, 1000)).isEmpty();
    assertThat(group()).doesNotExist();
  }
}
