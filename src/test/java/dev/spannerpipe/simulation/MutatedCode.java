package dev.spannerpipe.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Loads the engine and the simulation once more, with a mutant's classes in place of the real
/// ones. Production code knows nothing of it.
final class MutatedCode extends ClassLoader {
  private static final String OURS = "dev.spannerpipe.";

  private final Map<String, byte[]> mutated;

  private MutatedCode(Map<String, byte[]> mutated) {
    super(MutatedCode.class.getClassLoader());
    this.mutated = mutated;
  }

  static MutatedCode of(Mutant mutant) {
    return new MutatedCode(compile(mutant));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream stream = getParent().getResourceAsStream(file)) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      return stream.readAllBytes();
    } catch (IOException failure) {
      throw new ClassNotFoundException(name, failure);
    }
  }

  private static Map<String, byte[]> compile(Mutant mutant) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    List<JavaFileObject> sources =
        mutant.sources().stream().<JavaFileObject>map(MutatedCode::source).toList();
    JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(diagnostics, null, null), classes);
    List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classPath());
    if (!compiler.getTask(null, files, diagnostics, options, null, sources).call()) {
      throw new IllegalStateException(
          "mutant \"" + mutant.name() + "\" does not compile: " + diagnostics.getDiagnostics());
    }
    Map<String, byte[]> bytes = new HashMap<>();
    classes.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
    return bytes;
  }

  /// The test runner may have put the real class path aside.
  private static String classPath() {
    return Stream.of("surefire.test.class.path", "java.class.path")
        .map(System::getProperty)
        .filter(path -> path != null && !path.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static JavaFileObject source(Mutant.Source source) {
    return new SimpleJavaFileObject(
        URI.create("string:///dev/spannerpipe/" + source.file()), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.text();
      }
    };
  }

  /// Keeps the compiled classes to itself.
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream stream = new ByteArrayOutputStream();
          classes.put(className, stream);
          return stream;
        }
      };
    }
  }
}
