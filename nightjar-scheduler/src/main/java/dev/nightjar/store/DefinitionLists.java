package dev.nightjar.store;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists and counts of job definitions.
public final class DefinitionLists {
  /// One page of job definitions; see [RunLists#list].
  public List<StoredWorkflow> list(
      Transaction transaction, WorkflowFilter filter, List<Sort> sort, int limit, long offset) {
    if (limit == 0) {
      return List.of();
    }
    Conditions conditions = conditions(filter);
    String order =
        sort.stream()
            .map(by -> by.sql(transaction.dialect(), "workflow.%s"))
            .collect(Collectors.joining(", "));
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery(
                    "%s%s ORDER BY %s, workflow.id %s LIMIT :limit OFFSET :offset"
                        .formatted(
                            WorkflowStore.SELECT,
                            conditions.where(),
                            order,
                            sort.getFirst().descending() ? "DESC" : "ASC")))
        .bind("limit", limit)
        .bind("offset", offset)
        .map((row, _) -> WorkflowStore.read(row))
        .list();
  }

  /// The page of job definitions made before one, newest first: unlike an offset it costs the same
  /// anywhere.
  ///
  /// @param before the last workflow of the page before; null for the first page
  public List<StoredWorkflow> newest(
      Transaction transaction, WorkflowFilter filter, @Nullable String before, int limit) {
    Conditions conditions = conditions(filter);
    if (before != null) {
      conditions.and("workflow.id < :before", "before", before);
    }
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery(
                    "%s%s ORDER BY workflow.id DESC LIMIT :limit"
                        .formatted(WorkflowStore.SELECT, conditions.where())))
        .bind("limit", limit)
        .map((row, _) -> WorkflowStore.read(row))
        .list();
  }

  /// How many job definitions the filter lets through.
  public long count(Transaction transaction, WorkflowFilter filter) {
    Conditions conditions = conditions(filter);
    return conditions
        .bind(
            transaction.handle().createQuery("SELECT COUNT(*) FROM workflow" + conditions.where()))
        .mapTo(Long.class)
        .one();
  }

  private static Conditions conditions(WorkflowFilter filter) {
    Conditions conditions = new Conditions();
    conditions.and("workflow.workflow_key IS NULL");
    if (filter.name() != null) {
      conditions.nameStarts(filter.name());
    }
    int number = 0;
    for (String tag : filter.tags()) {
      String name = "tag" + number++;
      conditions.and(
          "EXISTS (SELECT 1 FROM workflow_tag WHERE workflow_id = workflow.id AND tag = :%s)"
              .formatted(name),
          name,
          tag);
    }
    if (filter.createdFrom() != null) {
      conditions.and("workflow.created_at >= :from", "from", filter.createdFrom().toEpochMilli());
    }
    if (filter.paused() != null) {
      conditions.and("workflow.paused = :paused", "paused", filter.paused() ? 1 : 0);
    }
    return conditions;
  }
}
