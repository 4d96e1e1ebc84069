package dev.spannerpipe.testing.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Loads classes once more, with changed ones in place of the real ones. Production code knows
/// nothing of it.
public final class MutatedCode extends ClassLoader {
  private final Set<String> prefixes;
  private final Map<String, byte[]> mutated;

  private MutatedCode(Set<String> prefixes, Map<String, byte[]> mutated) {
    super(MutatedCode.class.getClassLoader());
    this.prefixes = prefixes;
    this.mutated = mutated;
  }

  /// Compiles the sources and returns a loader of them and of all other classes whose full names
  /// begin with one of the prefixes. Throws a [NotCompilableException] where that cannot be.
  public static MutatedCode of(List<Source> sources, Set<String> prefixes) {
    return new MutatedCode(prefixes, compile(sources));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (prefixes.stream().noneMatch(name::startsWith)) {
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

  private static Map<String, byte[]> compile(List<Source> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(diagnostics, null, null), classes);
    List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classPath());
    List<JavaFileObject> units = sources.stream().map(Source::forCompiler).toList();
    if (!compiler.getTask(null, files, diagnostics, options, null, units).call()) {
      throw new NotCompilableException(diagnostics.getDiagnostics());
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

  /// The change is none that the language allows.
  public static final class NotCompilableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCompilableException(List<Diagnostic<? extends JavaFileObject>> problems) {
      super(String.valueOf(problems));
    }
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
