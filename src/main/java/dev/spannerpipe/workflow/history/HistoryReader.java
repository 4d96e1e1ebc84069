package dev.spannerpipe.workflow.history;

import dev.spannerpipe.workflow.history.StepFunctions.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an execution's history as it grows, one request at a time. Returns each event once.
///
/// At first, all existing events are read forwards, page after page. After that, each poll reads
/// backwards from the newest event until a known event appears. The page size depends on how many
/// events the last poll found. A failed request changes nothing in this object, so the caller may
/// simply repeat it.
public final class HistoryReader {
  /// The service's limit for a page
  /// ([GetExecutionHistory](https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html)).
  private static final int LARGEST_PAGE = 1_000;

  private static final int SMALLEST_PAGE = 20;

  private final StepFunctions service;
  private final String executionArn;
  private final Deque<HistoryEvent> collected = new ArrayDeque<>();
  private boolean forwards = true;
  private @Nullable String token;
  private int pageSize = SMALLEST_PAGE;
  private long lastId;

  public HistoryReader(StepFunctions service, String executionArn) {
    this.service = service;
    this.executionArn = executionArn;
  }

  /// Makes one request and returns new events, from the oldest to the newest. While reading
  /// backwards, returns an empty list until all events since the last known event have been read,
  /// and then returns all of them.
  public List<HistoryEvent> poll() {
    try {
      return forwards ? forwards() : backwards();
    } catch (StepFunctionsException failure) {
      if (failure.isCode("InvalidToken")) {
        // A page token expires after a day. The events after the last known event are then read
        // backwards.
        restart();
        return List.of();
      }
      throw failure;
    }
  }

  /// Returns whether the service has another page that can be requested now.
  public boolean hasMore() {
    return token != null;
  }

  private List<HistoryEvent> forwards() {
    Page page = service.history(executionArn, false, LARGEST_PAGE, false, token);
    token = page.next().orElse(null);
    forwards = token != null;
    List<HistoryEvent> news = page.events().stream().filter(each -> each.id() > lastId).toList();
    if (!news.isEmpty()) {
      lastId = news.getLast().id();
    }
    return news;
  }

  private List<HistoryEvent> backwards() {
    Page page = service.history(executionArn, true, pageSize, false, token);
    boolean met = false;
    for (HistoryEvent event : page.events()) {
      boolean known = event.id() <= lastId;
      boolean twice = !collected.isEmpty() && event.id() >= collected.getFirst().id();
      if (!known && !twice) {
        collected.addFirst(event);
      }
      met |= event.id() <= lastId + 1;
    }
    token = met ? null : page.next().orElse(null);
    return token == null ? delivered() : List.of();
  }

  private List<HistoryEvent> delivered() {
    List<HistoryEvent> news = new ArrayList<>(collected);
    collected.clear();
    pageSize = Math.clamp(2L * news.size() + SMALLEST_PAGE, SMALLEST_PAGE, LARGEST_PAGE);
    if (!news.isEmpty()) {
      lastId = news.getLast().id();
    }
    return news;
  }

  private void restart() {
    forwards = false;
    token = null;
    collected.clear();
    pageSize = LARGEST_PAGE;
  }
}
