package dev.spannerpipe.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files as somebody who can push may leave them.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  @TempDir Path home;
  private Path branch;
  private Path elsewhere;
  private CloneDirectory clone;

  @BeforeEach
  void makeDirectories() throws IOException {
    home = home.toRealPath();
    branch = Files.createDirectory(home.resolve("clone"));
    elsewhere = Files.createFile(home.resolve("elsewhere"));
    Files.writeString(elsewhere, "precious\n");
    Files.setPosixFilePermissions(elsewhere, PRIVATE);
    clone = new CloneDirectory(branch);
  }

  private String read(InputFile file) throws IOException {
    return new String(file.read(100), UTF_8);
  }

  private void assertUntouched() throws IOException {
    assertThat(elsewhere).hasContent("precious\n");
    assertThat(Files.getPosixFilePermissions(elsewhere)).isEqualTo(PRIVATE);
  }

  @Test
  void readsAFileOfTheBranch() throws IOException {
    Path file = Files.writeString(branch.resolve("a.json"), "{}");

    assertThat(read(InputFile.ofBranch(file, clone))).isEqualTo("{}");
    assertThat(read(InputFile.ofBranch(Path.of("a.json"), clone))).isEqualTo("{}");
    assertThat(read(InputFile.ofStep(file, clone))).isEqualTo("{}");
  }

  @Test
  void readsABranchThatALinkOfTheMachineLeadsTo() throws IOException {
    Files.writeString(branch.resolve("a.json"), "{}");
    Path link = Files.createSymbolicLink(home.resolve("link"), branch);
    CloneDirectory linked = new CloneDirectory(link);

    assertThat(read(InputFile.ofBranch(link.resolve("a.json"), linked))).isEqualTo("{}");
    assertThat(read(InputFile.ofBranch(branch.resolve("a.json"), linked))).isEqualTo("{}");
  }

  @Test
  void readsAFileElsewhereOnlyForTheStep() throws IOException {
    assertThat(read(InputFile.ofStep(elsewhere, clone))).isEqualTo("precious\n");
    Path link = Files.createSymbolicLink(home.resolve("link"), elsewhere);
    assertThat(read(InputFile.ofStep(link, clone))).isEqualTo("precious\n");
    assertThatThrownBy(() -> read(InputFile.ofBranch(elsewhere, clone)))
        .hasMessage("it is outside of the clone directory");
    assertThatThrownBy(() -> read(InputFile.ofBranch(branch.resolve("../elsewhere"), clone)))
        .hasMessage("it is outside of the clone directory");
  }

  @Test
  void followsNoLinkOfTheBranch() throws IOException {
    Files.writeString(branch.resolve("a.json"), "{}");
    Path link = Files.createSymbolicLink(branch.resolve("link.json"), elsewhere);
    Path within = Files.createSymbolicLink(branch.resolve("within.json"), Path.of("a.json"));
    Path loop = Files.createSymbolicLink(branch.resolve("loop.json"), Path.of("loop.json"));
    Path folder = Files.createSymbolicLink(branch.resolve("folder"), home);
    Path around = Files.createSymbolicLink(home.resolve("around"), folder);

    for (Path file : new Path[] {link, within, loop}) {
      assertThatThrownBy(() -> read(InputFile.ofBranch(file, clone)))
          .hasMessage("it is a symbolic link");
      assertThatThrownBy(() -> read(InputFile.ofStep(file, clone)))
          .hasMessage("it is a symbolic link");
    }
    for (Path file : new Path[] {folder.resolve("elsewhere"), around.resolve("elsewhere")}) {
      assertThatThrownBy(() -> read(InputFile.ofStep(file, clone)))
          .hasMessage("it is reached through the symbolic link folder");
    }
  }

  @Test
  void endsAtALoopElsewhere() throws IOException {
    Path loop = Files.createSymbolicLink(home.resolve("loop"), Path.of("loop"));

    assertThatThrownBy(() -> read(InputFile.ofStep(loop, clone)))
        .hasMessage("the symbolic link " + loop + " points to itself");
  }

  @Test
  void believesOnlyWhatItReads() throws IOException {
    Path file = Files.writeString(branch.resolve("a.json"), "x".repeat(101));

    assertThatThrownBy(() -> read(InputFile.ofBranch(file, clone)))
        .hasMessage("it has more than 100 bytes");
    assertThat(Files.size(Path.of("/proc/self/status"))).isZero();
    assertThatThrownBy(() -> read(InputFile.ofStep(Path.of("/proc/self/status"), clone)))
        .hasMessage("it has more than 100 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "fifo"})
  void waitsForNoDeviceAndNoPipe(String name) throws Exception {
    Path file = branch.resolve(name);
    if (!file.toString().equals(name)) {
      pipe(file);
    }

    assertThatThrownBy(() -> read(InputFile.ofStep(file, clone)))
        .hasMessage("it is not a regular file");
    assertThatThrownBy(() -> read(InputFile.ofStep(branch, clone))).hasMessage("it is a directory");
  }

  private static void pipe(Path file) throws Exception {
    Process made = new ProcessBuilder("mkfifo", file.toString()).start();
    assertThat(made.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
  }

  private OutputFolder folder() throws IOException {
    OutputFolder folder = new OutputFolder(branch.resolve("out/orders"), clone);
    folder.make();
    return folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan.json", "plan.json.unfinished"})
  void writesThroughNoLink(String name) throws IOException {
    OutputFolder folder = folder();
    Path link = Files.createSymbolicLink(folder.path().resolve(name), elsewhere);

    assertThatThrownBy(() -> folder.write("plan.json", "{}")).hasMessage("it is a symbolic link");
    assertThatThrownBy(() -> folder.requireFree("plan.json")).hasMessage("it is a symbolic link");

    assertUntouched();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void appendsThroughNoLinkAndToNoPipe() throws Exception {
    OutputFolder folder = folder();
    Path file = folder.path().resolve("record.jsonl");
    Files.createSymbolicLink(file, elsewhere);
    assertThatThrownBy(() -> folder.append("record.jsonl")).hasMessage("it is a symbolic link");
    assertUntouched();

    Files.delete(file);
    pipe(file);
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    assertThatThrownBy(() -> folder.append("record.jsonl")).hasMessage("it is not a regular file");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(mode);
  }

  @Test
  void makesNoFolderThroughALink() throws IOException {
    Files.createSymbolicLink(branch.resolve("out"), home);

    assertThatThrownBy(this::folder).hasMessage("it is reached through the symbolic link out");
    assertThat(home.resolve("orders")).doesNotExist();
  }

  @Test
  void writesElsewhereIfTheStepSaysSo() throws IOException {
    Path link =
        Files.createSymbolicLink(home.resolve("link"), Files.createDirectory(home.resolve("real")));
    OutputFolder folder = new OutputFolder(link.resolve("a/b"), clone);

    folder.make();
    folder.write("plan.json", "{}");

    assertThat(home.resolve("real/a/b/plan.json")).hasContent("{}");
  }

  @Test
  void changesTheModeOnlyOfWhatItMade() throws IOException {
    OutputFolder folder = folder();
    Path file = Files.writeString(folder.path().resolve("record.jsonl"), "half");
    Files.setPosixFilePermissions(file, PRIVATE);
    Files.writeString(folder.path().resolve("plan.json.unfinished"), "left by a dead run");

    try (OutputStream out = folder.append("record.jsonl")) {
      out.write("whole\n".getBytes(UTF_8));
    }
    try (OutputStream out = folder.append("new.jsonl")) {
      out.write('\n');
    }
    folder.write("plan.json", "{}");

    assertThat(file).hasContent("half\nwhole\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PRIVATE);
    for (String name : new String[] {"new.jsonl", "plan.json"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.path().resolve(name))))
          .isEqualTo("rw-r--r--");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwxr-xr-x");
    assertThat(folder.path().resolve("plan.json.unfinished")).doesNotExist();
  }
}
