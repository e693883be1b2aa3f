package dev.nightjar.scheduler;

/// How much a worker takes on at a time.
///
/// @param attempts at most so many at once
/// @param memory their memory limits must not add up to more bytes
public record Capacity(int attempts, long memory) {
  public Capacity {
    if (attempts < 0 || memory < 0) {
      throw new IllegalArgumentException(
          "a capacity of %d attempts and %d bytes makes no sense".formatted(attempts, memory));
    }
  }
}
