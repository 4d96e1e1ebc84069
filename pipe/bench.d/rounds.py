"""What is measured, in which order, and what comes of it."""

import statistics
from dataclasses import dataclass, field

from programs import Trouble, Usage, measured, say
from surroundings import counts


@dataclass(frozen=True)
class Case:
    """A state of the database, and what a run has to do in it."""

    name: str
    # Change sets that the run before the measured one applies, and those in the changelog then.
    before: int
    after: int
    peers: bool = True
    # Runs that are on record beside the tool's own, each with an intent.
    record: int = 0
    # Whether it is measured only where someone names it.
    on_demand: bool = False

    @property
    def repeatable(self):
        """Tells whether a run leaves the database as it was, so that one serves all rounds."""
        return self.before == self.after


NOTHING = Case("20 applied, nothing to do", 20, 20)
# The run before makes the tools' own tables: what is measured is any deployment but the first.
TWENTY = Case("20 pending", 1, 21)
TWO_HUNDRED = Case("200 pending", 1, 201)
FIVE_THOUSAND = Case("5,000 applied, nothing to do", 5000, 5000, peers=False)
TWENTY_THOUSAND = Case("20,000 applied, nothing to do", 20_000, 20_000, False, on_demand=True)
CASES = {
    "nothing": NOTHING,
    "20": TWENTY,
    "200": TWO_HUNDRED,
    "5000": FIVE_THOUSAND,
    "20000": TWENTY_THOUSAND,
}
# A record that grew for years must cost what a young one does, read and written.
for runs in (20, 20_000):
    on_record = f"{runs:,} runs and intents on record"
    CASES[f"record-{runs}"] = Case(f"20 applied, nothing to do, {on_record}", 20, 20, False, runs)
    CASES[f"record-{runs}-pending"] = Case(f"20 pending, {on_record}", 1, 21, False, runs)


@dataclass(frozen=True)
class Spanner:
    """A server that the tools are measured against."""

    name: str
    host: str
    rounds: int
    cases: tuple


@dataclass
class Figures:
    """What the runs of one tool in one case took, and the requests of a further run."""

    spanner: str
    case: str
    tool: str
    usages: list[Usage] = field(default_factory=list)
    requests: dict[str, int] = field(default_factory=dict)
    problem: str = ""

    @property
    def seconds(self):
        """Returns the median wall time."""
        return statistics.median(usage.seconds for usage in self.usages)

    @property
    def processor(self):
        """Returns the median processor time in seconds."""
        return statistics.median(usage.processor for usage in self.usages)

    @property
    def memory(self):
        """Returns the median peak of resident memory in bytes."""
        return statistics.median(usage.memory for usage in self.usages)

    @property
    def first(self):
        """Returns the median time until the first output, in seconds."""
        return statistics.median(usage.first for usage in self.usages)

    @property
    def ending(self):
        """Returns the median time between the last output and the end, in seconds."""
        return statistics.median(usage.ending for usage in self.usages)

    def document(self):
        """Returns the raw figures for JSON."""
        return {
            "spanner": self.spanner,
            "case": self.case,
            "tool": self.tool,
            "wallSeconds": [usage.seconds for usage in self.usages],
            "processorSeconds": [usage.processor for usage in self.usages],
            "firstLineSeconds": [usage.first for usage in self.usages],
            "endingSeconds": [usage.ending for usage in self.usages],
            "peakResidentBytes": [usage.memory for usage in self.usages],
            "requests": self.requests,
            "problem": self.problem,
        }


class Measurement:
    """Runs the tools in turn, so that what else the machine does meets all of them alike."""

    def __init__(self, servers, tools, logs):
        self._servers = servers
        self._tools = tools
        self._logs = logs
        self._repeatable = {}
        logs.mkdir(parents=True, exist_ok=True)

    def timed(self, spanner):
        """Returns the Figures of all tools in all cases of a server."""
        figures = []
        for case in spanner.cases:
            of_case = [Figures(spanner.name, case.name, tool.name) for tool in self._taking(case)]
            for number in range(spanner.rounds):
                say(f"{spanner.name}, {case.name}, round {number + 1} of {spanner.rounds}")
                for tool, each in zip(self._taking(case), of_case):
                    self._try(each, tool, lambda e, t: self._time(e, t, case, spanner.host))
            figures += of_case
        return figures

    def count(self, figures, case, counter):
        """Adds to the case's Figures what one more run asks of Spanner."""
        say(f"counting requests, {case.name}")
        tools = {tool.name: tool for tool in self._taking(case)}
        for each in figures:
            if each.case == case.name:
                self._try(each, tools[each.tool], lambda e, t: self._count(e, t, case, counter))

    def _taking(self, case):
        tools = self._tools if case.peers else self._tools[:1]
        return [tool for tool in tools if case.repeatable or not tool.repeatable_only]

    @staticmethod
    def _try(figures, tool, work):
        if not figures.problem:
            try:
                work(figures, tool)
            except Trouble as trouble:
                figures.problem = str(trouble)
                say(f"  {tool.name}: {trouble}")

    def _time(self, figures, tool, case, host):
        database = self._prepared(tool, case)
        usage = tool.usage(*self._call(tool, case.after, host, database))
        figures.usages.append(usage)
        say(f"  {tool.name}: {usage.seconds:.2f} s")

    def _count(self, figures, tool, case, counter):
        database = self._prepared(tool, case)
        counter.ask()
        self._run(tool, case.after, counter.greeting, database)
        figures.requests = counts(counter.ask())

    def _prepared(self, tool, case):
        """Returns a database in which the tool's earlier run was."""
        known = self._repeatable.get((tool.name, case))
        if known:
            return known
        database = self._servers.database()
        self._run(tool, case.before, self._servers.emulator, database)
        if case.repeatable:
            # The first run with nothing to do may still tidy up.
            self._run(tool, case.after, self._servers.emulator, database)
            self._repeatable[tool.name, case] = database
        if case.record:
            self._servers.grow_record(database, case.record)
        return database

    def _run(self, tool, count, host, database):
        measured(*self._call(tool, count, host, database))

    def _call(self, tool, count, host, database):
        log = self._logs / f"{tool.name}-{count}-{database.rsplit('/', 1)[1]}.log"
        return tool.call(count, host, database), log
