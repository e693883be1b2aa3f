package dev.nightjar.airflow;

/// Airflow files can't be read, or one says what Nightjar has no equal for.
public final class DagFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DagFileException(String message) {
    super(message);
  }
}
