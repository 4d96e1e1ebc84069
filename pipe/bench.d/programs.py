"""Runs programs: to get things done, to measure them, and to talk to them."""

import os
import pathlib
import re
import subprocess
import sys
import time
from dataclasses import dataclass


class Trouble(Exception):
    """Something could not be done; the text says what and why."""


def say(text):
    """Tells people how far things are; results go to standard output alone."""
    print(text, file=sys.stderr, flush=True)


def output_of(command, folder=None, environment=None):
    """Runs a program to its end and returns its output; raises Trouble with its last words."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as problem:
        raise Trouble(f"{command[0]} cannot be run: {problem.strerror}") from problem
    if done.returncode != 0:
        raise Trouble(last_words(done.stdout + done.stderr))
    return plain(done.stdout).strip()


def plain(text):
    """Returns a text without what colours it, which Maven sends also where nobody sees it."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def last_words(text):
    """Returns the line of a failed program's output that says most."""
    lines = [line.strip() for line in plain(text).splitlines() if line.strip()] or ["no message"]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors[0] if errors else lines[-1])[:300]


@dataclass(frozen=True)
class Call:
    """A program with its arguments, its whole environment and its folder."""

    command: list
    environment: dict
    folder: pathlib.Path


@dataclass(frozen=True)
class Usage:
    """What one run took: wall time and processor time in seconds, peak resident memory in bytes.

    The processor time is what user and system took for the process and for all that it waited for.
    First and ending are parts of the wall time, in seconds: until the first output, and between the
    last output and the end.
    """

    seconds: float
    processor: float
    memory: int
    first: float
    ending: float


def measured(call, log):
    """Runs a program to its end and returns its Usage; its output goes into the log file."""
    with open(log, "wb") as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in call.command],
            cwd=call.folder,
            env=call.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        first, last = None, started
        try:
            # A pipe, as the log of a build is one: it tells when each line arrives.
            while some := os.read(child.stdout.fileno(), 65536):
                last = time.perf_counter()
                first = first or last
                output.write(some)
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            raise
        finally:
            child.stdout.close()
        ended = time.perf_counter()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        words = last_words(pathlib.Path(log).read_text(encoding="utf-8", errors="replace"))
        raise Trouble(f"it ended with {child.returncode}: {words} (all of it: {log})")
    unit = 1 if sys.platform == "darwin" else 1024
    processor = usage.ru_utime + usage.ru_stime
    first = (first or ended) - started
    return Usage(ended - started, processor, usage.ru_maxrss * unit, first, ended - last)


class Conversation:
    """A program of ours that answers lines with lines, and ends with this one."""

    def __init__(self, command, environment):
        self._name = command[-1]
        self._process = subprocess.Popen(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.greeting = self.listen()

    def ask(self):
        """Sends an empty line and returns the answer."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self.listen()

    def listen(self):
        """Returns the next line that it says."""
        line = self._process.stdout.readline()
        if not line:
            self._process.kill()
            raise Trouble(f"{self._name} ended: {last_words(self._process.stderr.read())}")
        return line.strip()

    def end(self):
        """Ends the program, and waits for that."""
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
