package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.store.ClaimOrder.Needs;
import dev.nightjar.store.ClaimOrder.Place;
import dev.nightjar.store.ClaimOrder.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClaimOrderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static Place place(int priority, long secondsAgo) {
    return new Place(-priority, NOW.minusSeconds(secondsAgo).toEpochMilli());
  }

  private static Waiting waiting(Place place, @Nullable String pool, int slots) {
    return new Waiting(place, new Needs(pool, slots, 1 << 30));
  }

  @Test
  void priority_goes_before_age() {
    assertThat(List.of(place(0, 50), place(5, 1), place(0, 90)).stream().sorted())
        .containsExactly(place(5, 1), place(0, 90), place(0, 50));
  }

  @Test
  void one_that_waits_for_memory_lets_others_overtake_it_for_a_minute() {
    assertThat(ClaimOrder.first(List.of(waiting(place(0, 59), null, 1)), Map.of(), NOW)).isEmpty();
    assertThat(ClaimOrder.first(List.of(waiting(place(0, 60), null, 1)), Map.of(), NOW))
        .contains(place(0, 60));
  }

  @Test
  void one_that_waits_for_its_pool_holds_nobody_back() {
    var some =
        List.of(
            waiting(place(9, 90), "full", 1),
            waiting(place(8, 90), "missing", 1),
            waiting(place(7, 90), "free", 2));
    assertThat(ClaimOrder.first(some, Map.of("full", 0, "free", 2), NOW)).contains(place(7, 90));
    assertThat(ClaimOrder.first(some, Map.of("full", 0, "free", 1), NOW)).isEmpty();
  }

  @Test
  void only_what_is_behind_it_and_takes_memory_is_held_back() {
    Place waiting = place(0, 90);
    assertThat(ClaimOrder.heldBack(place(0, 80), 1, waiting)).isTrue();
    assertThat(ClaimOrder.heldBack(place(-1, 99), 1, waiting)).isTrue();
    assertThat(ClaimOrder.heldBack(place(0, 80), 0, waiting)).isFalse();
    assertThat(ClaimOrder.heldBack(place(0, 95), 1, waiting)).isFalse();
    assertThat(ClaimOrder.heldBack(place(1, 1), 1, waiting)).isFalse();
    assertThat(ClaimOrder.heldBack(waiting, 1, waiting)).isFalse();
    assertThat(ClaimOrder.heldBack(place(0, 80), 1, null)).isFalse();
  }
}
