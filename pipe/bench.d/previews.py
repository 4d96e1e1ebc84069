"""Previews: how long they take, and how much memory the pipe and its emulator need."""

import os
import pathlib
import shutil
import statistics
import threading
from dataclasses import dataclass, field

from programs import Call, Trouble, Usage, measured, say
from surroundings import environment
from tools import target

# How often memory is read, in seconds.
INTERVAL = 0.02


@dataclass(frozen=True)
class PreviewCase:
    """A preview with so many applied and so many more pending change sets."""

    name: str
    dialect: str
    applied: int
    pending: int
    # The longest time that is acceptable, in seconds.
    limit: float


CASES = (
    PreviewCase("500 pending, no database, GoogleSQL", "googlesql", 0, 500, 15),
    PreviewCase("500 pending, no database, PostgreSQL", "postgresql", 0, 500, 15),
    PreviewCase("10 pending on 300 statements, GoogleSQL", "googlesql", 300, 10, 5),
)


@dataclass
class Preview:
    """What the runs of one case took. Memory in bytes, 0 where the system does not report it."""

    case: PreviewCase
    usages: list[Usage] = field(default_factory=list)
    emulator: list[int] = field(default_factory=list)
    together: list[int] = field(default_factory=list)
    problem: str = ""

    def document(self):
        """Returns the raw figures for JSON."""
        return {
            "case": self.case.name,
            "wallSeconds": [usage.seconds for usage in self.usages],
            "processorSeconds": [usage.processor for usage in self.usages],
            "peakResidentBytes": [usage.memory for usage in self.usages],
            "peakResidentBytesOfEmulator": self.emulator,
            "peakResidentBytesTogether": self.together,
            "problem": self.problem,
        }


class Previews:
    """Runs the previews. Each starts an emulator of its own."""

    def __init__(self, checkout, home, fixtures, servers, logs):
        self._checkout = checkout
        self._home = home
        self._fixtures = fixtures
        self._servers = servers
        self._logs = logs
        logs.mkdir(parents=True, exist_ok=True)

    def timed(self, rounds):
        """Returns the figures of all cases, which take turns."""
        previews = [Preview(case) for case in CASES]
        databases = {case: self._database(case) for case in CASES if case.applied}
        for number in range(rounds):
            for preview in previews:
                if not preview.problem:
                    self._run(preview, databases.get(preview.case), number)
        return previews

    def _database(self, case):
        """Returns a database to which the applied change sets were applied."""
        database = self._servers.database()
        folder = self._folder(case, case.applied)
        variables = {**target(database), "SPANNER_EMULATOR_HOST": self._servers.emulator}
        measured(self._call(folder, variables), self._logs / f"applied-{case.applied}.log")
        return database

    def _run(self, preview, database, number):
        case = preview.case
        say(f"previews: {case.name}, round {number + 1}")
        variables = {"COMMAND": "preview", "SPANNER_DIALECT": case.dialect}
        if database:
            endpoint = f"http://{self._servers.emulator}"
            variables = {"COMMAND": "preview", **target(database), "SPANNER_ENDPOINT": endpoint}
        call = self._call(self._folder(case, case.applied + case.pending), variables)
        memory = Memory()
        try:
            with memory:
                usage = measured(call, self._logs / f"preview-{case.dialect}-{case.pending}.log")
        except Trouble as trouble:
            preview.problem = str(trouble)
            say(f"  {trouble}")
            return
        preview.usages.append(usage)
        preview.emulator.append(memory.emulator)
        preview.together.append(memory.together)
        say(f"  {usage.seconds:.2f} s")

    def _folder(self, case, count):
        folder = self._fixtures.changelog(count, case.dialect)
        for left in (".spanner-pipe", "test-results"):
            shutil.rmtree(folder / left, ignore_errors=True)
        return folder

    def _call(self, folder, variables):
        script = self._checkout.home / "pipe" / "spanner-pipe"
        every = {"CHANGELOG_FILE": "changelog.sql", **variables}
        return Call([script], environment(self._home, **every), folder)


class Memory:
    """Reads, while it is entered, how much memory the children of this process have resident."""

    def __init__(self):
        self.emulator = 0
        self.together = 0
        self._known = set(descendants(os.getpid()))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _watch(self):
        while not self._over.wait(INTERVAL):
            sizes = {pid: resident(pid) for pid in descendants(os.getpid()) if pid not in self._known}
            self.together = max(self.together, sum(sizes.values()))
            emulators = [size for pid, size in sizes.items() if name_of(pid) == "emulator_main"]
            self.emulator = max([self.emulator, *emulators])


def descendants(pid):
    """Returns the ids of the processes that a process and its children have started."""
    found = []
    for file in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, read(file).split()):
            found += [child, *descendants(child)]
    return found


def resident(pid):
    """Returns how much memory a process has resident, 0 if it is gone."""
    for line in read(pathlib.Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def name_of(pid):
    """Returns the name of a process's program."""
    return read(pathlib.Path(f"/proc/{pid}/comm")).strip()


def read(file):
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def markdown(previews):
    """Returns the figures as a table."""
    lines = [
        "**Previews, each with the start of an emulator of its own**",
        "",
        "| Case | Time | At most | CPU | Peak memory: pipe | Emulator | Together |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for each in previews:
        if each.problem:
            lines.append(f"| {each.case.name} | failed: {each.problem} | | | | | |")
            continue
        seconds = statistics.median(usage.seconds for usage in each.usages)
        cells = [
            each.case.name,
            f"{seconds:.2f} s",
            f"{each.case.limit:.0f} s",
            f"{statistics.median(usage.processor for usage in each.usages):.2f} s",
            megabytes(usage.memory for usage in each.usages),
            megabytes(each.emulator),
            megabytes(each.together),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def megabytes(sizes):
    """Returns the largest of some sizes."""
    return f"{max(sizes) / 1e6:.0f} MB"
