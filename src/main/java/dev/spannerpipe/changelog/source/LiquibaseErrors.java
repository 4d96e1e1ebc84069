package dev.spannerpipe.changelog.source;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.text.SafeText;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.parser.core.xml.XSDLookUpException;
import liquibase.util.FileUtil;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;

/// Converts Liquibase's exceptions to failures that a user can act on.
public final class LiquibaseErrors {
  /// The maximum length of a library's message, in characters. Some messages are much longer: a
  /// message about an invalid value in XML may list all allowed values.
  private static final int LONGEST = 300;

  private static final Pattern NO_PARSER =
      Pattern.compile("Cannot find parser that supports (\\S+)");
  private static final Pattern NO_CHANGE_SET =
      Pattern.compile("Change ?set (.*::(.*)::.*) does not exist");

  private LiquibaseErrors() {}

  /// Returns the failure for an exception that was thrown while a changelog file was read.
  public static ConfigurationFailure reading(
      SourceLocation location, RepositoryFiles files, SourceOutline outline, Throwable thrown) {
    ConfigurationFailure known = find(thrown, ConfigurationFailure.class);
    if (known != null) {
      return known;
    }
    SAXParseException xml = find(thrown, SAXParseException.class);
    if (xml != null) {
      return XmlErrors.invalid(location.file(), xml)
          .orElseGet(
              () ->
                  unreadable(
                      location.file(), xml.getLineNumber(), xml.getColumnNumber(), text(xml)));
    }
    XSDLookUpException schema = find(thrown, XSDLookUpException.class);
    if (schema != null) {
      Optional<ConfigurationFailure> missing =
          XmlErrors.missingSchema(location.file(), outline, schema);
      if (missing.isPresent()) {
        return missing.get();
      }
    }
    Optional<ConfigurationFailure> named = aboutNamed(location.file(), outline, thrown);
    if (named.isPresent()) {
      return named.get();
    }
    Optional<String> missing = files.lastMissing().filter(path -> isAboutMissing(thrown, path));
    if (missing.isPresent()) {
      String path = missing.get();
      return missingFile(new SourceLocation(location.file(), outline.lineOfReference(path)), path);
    }
    return failure(
            "Could not read the changelog " + location + ": " + text(deepest(thrown)),
            "Correct " + location.file(),
            thrown)
        .at(location.file(), location.line());
  }

  /// Returns the failure for a file whose contents do not match the file's format. Lines and
  /// columns are counted from 1; 0 means unknown.
  public static ConfigurationFailure unreadable(String file, int line, int column, String problem) {
    String place =
        line <= 0
            ? file
            : column <= 0 ? file + ":" + line : file + ":" + line + ", column " + column;
    return new ConfigurationFailure(
            "Could not read the changelog " + place + ": " + sentence(problem),
            "Correct the file at that place")
        .at(file, Math.max(line, 0));
  }

  /// Returns the failure if an exception reports a reference to a file of an unknown format or to
  /// an unknown change set; empty for any other exception.
  private static Optional<ConfigurationFailure> aboutNamed(
      String file, SourceOutline outline, Throwable thrown) {
    String message = text(deepest(thrown));
    Matcher format = NO_PARSER.matcher(message);
    if (format.find()) {
      String path = format.group(1);
      SourceLocation location = new SourceLocation(file, outline.lineOfReference(path));
      return Optional.of(
          new ConfigurationFailure(
                  "%s names the file %s, whose format is not known".formatted(location, path),
                  "Use the extension .yaml, .yml, .json, .xml or .sql")
              .at(file, location.line()));
    }
    Matcher changeSet = NO_CHANGE_SET.matcher(message);
    if (!changeSet.matches()) {
      return Optional.empty();
    }
    SourceLocation location =
        new SourceLocation(file, outline.lineOf("changeSetId", changeSet.group(2)));
    return Optional.of(
        new ConfigurationFailure(
                "%s has a rollback that refers to the change set %s, which is not above the rollback"
                    .formatted(location, changeSet.group(1)),
                "Correct the rollback's changeSetId, changeSetAuthor or changeSetPath")
            .at(file, location.line()));
  }

  /// Returns the name of the unknown encoding that caused an exception; empty if the exception has
  /// another cause.
  public static Optional<String> unknownEncoding(Throwable thrown) {
    UnsupportedCharsetException unsupported = find(thrown, UnsupportedCharsetException.class);
    if (unsupported != null) {
      return Optional.of(unsupported.getCharsetName());
    }
    IllegalCharsetNameException illegal = find(thrown, IllegalCharsetNameException.class);
    return Optional.ofNullable(illegal).map(IllegalCharsetNameException::getCharsetName);
  }

  /// Returns the failure for an encoding that Java does not know.
  public static ConfigurationFailure encoding(SourceLocation location, String name) {
    return new ConfigurationFailure(
            "%s names the encoding %s, which is unknown".formatted(location, name),
            location.file().endsWith(".xml")
                ? "Write encoding=\"UTF-8\", or the encoding's name in Java"
                : "Write encoding: UTF-8, or the encoding's name in Java")
        .at(location.file(), location.line());
  }

  private static boolean isAboutMissing(Throwable thrown, String path) {
    String message = FileUtil.getFileNotFoundMessage(path);
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each.getMessage() != null && each.getMessage().contains(message)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the failure for a missing file that a change names; empty if the exception has another
  /// cause.
  public static Optional<ConfigurationFailure> missingFile(
      SourceLocation from, RepositoryFiles files, Throwable thrown) {
    return files
        .lastMissing()
        .filter(path -> isAboutMissing(thrown, path))
        .map(path -> missingFile(from, path));
  }

  private static ConfigurationFailure missingFile(SourceLocation from, String path) {
    int parameter = path.indexOf("${");
    if (parameter >= 0) {
      int end = path.indexOf('}', parameter);
      String name = path.substring(parameter, end < 0 ? path.length() : end + 1);
      return new ConfigurationFailure(
              from + " names the file " + path + ", but the parameter " + name + " is not defined",
              "Define it in CHANGELOG_PARAMETERS or with a property before that line")
          .at(from.file(), from.line());
    }
    return new ConfigurationFailure(
            from + " names the file " + path + ", which does not exist",
            "Add the file or correct the path; paths are relative to the search path, or with"
                + " relativeToChangelogFile to the file that names them")
        .at(from.file(), from.line());
  }

  public static ConfigurationFailure failure(String description, String action, Throwable cause) {
    ConfigurationFailure failure = new ConfigurationFailure(description, action);
    failure.causedBy(cause);
    return failure;
  }

  public static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }

  public static Throwable deepest(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  public static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClass().getSimpleName()
        : sentence(message);
  }

  /// Returns a library's message on one line and without a period at its end.
  private static String sentence(String message) {
    String line = SafeText.shortened(message.strip().replaceAll("\\s+", " "), LONGEST);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
