package dev.spannerpipe.testing.cloud;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/// An expression of the Common Expression Language, evaluated by Google's own implementation.
public final class Expression {
  private static final CelType CLAIMS = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  private final String text;

  /// Takes its text.
  public Expression(String text) {
    this.text = text;
  }

  /// It has no value.
  public static final class NoValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean expression;

    NoValueException(Exception cause, boolean expression) {
      super(cause);
      this.expression = expression;
    }

    /// Returns whether it could have a value, for other objects: nothing else can be set up.
    public boolean isOfExpression() {
      return expression;
    }
  }

  /// Returns its value.
  ///
  /// @param variables the objects that it can ask, by name; it knows no others
  public Object value(Map<String, Map<String, Object>> variables) throws NoValueException {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    variables.keySet().forEach(name -> builder.addVar(name, CLAIMS));
    CelCompiler compiler = builder.build();
    try {
      return RUNTIME.createProgram(compiler.compile(text).getAst()).eval(variables);
    } catch (CelValidationException failure) {
      throw new NoValueException(failure, false);
    } catch (CelEvaluationException failure) {
      throw new NoValueException(failure, true);
    }
  }
}
