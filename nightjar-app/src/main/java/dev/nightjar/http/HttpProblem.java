package dev.nightjar.http;

/// A request that cannot be done: its status and one line for whoever sent it.
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public HttpProblem(int status, String message) {
    super(message);
    this.status = status;
  }

  /// The request makes no sense.
  public static HttpProblem bad(String message) {
    return new HttpProblem(400, message);
  }

  /// There is no such thing.
  public static HttpProblem missing(String message) {
    return new HttpProblem(404, message);
  }

  public int status() {
    return status;
  }
}
