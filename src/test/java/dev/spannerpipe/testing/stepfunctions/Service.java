package dev.spannerpipe.testing.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the service knows, and how it answers, with its own checks of names, sizes and input.
public final class Service {
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]");
  private static final Duration TOKENS_LAST = Duration.ofHours(24);

  private final InstantSource clock;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<String, PlayedExecution> executions = new LinkedHashMap<>();
  private final Map<String, JsonObject> mapRuns = new HashMap<>();
  private int pageLimit = 1_000;
  private int starts;
  private JsonObject lastStart = new JsonObject();
  private int redrives;
  private Duration invisible = Duration.ZERO;
  private Duration statusBehind = Duration.ZERO;
  private Duration redrivesBehind = Duration.ZERO;
  private boolean errorsAreData;
  private Function<String, String> status = Function.identity();
  private String redriveReason = "";
  private Optional<String> answeredArn = Optional.empty();

  Service(InstantSource clock) {
    this.clock = clock;
  }

  /// Adds a state machine of the type STANDARD.
  public synchronized Machine machine(String arn) {
    return machine(arn, "STANDARD");
  }

  /// Adds a state machine of the type STANDARD or EXPRESS.
  public synchronized Machine machine(String arn, String type) {
    Machine machine = new Machine(arn, type);
    machines.put(arn, machine);
    return machine;
  }

  /// Lets an execution be there that nobody has asked this stand-in for.
  public synchronized void put(String executionArn, Machine machine, String input) {
    String name = executionArn.substring(executionArn.lastIndexOf(':') + 1);
    executions.put(
        executionArn,
        new PlayedExecution(executionArn, name, machine, machine.arn(), input, clock.instant()));
  }

  /// Lets a Map Run have these counts.
  public synchronized void mapRun(
      String arn, String mapRunStatus, long total, long succeeded, long failed) {
    JsonObject counts = new JsonObject();
    counts.addProperty("total", total);
    counts.addProperty("pending", 0);
    counts.addProperty("running", total - succeeded - failed);
    counts.addProperty("succeeded", succeeded);
    counts.addProperty("failed", failed);
    counts.addProperty("timedOut", 0);
    counts.addProperty("aborted", 0);
    counts.addProperty("resultsWritten", 0);
    JsonObject run = new JsonObject();
    run.addProperty("mapRunArn", arn);
    run.addProperty("executionArn", arn.replace(":mapRun:", ":execution:"));
    run.addProperty("status", mapRunStatus);
    run.addProperty("startDate", PlayedExecution.seconds(clock.instant()));
    run.addProperty("maxConcurrency", 0);
    run.addProperty("toleratedFailurePercentage", 0.0);
    run.addProperty("toleratedFailureCount", 0);
    run.add("itemCounts", counts);
    run.add("executionCounts", counts.deepCopy());
    mapRuns.put(arn, run);
  }

  /// Gives pages of at most this many events, whatever requested.
  public synchronized void limitPages(int events) {
    pageLimit = events;
  }

  /// Answers reads with ExecutionDoesNotExist so long after a start.
  public synchronized void hideNewborn(Duration time) {
    invisible = time;
  }

  /// Shows a status that is so much behind the history.
  public synchronized void lagStatus(Duration time) {
    statusBehind = time;
  }

  /// Shows an execution as it was before its redrive, so long after it.
  public synchronized void hideRedrives(Duration time) {
    redrivesBehind = time;
  }

  /// Keeps errors and causes from a history that is asked for without data.
  public synchronized void hideErrorsWithoutData() {
    errorsAreData = true;
  }

  /// Shows another status than the true one.
  public synchronized void showStatus(Function<String, String> shown) {
    status = shown;
  }

  /// Says that nothing can be redriven, for this reason.
  public synchronized void refuseRedrive(String reason) {
    redriveReason = reason;
  }

  /// Answers each start with this ARN.
  public synchronized void answerStarts(String executionArn) {
    answeredArn = Optional.of(executionArn);
  }

  /// Returns how many executions were really started.
  public synchronized int starts() {
    return starts;
  }

  /// Returns what was asked for with the last start.
  public synchronized JsonObject lastStart() {
    return lastStart;
  }

  /// Returns how many redrives were really done.
  public synchronized int redrives() {
    return redrives;
  }

  /// Returns the names of all executions that were started, in order.
  public synchronized List<String> names() {
    return executions.values().stream().map(PlayedExecution::name).toList();
  }

  /// Returns the input of an execution.
  public synchronized String input(String name) {
    return executions.values().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .input();
  }

  /// Forgets all executions, as after 90 days.
  public synchronized void forget() {
    executions.clear();
  }

  synchronized JsonObject perform(String action, JsonObject request) {
    return switch (action) {
      case "StartExecution" -> start(request);
      case "DescribeExecution" -> describe(execution(request));
      case "GetExecutionHistory" -> history(request);
      case "StopExecution" -> stop(request);
      case "RedriveExecution" -> redrive(request);
      case "DescribeStateMachine" -> describeMachine(request);
      case "DescribeStateMachineForExecution" -> machineOf(execution(request));
      case "DescribeMapRun" -> describeMapRun(request);
      default -> throw new Refusal("UnknownOperationException", "");
    };
  }

  private JsonObject start(JsonObject request) {
    lastStart = request;
    String asked = text(request, "stateMachineArn");
    Machine machine = machineFor(asked);
    String name = text(request, "name");
    if (name.isEmpty() || name.length() > 80 || FORBIDDEN.matcher(name).find()) {
      throw new Refusal("InvalidName", "Invalid Name: '" + name + "'");
    }
    String input = request.has("input") ? text(request, "input") : "{}";
    checkInput(input);
    if (machine.type().equals("EXPRESS")) {
      starts++;
      return started(
          machine.arn().replace(":stateMachine:", ":express:") + ":" + name + ":1",
          clock.instant());
    }
    String arn = machine.arn().replace(":stateMachine:", ":execution:") + ":" + name;
    PlayedExecution there = executions.get(arn);
    if (there != null) {
      boolean same = there.status(clock.instant()).equals("RUNNING") && there.input().equals(input);
      if (!same) {
        throw new Refusal("ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
      }
      return started(arn, there.startedAt());
    }
    starts++;
    PlayedExecution execution =
        new PlayedExecution(arn, name, machine, asked, input, clock.instant());
    executions.put(arn, execution);
    return started(arn, execution.startedAt());
  }

  private JsonObject started(String arn, Instant at) {
    JsonObject answer = new JsonObject();
    answer.addProperty("executionArn", answeredArn.orElse(arn));
    answer.addProperty("startDate", PlayedExecution.seconds(at));
    return answer;
  }

  private static void checkInput(String input) {
    if (input.getBytes(UTF_8).length > 262_144) {
      throw new Refusal(
          "InvalidExecutionInput", "Invalid State Machine Execution Input: too large");
    }
    try (JsonReader reader = new JsonReader(new StringReader(input))) {
      reader.setStrictness(Strictness.STRICT);
      if (!input.isBlank() && !JsonParser.parseReader(reader).isJsonNull()) {
        return;
      }
    } catch (JsonParseException | IOException _) {
      // Refused below.
    }
    throw new Refusal("InvalidExecutionInput", "Invalid State Machine Execution Input: not JSON");
  }

  private Machine machineFor(String arn) {
    if (!arn.matches("arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[^:]+(:[^:]+)?")) {
      throw new Refusal("InvalidArn", "Invalid Arn: '" + arn + "'");
    }
    if (arn.contains("/")) {
      throw new Refusal("ValidationException", "A Map Run's label cannot be started");
    }
    Machine machine = machines.get(arn.replaceFirst("(:stateMachine:[^:]+):[^:]+$", "$1"));
    if (machine == null) {
      throw new Refusal("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }
    return machine;
  }

  private PlayedExecution execution(JsonObject request) {
    String arn = text(request, "executionArn");
    PlayedExecution execution = executions.get(arn);
    if (execution == null || execution.youngerThan(invisible, clock.instant())) {
      throw new Refusal("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
    }
    return execution;
  }

  private JsonObject describe(PlayedExecution execution) {
    Instant now = execution.shownAt(clock.instant().minus(statusBehind), redrivesBehind);
    String shown = status.apply(execution.status(now));
    JsonObject answer = new JsonObject();
    answer.addProperty("executionArn", execution.arn());
    answer.addProperty("stateMachineArn", execution.machine().arn());
    answer.addProperty("name", execution.name());
    answer.addProperty("status", shown);
    answer.addProperty("startDate", PlayedExecution.seconds(execution.startedAt()));
    answer.addProperty("input", execution.input());
    answer.addProperty("redriveCount", execution.redrives(now));
    qualify(execution, answer);
    execution.end(now).ifPresent(end -> ended(end, answer));
    boolean redrivable =
        redriveReason.isEmpty()
            && Set.of("FAILED", "TIMED_OUT", "ABORTED").contains(String.valueOf(shown));
    answer.addProperty("redriveStatus", redrivable ? "REDRIVABLE" : "NOT_REDRIVABLE");
    if (!redrivable) {
      answer.addProperty(
          "redriveStatusReason",
          redriveReason.isEmpty()
              ? "Execution is " + shown + " and cannot be redriven"
              : redriveReason);
    }
    return answer;
  }

  private static void qualify(PlayedExecution execution, JsonObject answer) {
    String qualifier = execution.qualified().replace(execution.machine().arn(), "");
    if (qualifier.matches(":[0-9]+")) {
      answer.addProperty("stateMachineVersionArn", execution.qualified());
    } else if (!qualifier.isEmpty()) {
      answer.addProperty("stateMachineAliasArn", execution.qualified());
      answer.addProperty("stateMachineVersionArn", execution.machine().arn() + ":7");
    }
  }

  private static void ended(JsonObject end, JsonObject answer) {
    answer.add("stopDate", end.get("timestamp"));
    for (String details :
        List.of(
            "executionSucceededEventDetails",
            "executionFailedEventDetails",
            "executionAbortedEventDetails")) {
      if (end.has(details)) {
        end.getAsJsonObject(details)
            .entrySet()
            .forEach(member -> answer.add(member.getKey(), member.getValue()));
      }
    }
  }

  private JsonObject history(JsonObject request) {
    PlayedExecution execution = execution(request);
    boolean reverse = flag(request, "reverseOrder", false);
    boolean data = flag(request, "includeExecutionData", true);
    int wanted = request.has("maxResults") ? request.get("maxResults").getAsInt() : 100;
    if (wanted < 0 || wanted > 1_000) {
      throw new Refusal("ValidationException", "maxResults must be at most 1000");
    }
    int most = Math.min(wanted == 0 ? 100 : wanted, pageLimit);
    List<JsonObject> history = execution.history(clock.instant());
    String key = execution.arn() + "|" + reverse + "|" + data + "|" + wanted;
    // Ids count from 1.
    int after = (int) Math.min(position(request, key, reverse), history.size() + 1L);
    List<JsonObject> rest =
        reverse
            ? history.subList(0, Math.max(0, after - 1)).reversed()
            : history.subList(Math.min(after, history.size()), history.size());
    List<JsonObject> page = rest.subList(0, Math.min(most, rest.size()));
    JsonObject answer = new JsonObject();
    JsonArray array = new JsonArray();
    page.forEach(event -> array.add(data ? event : withoutData(event)));
    answer.add("events", array);
    if (page.size() < rest.size()) {
      answer.addProperty(
          "nextToken", key + "|" + id(page.getLast()) + "|" + clock.instant().plus(TOKENS_LAST));
    }
    return answer;
  }

  private long position(JsonObject request, String key, boolean reverse) {
    if (!request.has("nextToken")) {
      return reverse ? Long.MAX_VALUE : 0;
    }
    String token = text(request, "nextToken");
    String[] parts = token.split("\\|", -1);
    boolean good =
        token.startsWith(key + "|")
            && clock.instant().isBefore(Instant.parse(parts[parts.length - 1]));
    if (!good) {
      throw new Refusal("InvalidToken", "Invalid Token: '" + token + "'");
    }
    return Long.parseLong(parts[parts.length - 2]);
  }

  private static long id(JsonObject event) {
    return event.get("id").getAsLong();
  }

  private JsonObject withoutData(JsonObject event) {
    JsonObject copy = event.deepCopy();
    for (Map.Entry<String, JsonElement> member : copy.entrySet()) {
      if (member.getValue().isJsonObject()) {
        JsonObject details = member.getValue().getAsJsonObject();
        details.remove("input");
        details.remove("output");
        details.remove("parameters");
        if (errorsAreData) {
          details.remove("error");
          details.remove("cause");
        }
      }
    }
    return copy;
  }

  private JsonObject stop(JsonObject request) {
    PlayedExecution execution = execution(request);
    execution.stop(text(request, "error"), text(request, "cause"), clock.instant());
    JsonObject answer = new JsonObject();
    answer.addProperty("stopDate", PlayedExecution.seconds(clock.instant()));
    return answer;
  }

  private JsonObject redrive(JsonObject request) {
    PlayedExecution execution = execution(request);
    if (!redriveReason.isEmpty()) {
      throw new Refusal("ExecutionNotRedrivable", redriveReason);
    }
    int before = execution.redrives();
    execution.redrive(
        request.has("clientToken") ? text(request, "clientToken") : "", clock.instant());
    redrives += execution.redrives() - before;
    JsonObject answer = new JsonObject();
    answer.addProperty("redriveDate", PlayedExecution.seconds(clock.instant()));
    return answer;
  }

  private JsonObject describeMachine(JsonObject request) {
    Machine machine = machineFor(text(request, "stateMachineArn"));
    return described(machine, machine.revision());
  }

  private JsonObject machineOf(PlayedExecution execution) {
    return described(execution.machine(), execution.revision());
  }

  private JsonObject described(Machine machine, String revision) {
    JsonObject answer = new JsonObject();
    answer.addProperty("stateMachineArn", machine.arn());
    answer.addProperty("name", machine.arn().substring(machine.arn().lastIndexOf(':') + 1));
    answer.addProperty("definition", machine.definition());
    answer.addProperty("roleArn", "arn:aws:iam::123456789012:role/machine");
    answer.addProperty("type", machine.type());
    answer.addProperty("creationDate", PlayedExecution.seconds(clock.instant()));
    if (!revision.isEmpty()) {
      answer.addProperty("revisionId", revision);
    }
    return answer;
  }

  private JsonObject describeMapRun(JsonObject request) {
    JsonObject run = mapRuns.get(text(request, "mapRunArn"));
    if (run == null) {
      throw new Refusal("ResourceNotFound", "Resource not found");
    }
    return run;
  }

  private static boolean flag(JsonObject request, String name, boolean otherwise) {
    return request.has(name) ? request.get(name).getAsBoolean() : otherwise;
  }

  private static String text(JsonObject request, String name) {
    if (!request.has(name)) {
      throw new Refusal("ValidationException", name + " is missing");
    }
    return request.get(name).getAsString();
  }
}
