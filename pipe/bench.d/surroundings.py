"""The machine, its Java, the checkout, and the servers that the tools are measured against."""

import glob
import os
import pathlib
import platform
import re
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from programs import Conversation, Trouble, output_of, say

MINIMUM_JAVA = 25
HOMES = (
    "/usr/lib/jvm/*",
    "/usr/local/lib/jvm/*",
    "/opt/java/*",
    "/opt/jdk*",
    "~/.sdkman/candidates/java/*",
    "~/.jdks/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
)
TESTING = "dev.spannerpipe.testing."


def machine():
    """Returns what figures depend on, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GB of memory"


def java_home():
    """Returns the Java that all tools run on, found as `pipe/spanner-pipe` finds it."""
    on_path = shutil.which("java")
    homes = [os.environ.get("JAVA_HOME"), on_path and pathlib.Path(on_path).resolve().parents[1]]
    for pattern in HOMES:
        homes += sorted(glob.glob(os.path.expanduser(pattern)))
    for home in filter(None, homes):
        version = re.match(r"\d+", java_version(home))
        if version and int(version[0]) >= MINIMUM_JAVA:
            return pathlib.Path(home)
    raise Trouble(f"no Java {MINIMUM_JAVA} or newer was found; install one, or set JAVA_HOME to it")


def java_version(home):
    """Returns the version of the Java in a folder, empty if there is none."""
    try:
        release = (pathlib.Path(home) / "release").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r'^JAVA_VERSION="(.*)"', release, re.MULTILINE)
    return found[1] if found else ""


def trusting(home, store, folder):
    """Returns a copy of a Java home in a folder that trusts the certificates of a store alone."""
    shutil.rmtree(folder, ignore_errors=True)
    # The files themselves, as links to them, so that it takes no room and no time.
    shutil.copytree(home, folder, copy_function=linked)
    trusted = folder / "lib" / "security" / "cacerts"
    trusted.unlink()
    shutil.copyfile(store, trusted)
    return folder


def linked(source, to):
    """Links a file, or copies it where it cannot be linked."""
    try:
        os.link(source, to, follow_symlinks=True)
    except OSError:
        shutil.copy2(source, to)


def environment(home, **more):
    """Returns the environment of a tool: nothing of the caller's but what programs need at all."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "JAVA_HOME": str(home), "LANG": "C.UTF-8", **more}


@dataclass(frozen=True)
class Checkout:
    """This repository, and the folder in it that everything made here goes to."""

    home: pathlib.Path

    @property
    def folder(self):
        """Returns the folder for what is fetched and written."""
        return self.home / "target" / "bench"

    def property(self, name):
        """Returns a property of the project's `pom.xml`."""
        pom = ElementTree.parse(self.home / "pom.xml")
        return pom.findtext(f".//{{*}}properties/{{*}}{name}")

    def version(self):
        """Returns the pipe's version."""
        return ElementTree.parse(self.home / "pom.xml").findtext("{*}version")

    def build(self):
        """Builds the pipe and its tests where needed, and returns the tests' class path."""
        file = self.folder / "test.classpath"
        # Without the digest of its jars the pipe would take no cache, and learn nothing.
        digest = self.home / "target" / "spanner-pipe.id"
        if not self._is_newer(file) or not digest.is_file():
            self._build(file)
        classes = [self.home / "target" / "test-classes", self.home / "target" / "classes"]
        return os.pathsep.join([*map(str, classes), file.read_text(encoding="utf-8").strip()])

    def _is_newer(self, file):
        """Tells whether a file is newer than all that the build reads."""
        sources = [self.home / "pom.xml", *self.home.glob("src/**/*"), *self.home.glob("schema/record/*")]
        return file.is_file() and all(file.stat().st_mtime > each.stat().st_mtime for each in sources)

    def _build(self, file):
        say("building the pipe and its tests")
        self.folder.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        maven = ["mvn", "-q", "-B", "-ntp", "-f", self.home / "pom.xml", "-DskipTests"]
        plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
        output_of([*maven, "package", plugin, f"-Dmdep.outputFile={file}"])


class Servers:
    """An emulator, and servers in front of it that count calls or take their time."""

    def __init__(self, home, class_path):
        # The servers must not be what a round waits for; C1 alone is slower here.
        self._java = [home / "bin" / "java", "-XX:+UseSerialGC", "-Xmx512m", "-cp", class_path]
        given = os.environ.get("SPANNER_EMULATOR_HOST")
        self._environment = environment(home, **({"SPANNER_EMULATOR_HOST": given} if given else {}))
        self._open = []
        self._emulator = self._start("EmulatorMain")
        self.emulator = self._emulator.greeting

    def database(self):
        """Makes an empty database and returns its resource name."""
        return self._emulator.ask()

    def grow_record(self, database, runs):
        """Adds runs to the record of a database."""
        output_of(
            [*self._java, TESTING + "GrownRecordMain", database, str(runs)],
            environment={**self._environment, "SPANNER_EMULATOR_HOST": self.emulator},
        )

    def in_front(self, milliseconds):
        """Starts a server in which each schema operation takes so long, and counts are kept."""
        return self._start("SlowSpannerMain", self.emulator, str(milliseconds), "0")

    def clouds(self, host, *options):
        """Starts what a keyless run meets, in front of a server, and returns the step's variables."""
        server = self._start("CloudsMain", *options, host, "project", "instance")
        lines = [server.greeting, *iter(server.listen, "READY")]
        return dict(line.split("=", 1) for line in lines)

    def end(self):
        """Ends them all."""
        for server in reversed(self._open):
            server.end()

    def _start(self, name, *arguments):
        command = [*self._java, TESTING + name, *arguments]
        server = Conversation(command, self._environment)
        self._open.append(server)
        return server


def counts(answer):
    """Reads `{Commit=1, …}` out of a server's answer."""
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", answer)}
