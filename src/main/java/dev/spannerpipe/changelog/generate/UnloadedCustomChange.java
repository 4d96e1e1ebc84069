package dev.spannerpipe.changelog.generate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import liquibase.Scope;
import liquibase.change.AbstractChange;
import liquibase.change.ChangeFactory;
import liquibase.change.ChangeMetaData;
import liquibase.change.DatabaseChange;
import liquibase.database.Database;
import liquibase.parser.core.ParsedNode;
import liquibase.parser.core.ParsedNodeException;
import liquibase.resource.ResourceAccessor;
import liquibase.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// A `customChange` whose class is never loaded. Liquibase's own implementation loads the class
/// while it reads the changelog, which runs the class's static initializers and constructor.
///
/// The checksum of this object equals the checksum that Liquibase computes, except in two cases:
/// the named class computes its own checksum (`CustomChangeChecksum`), or the change has an
/// attribute besides `class` that sets a property of the named class.
@DatabaseChange(
    name = "customChange",
    description = "A custom change whose class is not loaded",
    priority = ChangeMetaData.PRIORITY_DEFAULT + 1_000)
public final class UnloadedCustomChange extends AbstractChange {
  private static final Set<String> NOT_PROPERTIES = Set.of("class", "params", "param");

  private final Map<String, @Nullable String> parameters = new LinkedHashMap<>();
  private String className = "";
  private boolean checksumKnown = true;

  /// Registers this class with Liquibase in place of Liquibase's own class, for the whole process.
  public static synchronized void register() {
    ChangeFactory factory = Scope.getCurrentScope().getSingleton(ChangeFactory.class);
    if (!(factory.create("customChange") instanceof UnloadedCustomChange)) {
      factory.register(new UnloadedCustomChange());
    }
  }

  /// Returns the name of the Java class, as written in the changelog.
  String className() {
    return className;
  }

  /// Returns whether the change has no attribute that sets a property of its class. With such an
  /// attribute, Liquibase's checksum may differ from the checksum of this object.
  boolean isChecksumKnown() {
    return checksumKnown;
  }

  @Override
  public void load(ParsedNode node, ResourceAccessor files) throws ParsedNodeException {
    String named = node.getChildValue(null, "class", String.class);
    if (named == null) {
      throw new ParsedNodeException("a customChange has no class");
    }
    className = named;
    ParsedNode list = node.getChild(null, "params");
    for (ParsedNode parameter : (list == null ? node : list).getChildren(null, "param")) {
      parameter(parameter);
    }
    checksumKnown =
        node.getChildren().stream()
            .noneMatch(
                child -> child.getValue() != null && !NOT_PROPERTIES.contains(child.getName()));
  }

  private void parameter(ParsedNode parameter) throws ParsedNodeException {
    String name = parameter.getChildValue(null, "name", String.class);
    if (name == null) {
      throw new ParsedNodeException("a param of the customChange " + className + " has no name");
    }
    Object value =
        parameter.getValue() == null
            ? parameter.getChildValue(null, "value")
            : parameter.getValue();
    parameters.put(name, value == null ? null : value.toString());
  }

  @Override
  public Set<String> getSerializableFields() {
    return Set.of("class", "param");
  }

  @Override
  public Object getSerializableFieldValue(String field) {
    return field.equals("class") ? className : parameters;
  }

  @Override
  public String getSerializedObjectNamespace() {
    return STANDARD_CHANGELOG_NAMESPACE;
  }

  @Override
  public boolean supports(Database database) {
    return true;
  }

  @Override
  public String getConfirmationMessage() {
    return "";
  }

  @Override
  public SqlStatement[] generateStatements(Database database) {
    return SqlStatement.EMPTY_SQL_STATEMENT;
  }
}
