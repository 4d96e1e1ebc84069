package dev.spannerpipe.testing.mutation;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/// Finds all that checks consist of, so that each can be left out in turn: conditions and their
/// parts, guards, filters, calls for their effect only, listed names, and limits, which are moved
/// by one. It reads syntax, not types: what it makes need not compile.
public final class Omissions extends TreeScanner<Void, Void> {
  private static final Set<String> FILTERS = Set.of("filter", "allMatch");
  private static final Set<String> LISTS = Set.of("List", "Set");
  private static final Set<String> LIMITS = Set.of("int", "long", "Duration");

  private final Source source;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<Omission> found = new ArrayList<>();
  private boolean answersYesOrNo;

  private Omissions(Source source, CompilationUnitTree unit, SourcePositions positions) {
    this.source = source;
    this.unit = unit;
    this.positions = positions;
  }

  /// Returns what can be left out of this file.
  public static List<Omission> in(String file) {
    Source source = Source.read(file);
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of(), null, List.of(source.forCompiler()));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      Omissions omissions = new Omissions(source, unit, Trees.instance(task).getSourcePositions());
      omissions.scan(unit, null);
      return omissions.found;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void replace(Tree tree, String other) {
    replace(start(tree), end(tree), other);
  }

  private void replace(int start, int end, String other) {
    String text = source.text();
    String words = text.substring(start, end).replaceAll("\\s+", " ");
    if (!words.equals(other)) {
      String changed = text.substring(0, start) + other + text.substring(end);
      found.add(
          new Omission(
              source.file(),
              unit.getLineMap().getLineNumber(start),
              words,
              new Source(source.file(), changed)));
    }
  }

  private String text(Tree tree) {
    return source.text().substring(start(tree), end(tree));
  }

  private int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }

  @Override
  public Void visitMethod(MethodTree method, Void none) {
    answersYesOrNo = String.valueOf(method.getReturnType()).equals("boolean");
    return super.visitMethod(method, null);
  }

  /// A condition that leads to a refusal never holds, one that leads away from it always does.
  @Override
  public Void visitIf(IfTree choice, Void none) {
    String condition = text(choice.getCondition());
    replace(
        choice.getCondition(),
        throwsAtOnce(choice.getThenStatement())
            ? "(false && " + condition + ")"
            : "(true || " + condition + ")");
    return super.visitIf(choice, null);
  }

  private static boolean throwsAtOnce(StatementTree then) {
    return String.valueOf(then).contains("throw ") && !String.valueOf(then).contains("return ");
  }

  /// Without its end a loop would end no test.
  @Override
  public Void visitForLoop(ForLoopTree loop, Void none) {
    return scan(loop.getStatement(), null);
  }

  @Override
  public Void visitBinary(BinaryTree binary, Void none) {
    String neutral =
        switch (binary.getKind()) {
          case CONDITIONAL_AND -> "true";
          case CONDITIONAL_OR -> "false";
          default -> "";
        };
    if (!neutral.isEmpty()) {
      leaveOut(binary.getLeftOperand(), binary.getKind(), neutral);
      leaveOut(binary.getRightOperand(), binary.getKind(), neutral);
    }
    return super.visitBinary(binary, null);
  }

  private void leaveOut(ExpressionTree operand, Tree.Kind chain, String neutral) {
    if (operand.getKind() != chain) {
      replace(operand, neutral);
    }
  }

  @Override
  public Void visitCase(CaseTree branch, Void none) {
    if (branch.getGuard() != null) {
      replace(branch.getGuard(), "true");
    }
    if (answersYesOrNo && branch.getBody() instanceof ExpressionTree answer) {
      replace(answer, "true");
    }
    return super.visitCase(branch, null);
  }

  @Override
  public Void visitReturn(ReturnTree answer, Void none) {
    if (answersYesOrNo && !(answer.getExpression() instanceof SwitchExpressionTree)) {
      replace(answer.getExpression(), "true");
    }
    return super.visitReturn(answer, null);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
    if (call.getMethodSelect() instanceof MemberSelectTree select) {
      String name = select.getIdentifier().toString();
      if (FILTERS.contains(name) && isCondition(call.getArguments().getFirst())) {
        replace(call.getArguments().getFirst(), "_ -> true");
      }
      if (LISTS.contains(String.valueOf(select.getExpression()))
          && call.getArguments().size() > 1) {
        shorten(call.getArguments());
      }
    }
    return super.visitMethodInvocation(call, null);
  }

  private static boolean isCondition(Tree argument) {
    return argument instanceof LambdaExpressionTree || argument instanceof MemberReferenceTree;
  }

  private void shorten(List<? extends ExpressionTree> items) {
    for (int index = 0; index < items.size(); index++) {
      if (items.get(index).getKind() == Tree.Kind.STRING_LITERAL) {
        int from = index == 0 ? start(items.get(0)) : end(items.get(index - 1));
        int to = index == 0 ? start(items.get(1)) : end(items.get(index));
        replace(from, to, "");
      }
    }
  }

  @Override
  public Void visitExpressionStatement(ExpressionStatementTree statement, Void none) {
    if (statement.getExpression() instanceof MethodInvocationTree call
        && !String.valueOf(call.getMethodSelect()).equals("super")) {
      replace(statement, "{}");
    }
    return super.visitExpressionStatement(statement, null);
  }

  @Override
  public Void visitVariable(VariableTree variable, Void none) {
    if (variable.getModifiers().getFlags().contains(Modifier.STATIC)
        && LIMITS.contains(String.valueOf(variable.getType()))
        && !variable.getName().contentEquals("serialVersionUID")) {
      new Limits().scan(variable.getInitializer(), null);
    }
    return super.visitVariable(variable, null);
  }

  /// Numbers in constants.
  private final class Limits extends TreeScanner<Void, Void> {
    @Override
    public Void visitLiteral(LiteralTree literal, Void none) {
      switch (literal.getValue()) {
        case Integer number -> replace(literal, String.valueOf(number + 1));
        case Long number -> replace(literal, (number + 1) + "L");
        case null, default -> {
          // Nothing that can be moved by one.
        }
      }
      return super.visitLiteral(literal, null);
    }
  }
}
