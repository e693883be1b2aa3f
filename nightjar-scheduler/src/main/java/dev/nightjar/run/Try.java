package dev.nightjar.run;

/// A try of a task: one attempt, or several of which all but the last were lost or put off.
///
/// @param number from 1
/// @param resumes whether it goes on where the attempt before stopped, as far as that left a kernel
public record Try(int number, boolean resumes) {
  public Try {
    if (number < 1) {
      throw new IllegalArgumentException("try " + number + ": tries count from 1");
    }
  }
}
