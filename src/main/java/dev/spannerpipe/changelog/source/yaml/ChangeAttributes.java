package dev.spannerpipe.changelog.source.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.Scope;
import liquibase.change.AddColumnConfig;
import liquibase.change.Change;
import liquibase.change.ChangeFactory;
import liquibase.change.ColumnConfig;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.parser.core.ParsedNode;
import liquibase.parser.core.ParsedNodeException;
import liquibase.resource.ResourceAccessor;
import liquibase.serializer.LiquibaseSerializable;
import liquibase.util.ObjectUtil;
import org.jspecify.annotations.Nullable;

/// Determines which attributes Liquibase reads for a change type. It lets Liquibase load a change
/// from an empty node, which records every attribute that Liquibase requests. The result therefore
/// always matches Liquibase's code, also for extensions. Not thread-safe.
final class ChangeAttributes {
  /// The change type whose attributes cannot be determined. They depend on the class that the
  /// change names, and that class is never loaded.
  private static final String CUSTOM = "customChange";

  private final Map<String, Optional<Known>> known = new HashMap<>();
  private final Map<String, Known> columns = new HashMap<>();
  private final Map<String, Class<?>> columnClasses = new HashMap<>();
  private final Map<Property, Boolean> properties = new HashMap<>();
  private final Probe constraints;

  /// An attribute of a column.
  ///
  /// @param type the class that Liquibase uses for the column
  private record Property(Class<?> type, String name) {}

  /// The attributes and elements that Liquibase reads for a change type.
  ///
  /// @param names the names of all attributes and elements
  /// @param elements the names of the elements, whose values are not read as a single string
  /// @param classes for each attribute whose value is read as a single string, the class to which
  ///   Liquibase converts the value; the keys are the names of the attributes
  /// @param text whether the change also reads a value without a key, as `sql` does
  record Known(
      Set<String> names, Set<String> elements, Map<String, Class<?>> classes, boolean text) {
    private static Known of(Probe probe) {
      return new Known(
          Set.copyOf(probe.asked),
          Set.copyOf(probe.elements),
          Map.copyOf(probe.classes),
          probe.takesText);
    }
  }

  ChangeAttributes() {
    Probe asked = new Probe("column");
    load(new ColumnConfig(), asked);
    this.constraints = asked.nested("constraints");
  }

  /// Returns the attributes and elements that Liquibase reads for a change type; empty if they
  /// cannot be determined.
  Optional<Known> of(String change) {
    return known.computeIfAbsent(change, ChangeAttributes::probe);
  }

  /// Returns the attributes and elements that Liquibase reads for a column of a change type.
  /// Columns of `addColumn` and `loadData` have additional attributes.
  Known ofColumn(String change) {
    return columns.computeIfAbsent(
        change,
        name -> {
          Probe probe = new Probe("column");
          load(newColumn(columnClass(name)), probe);
          return Known.of(probe);
        });
  }

  /// Returns whether Liquibase accepts an attribute in a column of a change type. The attribute's
  /// name is case-sensitive.
  boolean isOfColumn(String change, String name) {
    Class<?> type = columnClass(change);
    return properties.computeIfAbsent(
        new Property(type, name), _ -> ObjectUtil.hasProperty(newColumn(type), name));
  }

  private static ColumnConfig newColumn(Class<?> type) {
    if (type == AddColumnConfig.class) {
      return new AddColumnConfig();
    }
    return type == LoadDataColumnConfig.class ? new LoadDataColumnConfig() : new ColumnConfig();
  }

  private Class<?> columnClass(String change) {
    return columnClasses.computeIfAbsent(change, ChangeAttributes::findColumnClass);
  }

  private static Class<?> findColumnClass(String name) {
    ChangeFactory factory = Scope.getCurrentScope().getSingleton(ChangeFactory.class);
    Change change = factory.create(name);
    return change == null
        ? ColumnConfig.class
        : factory.getChangeMetaData(change).getParameters().values().stream()
            .filter(parameter -> Collection.class.isAssignableFrom(parameter.getDataTypeClass()))
            .flatMap(parameter -> Arrays.stream(parameter.getDataTypeClassParameters()))
            .filter(type -> type == AddColumnConfig.class || type == LoadDataColumnConfig.class)
            .<Class<?>>map(type -> (Class<?>) type)
            .findFirst()
            .orElse(ColumnConfig.class);
  }

  /// Returns the attributes and elements that Liquibase reads for the `constraints` of a column.
  Known ofConstraints() {
    return Known.of(constraints);
  }

  private static Optional<Known> probe(String name) {
    Change change =
        name.equals(CUSTOM)
            ? null
            : Scope.getCurrentScope().getSingleton(ChangeFactory.class).create(name);
    if (change == null) {
      return Optional.empty();
    }
    Probe probe = new Probe(name);
    load(change, probe);
    return probe.takesAnything || probe.asked.isEmpty()
        ? Optional.empty()
        : Optional.of(Known.of(probe));
  }

  private static void load(LiquibaseSerializable object, Probe probe) {
    ResourceAccessor files = Scope.getCurrentScope().getResourceAccessor();
    try {
      object.load(probe, files);
    } catch (ParsedNodeException | RuntimeException _) {
      // A required value is missing. Liquibase notices this only after it has requested all
      // attributes.
    }
  }

  private static final class Probe extends ParsedNode {
    private final Set<String> asked = new HashSet<>();
    private final Set<String> elements = new HashSet<>();
    private final Map<String, Class<?>> classes = new HashMap<>();
    private final Map<String, Probe> nested = new HashMap<>();
    private boolean takesAnything;
    private boolean takesText;

    Probe(String name) {
      super(null, name);
    }

    Probe nested(String name) {
      return nested.computeIfAbsent(name, Probe::new);
    }

    @Override
    public @Nullable ParsedNode getChild(String namespace, String name) throws ParsedNodeException {
      asked.add(name);
      elements.add(name);
      return name.equals("constraints") ? nested(name) : super.getChild(namespace, name);
    }

    @Override
    public List<ParsedNode> getChildren(String namespace, String name) {
      asked.add(name);
      elements.add(name);
      return new ArrayList<>();
    }

    @Override
    public <T> @Nullable T getChildValue(String namespace, String name, Class<T> type)
        throws ParsedNodeException {
      if (type.isAssignableFrom(ArrayList.class)) {
        return super.getChildValue(namespace, name, type);
      }
      asked.add(name);
      classes.put(name, type);
      return null;
    }

    @Override
    public @Nullable Object getValue() {
      takesText = true;
      return null;
    }

    @Override
    public <T> @Nullable T getValue(Class<T> type) {
      takesText = true;
      return null;
    }

    @Override
    public List<ParsedNode> getChildren() {
      takesAnything = true;
      return List.of();
    }
  }
}
