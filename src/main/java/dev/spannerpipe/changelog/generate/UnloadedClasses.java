package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.plan.ChangeSet.Unloaded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import org.jspecify.annotations.Nullable;

/// Finds the Java classes that a change set names in its custom changes and custom preconditions.
/// It ignores classes in the rollback, because they are not needed to apply the change set.
public final class UnloadedClasses {
  private UnloadedClasses() {}

  public static Optional<Unloaded> of(ChangeSet source) {
    List<String> classes = new ArrayList<>();
    boolean known = true;
    for (Change change : source.getChanges()) {
      if (change instanceof UnloadedCustomChange custom) {
        classes.add(custom.className());
        known &= custom.isChecksumKnown();
      }
    }
    add(source.getPreconditions(), classes);
    return classes.isEmpty() ? Optional.empty() : Optional.of(new Unloaded(classes, known));
  }

  private static void add(@Nullable Precondition precondition, List<String> classes) {
    if (precondition instanceof CustomPreconditionWrapper custom) {
      classes.add(String.valueOf(custom.getClassName()));
    } else if (precondition instanceof PreconditionLogic logic) {
      logic.getNestedPreconditions().forEach(nested -> add(nested, classes));
    }
  }
}
