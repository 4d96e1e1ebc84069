"""The same change sets for every tool: one CREATE TABLE each."""

import functools
import pathlib
import shutil
import tempfile

TABLE = """CREATE TABLE Bench{number:04} (
  Id INT64 NOT NULL,
  Name STRING(100),
  Amount NUMERIC,
  CreatedAt TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp = true),
) PRIMARY KEY (Id)"""
COLUMN = "ALTER TABLE Bench{table:04} ADD COLUMN Column{number:04} STRING(100)"
ROW = "UPDATE Bench0001 SET Name = 'row of change set {number}' WHERE Id = 1"

POSTGRESQL_TABLE = """CREATE TABLE bench{number:04} (
  id bigint PRIMARY KEY,
  name varchar(100),
  amount numeric,
  created_at spanner.commit_timestamp NOT NULL
)"""
POSTGRESQL_COLUMN = "ALTER TABLE bench{table:04} ADD COLUMN column{number:04} varchar(100)"

# A database holds 5,000 tables at most, the tools' own among them.
TABLES = 200
# The more columns there are, the longer an emulator takes for the next one.
SCHEMA_CHANGES = 5000


def statement(number, dialect="googlesql"):
    """Returns the one statement of the change set with this number, from 1."""
    postgresql = dialect == "postgresql"
    if number <= TABLES + 1:
        return (POSTGRESQL_TABLE if postgresql else TABLE).format(number=number)
    if number > SCHEMA_CHANGES:
        return ROW.format(number=number)
    column = POSTGRESQL_COLUMN if postgresql else COLUMN
    return column.format(table=1 + number % TABLES, number=number)


class Fixtures:
    """Writes the files of the first change sets in each tool's form, each number of them once."""

    def __init__(self, folder):
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)

    @functools.cache
    def changelog(self, count, dialect="googlesql"):
        """Returns a folder with `changelog.sql`, a changelog in Liquibase's formatted SQL."""
        sets = (f"--changeset bench:{n}\n{statement(n, dialect)};\n" for n in range(1, count + 1))
        text = "--liquibase formatted sql\n\n" + "\n".join(sets)
        return self._write(f"changelog-{dialect}", count, {"changelog.sql": text})

    @functools.cache
    def flyway(self, count):
        """Returns a folder with a versioned migration for each change set."""
        return self._files("flyway", count, "V{number}__bench_{number}.sql")

    @functools.cache
    def wrench(self, count):
        """Returns a folder that has wrench's folder `migrations`."""
        return self._files("wrench", count, "migrations/{number:06}_bench_{number}.sql")

    @functools.cache
    def migrate(self, count):
        """Returns a folder with golang-migrate's files."""
        return self._files("migrate", count, "{number:06}_bench_{number}.up.sql")

    def copy(self, folder):
        """Returns a new copy of a folder."""
        copied = pathlib.Path(tempfile.mkdtemp(prefix="copy-", dir=self._folder))
        return shutil.copytree(folder, copied, dirs_exist_ok=True)

    def _files(self, tool, count, name):
        files = {name.format(number=n): statement(n) + ";\n" for n in range(1, count + 1)}
        return self._write(tool, count, files)

    def _write(self, tool, count, files):
        folder = self._folder / tool / str(count)
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return folder
