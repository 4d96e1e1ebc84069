package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.secret.Redaction;
import dev.spannerpipe.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Serves one client over a pair of streams until the client closes its stream. The output stream
/// carries one JSON value per line and nothing else.
public final class AssistantServer {
  private final McpSession session;

  private AssistantServer(McpSession session) {
    this.session = session;
  }

  /// Creates a server.
  ///
  /// @param directory the folder that is read; absolute
  /// @param redaction removes secrets from all answers
  /// @param version the version of the pipe
  /// @param log receives one sentence for each request, without a full stop
  /// @param defects receives each unexpected exception; the session goes on
  public static AssistantServer of(
      Path directory,
      Redaction redaction,
      String version,
      Consumer<String> log,
      Consumer<RuntimeException> defects) {
    OutputFolders folders = new OutputFolders(directory);
    RecordedRuns runs = new RecordedRuns(folders);
    List<Tool> tools =
        List.of(
            new ListRunsTool(folders, runs),
            new ShowRunTool(runs),
            new ExplainFailureTool(folders, runs, TroubleshootingPage.bundled()),
            new ShowPlanTool(folders),
            new ShowPreviewTool(folders),
            new VerifyChainTool(folders),
            new ShowNewTool(runs));
    return new AssistantServer(
        new McpSession(version, tools, new AnswerText(redaction), log, defects));
  }

  /// Serves the client, and returns how many messages it answered. Returns when the input ends, or
  /// when nobody reads the output any more.
  ///
  /// @throws IOException if the input cannot be read
  public long serve(InputStream in, PrintWriter out) throws IOException {
    InputLines lines = new InputLines(in);
    long answered = 0;
    for (Optional<InputLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      Optional<Json> answer = session.answer(line.get());
      if (answer.isPresent()) {
        // Some clients end a line at other characters than a line feed, so these are escaped.
        out.print(SafeText.json(answer.get().canonical()) + "\n");
        answered++;
        if (out.checkError()) {
          break;
        }
      }
    }
    return answered;
  }
}
