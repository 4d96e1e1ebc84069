package dev.spannerpipe.packaging;

import java.util.regex.Pattern;

/// What becomes of an entry of a library in the merged jar. Its name decides.
enum Treatment {
  /// Is there once. Entries of the same name must be equal, or someone has chosen one of them.
  KEEP,
  /// A class: entries of the same name must be equal.
  KEEP_CLASS,
  /// The names of all libraries' entries follow each other, each once.
  JOIN,
  /// A text that a license may require to be passed on: each different text is there once.
  KEEP_EACH,
  /// Is not there.
  DROP;

  /// The manifest, which is written anew. Signatures, which no longer fit. An index of packages
  /// that would hide those of other libraries.
  private static final Pattern OF_THE_JAR =
      Pattern.compile(
          "META-INF/(?:MANIFEST\\.MF|INDEX\\.LIST|SIG-[^/]*|[^/]*\\.(?:SF|RSA|DSA|EC))");

  /// Modules, which a class path ignores. How the library was built: the file beside it,
  /// `pom.properties`, stays, because scanners of vulnerabilities read it.
  private static final Pattern OF_BUILDS =
      Pattern.compile("(?:.*/)?module-info\\.class|META-INF/maven/.*/pom\\.xml");

  /// Settings of other tools: GraalVM's native images, ProGuard.
  private static final Pattern OF_TOOLS = Pattern.compile("META-INF/(?:native-image|proguard)/.*");

  /// TLS of netty's for systems where nobody runs the pipe in production. There, Java's own is
  /// used.
  private static final Pattern OF_OTHER_SYSTEMS =
      Pattern.compile("META-INF/native/.*\\.(?:dll|jnilib)");

  private static final Pattern TEXT =
      Pattern.compile(
          "(?:META-INF/)?(?:[^/]*-)?(?:license|notice|copyright|copying|authors|about)(?:[-.][^/]*)?",
          Pattern.CASE_INSENSITIVE);

  /// Returns what becomes of an entry.
  static Treatment of(String name) {
    if (OF_THE_JAR.matcher(name).matches()
        || OF_BUILDS.matcher(name).matches()
        || OF_TOOLS.matcher(name).matches()
        || OF_OTHER_SYSTEMS.matcher(name).matches()) {
      return DROP;
    }
    if (name.endsWith(".class")) {
      return KEEP_CLASS;
    }
    if (name.startsWith("META-INF/services/")) {
      return JOIN;
    }
    return TEXT.matcher(name).matches() ? KEEP_EACH : KEEP;
  }
}
