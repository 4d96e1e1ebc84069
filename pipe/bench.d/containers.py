"""The pipe's image: what it weighs, and runs of it as a step of Bitbucket Pipelines runs a pipe."""

import functools
import json
import os
import pathlib
import posixpath
import re
import socket
import subprocess
import tarfile
import threading
import zlib
from dataclasses import dataclass, replace

from programs import Call, Trouble, measured, output_of
from tools import Tool, target

ENTRY = "/opt/spanner-pipe/pipe/spanner-pipe"
# The name by which a pipe reaches the services of its step.
HOST = "host.docker.internal"
GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
# Runs the pipe, then prints what the container used, by the version of control groups that is there:
# microseconds of the processors, and the peak of memory in bytes.
ACCOUNT = """"$0"; status=$?
cd /sys/fs/cgroup
if [ -r cpu.stat ]; then
  sed -n 's/^usage_usec /processor /p' cpu.stat
  echo "memory $(cat memory.peak)"
else
  echo "processor $(($(cat cpuacct/cpuacct.usage) / 1000))"
  echo "memory $(cat memory/memory.max_usage_in_bytes)"
fi
exit $status"""


@dataclass(frozen=True)
class Image:
    """An image that the container engine has."""

    name: str

    def version(self):
        """Returns its version, by its label."""
        label = '{{index .Config.Labels "org.opencontainers.image.version"}}'
        try:
            return output_of(["docker", "image", "inspect", "--format", label, self.name])
        except Trouble as trouble:
            reason = f"the container engine has none of this name ({trouble}); pipe/image builds one"
            raise Trouble(reason) from trouble

    def compressed(self):
        """Returns the bytes of its layers, each as gzip compresses it for a registry, in their order."""
        command = ["docker", "save", self.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as save:
            with tarfile.open(fileobj=save.stdout, mode="r|") as archive:
                sizes, manifest = sizes_of(archive)
        return [sizes[name] for name in manifest[0]["Layers"]]


def sizes_of(archive):
    """Returns the compressed size of each layer of a saved image, by file name, and its manifest."""
    sizes, twice, manifest = {}, {}, []
    for member in archive:
        if member.isfile() and member.name == "manifest.json":
            manifest = json.load(archive.extractfile(member))
        elif member.isfile():
            sizes[member.name] = compressed(archive.extractfile(member))
        elif member.issym():
            folder = posixpath.dirname(member.name)
            twice[member.name] = posixpath.normpath(posixpath.join(folder, member.linkname))
    return {**sizes, **{name: sizes[file] for name, file in twice.items()}}, manifest


def compressed(file):
    """Returns how many bytes gzip makes of a file; some engines keep their layers compressed."""
    some = file.read(CHUNK)
    if some.startswith(GZIP):
        return len(some) + sum(map(len, iter(lambda: file.read(CHUNK), b"")))
    packer, size = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16), 0
    while some:
        size += len(packer.compress(some))
        some = file.read(CHUNK)
    return size + len(packer.flush())


class Containers:
    """Runs an image, with what a step gives a pipe: volumes, folder, environment, and no terminal."""

    def __init__(self, image, fixtures):
        self._image = image
        self._fixtures = fixtures
        self._forwarded = functools.cache(forward)

    def tool(self):
        """Returns the image as a tool. Each run is followed by one that is not timed but accounted."""
        name, version = "spanner-pipe, container", self._image.version()
        return Tool(name, version, self._call, self._usage, repeatable_only=True)

    def _call(self, count, host, database):
        # Its files are root's, and stay away from those of the others.
        build = self._fixtures.copy(self._fixtures.changelog(count))
        pipes = build / ".bitbucket" / "pipelines" / "generated" / "pipeline" / "pipes"
        account = pipes / "acme" / "spanner-pipe"
        account.mkdir(parents=True, exist_ok=True)
        variables = {
            **target(database),
            "CI": "true",
            "BITBUCKET_CLONE_DIR": build,
            "BITBUCKET_PIPE_SHARED_STORAGE_DIR": pipes,
            "BITBUCKET_PIPE_STORAGE_DIR": account,
            "BITBUCKET_BUILD_NUMBER": "1",
            "BITBUCKET_BRANCH": "main",
            "BITBUCKET_DOCKER_HOST_INTERNAL": HOST,
            "SPANNER_EMULATOR_HOST": f"{HOST}:{self._forwarded(host)}",
            "CHANGELOG_FILE": "changelog.sql",
        }
        command = ["docker", "container", "run", "--rm", f"--workdir={build}"]
        command += [f"--add-host={HOST}:host-gateway"]
        command += [f"--volume={each}:{each}" for each in (build, pipes, account)]
        command += [f"--env={name}={value}" for name, value in variables.items()]
        return Call([*command, self._image.name], dict(os.environ), build)

    def _usage(self, call, log):
        usage = measured(call, log)
        *command, image = call.command
        again = [*command, "--entrypoint=/bin/sh", image, "-c", ACCOUNT, ENTRY]
        accounted = pathlib.Path(f"{log}.accounted")
        measured(replace(call, command=again), accounted)
        text = accounted.read_text(encoding="utf-8", errors="replace")
        found = dict(re.findall(r"^(processor|memory) (\d+)$", text, re.MULTILINE))
        if len(found) < 2:
            raise Trouble(f"the container cannot see what it used (all of its output: {accounted})")
        return replace(usage, processor=int(found["processor"]) / 1e6, memory=int(found["memory"]))


def forward(host):
    """Lets containers reach a server that listens for this machine only, and returns the port."""
    name, port = host.rsplit(":", 1)
    listening = socket.create_server(("0.0.0.0", 0))

    def accept():
        while True:
            client, _ = listening.accept()
            server = socket.create_connection((name, int(port)))
            for source, to in ((client, server), (server, client)):
                threading.Thread(target=pass_on, args=(source, to), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listening.getsockname()[1]


def pass_on(source, to):
    """Passes on what comes, until there is no more."""
    try:
        while some := source.recv(65536):
            to.sendall(some)
        to.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # One of the two has gone.
