package dev.spannerpipe.changelog.source;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.text.English;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.parser.core.xml.XSDLookUpException;
import org.xml.sax.SAXParseException;

/// Converts the known errors of an XML parser to failures that a user can act on.
final class XmlErrors {
  private static final Pattern WORD =
      Pattern.compile(
          "cvc-enumeration-valid: Value '(.*)' is not facet-valid with respect to enumeration '\\[(.*)]'.*",
          Pattern.DOTALL);
  private static final Pattern ELEMENT =
      Pattern.compile(
          "cvc-complex-type\\.2\\.4\\..: Invalid content was found starting with element '(?:\\{.*:)?([^':}]+)}?'.*",
          Pattern.DOTALL);
  private static final Pattern ROOT =
      Pattern.compile("cvc-elt\\.1\\.a: Cannot find the declaration of element '(.*)'.*");
  private static final Pattern SCHEMA =
      Pattern.compile("Unable to resolve xml entity (\\S+?)\\. .*", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("-[0-9][0-9.]*\\.xsd$");

  private XmlErrors() {}

  /// Returns the failure for content that the schema does not allow; empty if the error is unknown.
  static Optional<ConfigurationFailure> invalid(String file, SAXParseException problem) {
    String message = LiquibaseErrors.text(problem);
    SourceLocation location = new SourceLocation(file, problem.getLineNumber());
    String place = "%s, column %d".formatted(location, problem.getColumnNumber());
    Matcher word = WORD.matcher(message);
    if (word.matches()) {
      return failure(
          location,
          "%s has the value %s, which Liquibase does not know".formatted(place, word.group(1)),
          "Write " + alternatives(word.group(2)));
    }
    Matcher element = ELEMENT.matcher(message);
    if (element.matches()) {
      return failure(
          location,
          "%s has the element %s, which Liquibase does not know at that place"
              .formatted(place, element.group(1)),
          "Correct its spelling, move it or remove it");
    }
    return ROOT.matcher(message).matches()
        ? failure(
            location,
            place + " has an element without the namespace of Liquibase",
            "Begin the file with <databaseChangeLog"
                + " xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\" and the"
                + " xsi:schemaLocation of dbchangelog-latest.xsd")
        : Optional.empty();
  }

  private static Optional<ConfigurationFailure> failure(
      SourceLocation location, String description, String action) {
    return Optional.of(
        new ConfigurationFailure(description, action)
            .at(location.file(), Math.max(location.line(), 0)));
  }

  private static String alternatives(String words) {
    return English.list(Arrays.stream(words.split(",", -1)).map(String::strip).toList(), "or");
  }

  /// Returns the failure for an XML schema that is not part of Liquibase; empty if the error is
  /// unknown. The pipe does not download schemas.
  static Optional<ConfigurationFailure> missingSchema(
      String file, SourceOutline outline, XSDLookUpException problem) {
    Matcher schema = SCHEMA.matcher(LiquibaseErrors.text(problem));
    if (!schema.matches()) {
      return Optional.empty();
    }
    String address = schema.group(1);
    String name = address.substring(address.lastIndexOf('/') + 1);
    String latest = VERSION.matcher(name).replaceFirst("-latest.xsd");
    SourceLocation location = new SourceLocation(file, outline.lineOf(address, ""));
    return failure(
        location,
        "%s names the schema %s, which this version of Liquibase does not have"
            .formatted(location, address),
        latest.equals(name) ? "Correct or remove the address of the schema" : "Write " + latest);
  }
}
