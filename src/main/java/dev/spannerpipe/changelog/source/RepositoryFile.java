package dev.spannerpipe.changelog.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import liquibase.resource.AbstractResource;
import liquibase.resource.OpenOptions;
import liquibase.resource.Resource;

/// One file of the repository. [RepositoryFiles] looks up each path that is resolved against this
/// file, so the limits of [RepositoryFiles] also apply to that path.
final class RepositoryFile extends AbstractResource {
  private final RepositoryFiles files;
  private final Path file;

  RepositoryFile(RepositoryFiles files, String path, Path file) {
    super(path, file.toUri());
    this.files = files;
    this.file = file;
  }

  @Override
  public InputStream openInputStream() throws IOException {
    return files.open(file);
  }

  @Override
  public boolean exists() {
    return Files.exists(file);
  }

  @Override
  public Resource resolve(String other) {
    return at(resolvePath(other));
  }

  @Override
  public Resource resolveSibling(String other) {
    return at(resolveSiblingPath(other));
  }

  private Resource at(String path) {
    try {
      return files.get(path);
    } catch (IOException unreadable) {
      throw LiquibaseErrors.failure(
              "Could not read the file " + path + ": " + LiquibaseErrors.text(unreadable),
              "Give the pipe permission to read the file",
              unreadable)
          .at(path, 0);
    }
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public OutputStream openOutputStream(OpenOptions options) throws IOException {
    throw new IOException("The repository's files are only read");
  }
}
