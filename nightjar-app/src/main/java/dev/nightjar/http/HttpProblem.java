package dev.nightjar.http;

import java.util.List;
import java.util.stream.Collectors;

/// A request that cannot be done: its status and one line for whoever sent it.
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<Field> fields;

  /// What is wrong with one field of a request.
  ///
  /// @param field its path, such as `schedule.expression`
  /// @param detail what is wrong, and what to write
  public record Field(String field, String detail) {}

  public HttpProblem(int status, String message) {
    this(status, message, List.of());
  }

  private HttpProblem(int status, String message, List<Field> fields) {
    super(message);
    this.status = status;
    this.fields = List.copyOf(fields);
  }

  /// The request makes no sense.
  public static HttpProblem bad(String message) {
    return new HttpProblem(400, message);
  }

  /// There is no such thing.
  public static HttpProblem missing(String message) {
    return new HttpProblem(404, message);
  }

  /// Fields of the body make no sense.
  public static HttpProblem invalid(List<Field> fields) {
    return new HttpProblem(422, said(fields), fields);
  }

  /// Parameters of the address make no sense.
  public static HttpProblem badQuery(List<Field> fields) {
    return new HttpProblem(400, said(fields), fields);
  }

  private static String said(List<Field> fields) {
    return fields.stream()
        .map(one -> one.field() + ": " + one.detail())
        .collect(Collectors.joining(" "));
  }

  public int status() {
    return status;
  }

  /// The fields that are to blame; empty if it is something else.
  public List<Field> fields() {
    return fields;
  }
}
