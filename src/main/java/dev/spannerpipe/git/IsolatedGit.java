package dev.spannerpipe.git;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Isolates JGit from the machine: JGit then reads no environment variables and no configuration of
/// the user or the system, starts no process, and writes no files.
///
/// By default, JGit starts `git` to find the system's configuration. It also spends some seconds
/// writing files into the clone, to measure the resolution of the file system's timestamps.
final class IsolatedGit extends SystemReader.Delegate {
  /// The resolution of file timestamps that JGit assumes. An exact value is not needed: JGit uses
  /// timestamps only to notice that another process changes the repository, which does not happen
  /// while the pipe runs.
  private static final long RESOLUTION_MILLIS = 10;

  private IsolatedGit(SystemReader reader) {
    super(reader);
  }

  /// Isolates all use of JGit in this process.
  static synchronized void use() {
    SystemReader reader = SystemReader.getInstance();
    if (!(reader instanceof IsolatedGit)) {
      SystemReader.setInstance(new IsolatedGit(reader));
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new NoConfiguration(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new NoConfiguration(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new NoConfiguration(parent, fs);
  }

  @Override
  public StoredConfig getUserConfig() {
    return new NoConfiguration(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getSystemConfig() {
    return new NoConfiguration(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getJGitConfig() {
    return new NoConfiguration(null, FS.DETECTED);
  }

  /// A configuration that is always empty.
  private static final class NoConfiguration extends FileBasedConfig {
    NoConfiguration(@Nullable Config parent, FS fs) {
      super(parent, (@Nullable File) null, fs);
    }

    @Override
    public void load() {
      // Nothing is configured.
    }

    @Override
    public void save() {
      // Nothing is kept.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    /// Returns a fixed resolution of file timestamps, so that JGit does not measure the resolution.
    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long usual, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(RESOLUTION_MILLIS, TimeUnit.MILLISECONDS)
          : super.getTimeUnit(section, subsection, name, usual, unit);
    }
  }
}
