package dev.spannerpipe.changelog;

import dev.spannerpipe.plan.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeTest {
  @TempDir Path directory;

  @Test
  void smoke() {
    Repository repository = new Repository(directory);
    for (Dialect dialect : Dialect.values()) {
      System.out.println(
          repository.changeSet(
              dialect,
              """
              - createTable:
                  tableName: Singers
                  remarks: hello
                  columns:
                    - column: {name: id, type: bigint, constraints: {primaryKey: true, nullable: false}}
                    - column: {name: name, type: varchar(100), defaultValue: "it's", constraints: {nullable: false}}
                    - column: {name: at, type: timestamp, defaultValueComputed: CURRENT_TIMESTAMP}
                    - column: {name: flag, type: boolean, defaultValueBoolean: true}
                    - column: {name: n, type: int, defaultValueNumeric: 5}
                    - column: {name: order, type: clob}
              - addColumn:
                  tableName: Singers
                  columns:
                    - column: {name: extra, type: varchar(10), value: x, constraints: {nullable: false}}
              - createIndex: {indexName: i, tableName: Singers, columns: [{column: {name: name, descending: true}}]}
              - insert: {tableName: Singers, columns: [{column: {name: id, valueNumeric: 1}}, {column: {name: name, value: 'a\\nb'}}, {column: {name: at, valueDate: '2020-01-01T10:00:00'}}]}
              - modifyDataType: {tableName: Singers, columnName: name, newDataType: varchar(200)}
              """));
    }
  }
}
