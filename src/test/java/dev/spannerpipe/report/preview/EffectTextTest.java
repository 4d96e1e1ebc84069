package dev.spannerpipe.report.preview;

import static dev.spannerpipe.report.preview.Previews.column;
import static dev.spannerpipe.report.preview.Previews.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectTextTest {
  private static final ObjectName NAME = column("singers", "name");
  private static final ObjectName STREAM = object(ObjectKind.CHANGE_STREAM, "s");

  @Test
  void saysWhatIsAddedAndDropped() {
    assertThat(
            texts(
                new Effect.Added(object(ObjectKind.TABLE, "singers")),
                new Effect.Added(NAME),
                new Effect.Dropped(STREAM),
                new Effect.Dropped(object(ObjectKind.GRANT, "SELECT ON TABLE t TO ROLE r")),
                new Effect.Added(object(ObjectKind.UNKNOWN, "catalog x"))))
        .containsExactly(
            "adds the table singers",
            "adds the column name of singers",
            "drops the change stream s",
            "drops the grant SELECT ON TABLE t TO ROLE r",
            "adds catalog x");
  }

  @Test
  void saysHowAPropertyChanges() {
    assertThat(
            texts(
                changed(NAME, Aspect.TYPE, "STRING(20)", "STRING(10)"),
                changed(NAME, Aspect.DEFAULT, "", "'x'"),
                changed(NAME, Aspect.DEFAULT, "'x'", ""),
                changed(NAME, Aspect.NOT_NULL, "", "not null"),
                changed(NAME, Aspect.NOT_NULL, "not null", ""),
                changed(object(ObjectKind.TABLE, "new"), Aspect.NAME, "old", "new"),
                new Effect.Changed(STREAM, Property.option("retention_period"), "7d", "1d"),
                new Effect.Changed(
                    new ObjectName(ObjectKind.DATABASE, Name.NONE),
                    Property.option("version_retention_period"),
                    "",
                    "2d"),
                new Effect.Changed(NAME, new Property(Aspect.CLAUSE, "FAST (1)"), "", "FAST (1)")))
        .containsExactly(
            "changes the type of the column name of singers from STRING(20) to STRING(10)",
            "sets DEFAULT of the column name of singers to 'x'",
            "removes DEFAULT of the column name of singers, which was 'x'",
            "adds NOT NULL to the column name of singers",
            "removes NOT NULL from the column name of singers",
            "renames the table old to new",
            "changes the option retention_period of the change stream s from 7d to 1d",
            "sets the option version_retention_period of the database to 2d",
            "adds the clause FAST (1) to the column name of singers");
  }

  @Test
  void saysWhatIsLostWithoutBeingNamed() {
    assertThat(
            texts(
                new Effect.Lost(NAME, Property.of(Aspect.DEFAULT), "'x'"),
                new Effect.Lost(NAME, Property.of(Aspect.NOT_NULL), "not null")))
        .containsExactly(
            "loses DEFAULT of the column name of singers, which was 'x' and which no statement"
                + " names",
            "loses NOT NULL of the column name of singers, which no statement names");
  }

  @Test
  void hasWordsForEachProperty() {
    assertThat(
            Arrays.stream(Aspect.values())
                .map(aspect -> EffectText.of(changed(NAME, aspect, "a", "b"))))
        .doesNotHaveDuplicates();
  }

  @Test
  void cutsOnlyTheValues() {
    assertThat(EffectText.of(changed(NAME, Aspect.QUERY, "a".repeat(50), "b\nb"), 10))
        .isEqualTo("changes the query of the column name of singers from aaaaaaaaa… to b b");
  }

  @Test
  void staysOnOneLineWhateverTheName() {
    assertThat(EffectText.of(new Effect.Added(object(ObjectKind.TABLE, "a\nb\u202ec"))))
        .isEqualTo("adds the table a b\uFFFDc");
  }

  private static Effect changed(ObjectName object, Aspect aspect, String from, String to) {
    return new Effect.Changed(object, Property.of(aspect), from, to);
  }

  private static List<String> texts(Effect... effects) {
    return Arrays.stream(effects).map(EffectText::of).toList();
  }
}
