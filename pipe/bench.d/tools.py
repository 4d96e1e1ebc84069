"""The pipe and its peers: where they come from, and how each is told to migrate a database."""

import functools
import os
import re
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from typing import Callable

from programs import Call, Trouble, measured, output_of, say
from surroundings import environment, trusting

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:"
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId>
  <artifactId>peer</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>{dependencies}</dependencies>
</project>
"""
DEPENDENCY = (
    "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
)
# So many of the newest versions are tried until one can be had.
ATTEMPTS = 6


@dataclass(frozen=True)
class Tool:
    """A tool as it is measured."""

    name: str
    version: str
    # From the number of change sets, a server's address and a database to the program's call.
    call: Callable
    # From such a call and the file for its output to what it took.
    usage: Callable = measured
    # Whether a run that is measured needs further ones that change nothing.
    repeatable_only: bool = False


class Toolbox:
    """Gets the tools."""

    def __init__(self, checkout, home, fixtures, clouds):
        self._checkout = checkout
        self._home = home
        self._fixtures = fixtures
        self._clouds = clouds
        # From a server's address to the variables of a step that reaches it; one step for each.
        self._step = functools.cache(clouds)
        self._secured_step = functools.cache(self._secure)

    def ours(self):
        """Returns the pipe, by its own start script, called as a step calls it: without arguments."""

        def call(count, host, database):
            return self._pipe(count, database, SPANNER_EMULATOR_HOST=host)

        return Tool("spanner-pipe", self._checkout.version(), call)

    def keyless(self):
        """Returns the pipe with credentials that it gets for the token of its step."""

        def call(count, host, database):
            return self._pipe(count, database, **self._step(host))

        return Tool("spanner-pipe, keyless", self._checkout.version(), call)

    def tls(self, learning=False):
        """Returns the same over TLS: to the issuer of the token, to Google and to Spanner."""

        def call(count, host, database):
            variables, home = self._secured_step(host)
            learn = {"SPANNER_PIPE_LEARN": "true"} if learning else {}
            return self._pipe(count, database, home=home, **variables, **learn)

        return Tool("spanner-pipe, keyless over TLS", self._checkout.version(), call)

    def _secure(self, host):
        """Returns the variables of a step, and a Java home that trusts whom it reaches."""
        folder = self._checkout.folder / "tls" / host.rsplit(":", 1)[1]
        shutil.rmtree(folder, ignore_errors=True)
        variables = self._clouds(host, f"--tls={folder}")
        trust = {name: variables.pop(name) for name in list(variables) if name.startswith("TRUST_")}
        return variables, trusting(self._home, trust["TRUST_STORE"], folder / "java")

    def _pipe(self, count, database, home=None, **access):
        folder = self._fixtures.changelog(count)
        for left in (".spanner-pipe", "test-results"):
            shutil.rmtree(folder / left, ignore_errors=True)
        variables = {**target(database), "CHANGELOG_FILE": "changelog.sql", **access}
        script = self._checkout.home / "pipe" / "spanner-pipe"
        return Call([script], environment(home or self._home, **variables), folder)

    def liquibase(self):
        """Returns Liquibase's command line with the core and the extension that the pipe uses."""
        version = self._checkout.property("liquibase.version")
        extension = self._checkout.property("liquibase-spanner.version")
        spanner = self._checkout.property("google-cloud-spanner.version")
        jdbc = self._checkout.property("google-cloud-spanner-jdbc.version")
        artifacts = [
            ("org.liquibase", "liquibase-core", version),
            ("com.google.cloudspannerecosystem", "liquibase-spanner", extension),
            ("com.google.cloud", "google-cloud-spanner", spanner),
            ("com.google.cloud", "google-cloud-spanner-jdbc", jdbc),
            ("info.picocli", "picocli", self._checkout.property("picocli.version")),
        ]
        libraries = self._libraries("liquibase", artifacts)

        def call(count, host, database):
            arguments = [
                "--analytics-enabled=false",
                "--changelog-file=changelog.sql",
                "--url=" + jdbc_url(host, database),
                "update",
            ]
            main = "liquibase.integration.commandline.LiquibaseCommandLine"
            return self._java(libraries, main, arguments, self._fixtures.changelog(count))

        return Tool("Liquibase", f"{version}, liquibase-spanner {extension}", call)

    def flyway(self):
        """Returns Flyway's command line, the newest that its Spanner module and Maven allow."""
        group = "org.flywaydb"
        names = ("flyway-core", "flyway-commandline", "flyway-gcp-spanner")

        def fetched(version):
            return self._libraries("flyway", [(group, name, version) for name in names])

        # From 12 on it waits two minutes at its end for threads of the Spanner client.
        versions = [each for each in self._maven_versions(group, names[-1]) if int(each.split(".")[0]) < 12]
        version, libraries = newest("flyway", versions, fetched)

        def call(count, host, database):
            folder = self._fixtures.flyway(count)
            arguments = [
                "-url=" + jdbc_url(host, database),
                f"-locations=filesystem:{folder}",
                "-skipCheckForUpdate",
                "migrate",
            ]
            return self._java(libraries, "org.flywaydb.commandline.Main", arguments, folder)

        return Tool("Flyway", version, call)

    def wrench(self):
        """Returns wrench, the newest that the Go on this machine builds."""
        module = "github.com/cloudspannerecosystem/wrench"
        version, program = self._go(module, module)

        def call(count, host, database):
            _, project, _, instance, _, name = database.split("/")
            variables = {
                "SPANNER_PROJECT_ID": project,
                "SPANNER_INSTANCE_ID": instance,
                "SPANNER_DATABASE_ID": name,
                "SPANNER_EMULATOR_HOST": host,
            }
            folder = self._fixtures.wrench(count)
            command = [program, "migrate", "up", "--directory", folder]
            return Call(command, environment(self._home, **variables), folder)

        return Tool("wrench", version, call)

    def migrate(self):
        """Returns golang-migrate with its Spanner driver, the newest that the Go here builds."""
        module = "github.com/golang-migrate/migrate/v4"
        version, program = self._go(module, module + "/cmd/migrate", "-tags=spanner")

        def call(count, host, database):
            folder = self._fixtures.migrate(count)
            url = f"spanner://{database}?x-clean-statements=true"
            command = [program, "-source", f"file://{folder}", "-database", url, "up"]
            return Call(command, environment(self._home, SPANNER_EMULATOR_HOST=host), folder)

        return Tool("golang-migrate", version, call)

    def _java(self, libraries, main, arguments, folder):
        command = [self._home / "bin" / "java", "-cp", f"{libraries}/*", main, *arguments]
        # With metrics the Spanner client waits at its end for services that are not there.
        quiet = {"REDGATE_DISABLE_TELEMETRY": "true", "SPANNER_DISABLE_BUILTIN_METRICS": "true"}
        return Call(command, environment(self._home, **quiet), folder)

    def _libraries(self, name, artifacts):
        """Fetches artifacts with all that they need, once, and returns their folder."""
        folder = self._checkout.folder / name
        pom = folder / "pom.xml"
        text = POM.format(dependencies="".join(DEPENDENCY.format(*each) for each in artifacts))
        if pom.is_file() and pom.read_text(encoding="utf-8") == text:
            return folder / "libraries"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        attempt = folder / "attempt.xml"
        attempt.write_text(text, encoding="utf-8")
        goal = PLUGIN + "copy-dependencies"
        target = f"-DoutputDirectory={folder / 'libraries'}"
        output_of(["mvn", "-B", "-ntp", "-f", attempt, goal, "-DincludeScope=runtime", target])
        attempt.rename(pom)
        return folder / "libraries"

    def _maven_versions(self, group, artifact):
        """Returns an artifact's versions, newest first, from what Maven keeps of its registry."""
        maven = ["mvn", "-q", "-B", "-ntp"]
        try:
            wanted = f"-Dartifact={group}:{artifact}:RELEASE"
            output_of([*maven, PLUGIN + "get", wanted, "-Dtransitive=false"])
        except Trouble:
            pass  # The newest alone may be incomplete; its list of versions is there all the same.
        question = ["-Dexpression=settings.localRepository", "-DforceStdout"]
        folder = output_of(
            [*maven, "org.apache.maven.plugins:maven-help-plugin:3.5.1:evaluate", *question]
        )
        path = os.path.join(folder, *group.split("."), artifact)
        lists = [name for name in sorted(os.listdir(path)) if re.fullmatch(r"maven-metadata-.*\.xml", name)]
        found = [ElementTree.parse(os.path.join(path, name)).iterfind(".//version") for name in lists]
        return newest_first(version.text for versions in found for version in versions)

    def _go(self, module, package, *options):
        """Builds a Go program and returns its version and its file."""
        go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
        if not go:
            raise Trouble("Go is not installed")
        listed = output_of([go, "list", "-m", "-versions", module], folder=os.sep).split()[1:]
        name = package.rsplit("/", 1)[1]

        def built(version):
            folder = self._checkout.folder / name / version
            program = folder / name
            if not program.is_file():
                install = [go, "install", *options, f"{package}@{version}"]
                output_of(install, folder=os.sep, environment={**os.environ, "GOBIN": str(folder)})
            return program

        return newest(name, newest_first(listed), built)


def target(database):
    """Returns the variables that lead to a database."""
    _, project, _, instance, _, name = database.split("/")
    return {"PROJECT": project, "SPANNER_INSTANCE": instance, "SPANNER_DATABASE": name}


def jdbc_url(host, database):
    """Returns a database's address for JDBC."""
    return f"jdbc:cloudspanner://{host}/{database};usePlainText=true"


def newest_first(versions):
    """Returns the released versions, newest first."""
    released = {version for version in versions if re.fullmatch(r"v?\d+(\.\d+)*", version)}
    return sorted(released, key=lambda text: [int(n) for n in re.findall(r"\d+", text)], reverse=True)


def newest(name, versions, get):
    """Returns the newest version that can be had, and what getting it returned."""
    reasons = []
    for version in versions[:ATTEMPTS]:
        try:
            return version, get(version)
        except Trouble as trouble:
            say(f"  {name} {version} cannot be had: {trouble}")
            reasons.append(f"{version}: {trouble}")
    raise Trouble("; ".join(reasons) or "no version was found")
