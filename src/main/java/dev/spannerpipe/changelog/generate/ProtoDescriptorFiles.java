package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.plan.ProtoDescriptors;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import liquibase.Scope;
import liquibase.resource.Resource;
import org.jspecify.annotations.Nullable;

/// Reads the proto descriptors that changes of proto bundles need. Not thread-safe.
public final class ProtoDescriptorFiles {
  /// The maximum size of the descriptors that Spanner accepts for a schema change.
  private static final int MOST_BYTES = 10 * 1024 * 1024;

  private final Optional<InputFile> usual;
  private @Nullable ProtoDescriptors read;

  /// @param usual the file with the descriptors for each change that does not set descriptors
  ///   itself
  public ProtoDescriptorFiles(Optional<InputFile> usual) {
    this.usual = usual;
  }

  /// Returns the descriptors for each change that does not set descriptors itself; empty if the
  /// settings name no file.
  Optional<ProtoDescriptors> usual() {
    if (usual.isPresent() && read == null) {
      read = read(usual.get());
    }
    return Optional.ofNullable(read);
  }

  private static ProtoDescriptors read(InputFile file) {
    try {
      return new ProtoDescriptors(file.read(MOST_BYTES));
    } catch (IOException failure) {
      throw new ConfigurationFailure(
              "Could not read the proto descriptors from "
                  + file
                  + ": "
                  + CloneDirectory.reason(failure),
              "Correct PROTO_DESCRIPTORS_FILE")
          .causedBy(failure);
    }
  }

  /// Returns the descriptors in a file that the changelog names.
  static ProtoDescriptors ofFile(String path) {
    try {
      Resource file = Scope.getCurrentScope().getResourceAccessor().get(path);
      if (!file.exists()) {
        throw new UnsupportedChangeException(
            "it names the file " + path + ", which does not exist",
            "Correct the path; paths are relative to the search path");
      }
      try (InputStream in = file.openInputStream()) {
        return limited(in.readNBytes(MOST_BYTES + 1));
      }
    } catch (RepositoryFiles.Rejected rejected) {
      throw new UnsupportedChangeException(
          "it names the file " + rejected.path() + ", " + rejected.which(), rejected.action());
    } catch (IOException failure) {
      throw new UnsupportedChangeException(
          "it names the file " + path + ", which cannot be read: " + CloneDirectory.reason(failure),
          "Give the pipe permission to read the file");
    }
  }

  /// Returns the descriptors that a base64 string contains.
  static ProtoDescriptors ofText(String base64) {
    try {
      return limited(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw new UnsupportedChangeException(
          "the value of PROTO_DESCRIPTORS is not base64",
          "Write the output of `base64 --wrap=0` over the descriptor set");
    }
  }

  private static ProtoDescriptors limited(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new UnsupportedChangeException(
          "its proto descriptors are larger than 10 MiB, the most that Spanner accepts",
          "Remove the types that the bundle does not need from the descriptor set");
    }
    return new ProtoDescriptors(bytes);
  }
}
