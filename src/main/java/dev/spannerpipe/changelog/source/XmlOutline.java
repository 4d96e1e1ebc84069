package dev.spannerpipe.changelog.source;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// Finds the lines of change sets, of changes and of references to files in an XML changelog.
public final class XmlOutline extends DefaultHandler {
  private static final Set<String> NOT_CHANGES =
      Set.of("comment", "preConditions", "validCheckSum", "rollback", "modifySql");

  private final List<SourceOutline.Entry> changeSets = new ArrayList<>();
  private final List<SourceOutline.Reference> references = new ArrayList<>();
  private final List<SourceOutline.NamedClass> classes = new ArrayList<>();
  private final XmlLint lint;
  private final Deque<String> open = new ArrayDeque<>();
  private List<SourceOutline.Named> changes = new ArrayList<>();
  private @Nullable Locator locator;

  private XmlOutline(XmlLint lint) {
    this.lint = lint;
  }

  public static SourceOutline of(String file, String text) {
    XmlLint lint = new XmlLint(file, new ChangeTypes());
    XmlOutline outline = new XmlOutline(lint);
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.newSAXParser().parse(new InputSource(new StringReader(text)), outline);
    } catch (SAXParseException problem) {
      throw LiquibaseErrors.unreadable(
          file, problem.getLineNumber(), problem.getColumnNumber(), LiquibaseErrors.text(problem));
    } catch (SAXException | IOException | ParserConfigurationException problem) {
      throw LiquibaseErrors.unreadable(file, 0, 0, LiquibaseErrors.text(problem));
    }
    return new SourceOutline(
        text.lines().toList(),
        outline.changeSets,
        outline.references,
        List.of(),
        outline.classes,
        lint.problems());
  }

  @Override
  public void setDocumentLocator(Locator documentLocator) {
    this.locator = documentLocator;
  }

  /// Returns the line where the current start tag ends, because the parser does not report where
  /// the tag begins. Most start tags have only one line.
  private int line() {
    return locator == null ? 0 : locator.getLineNumber();
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    String parent = open.isEmpty() ? "" : open.peek();
    lint.begin(name, attributes, line());
    if (name.equals("changeSet")) {
      changes = new ArrayList<>();
    } else if (parent.equals("changeSet")
        && !NOT_CHANGES.contains(name)
        && lint.isChange(name, attributes, line())) {
      changes.add(new SourceOutline.Named(name, line()));
    } else if (parent.equals("rollback")) {
      lint.isChange(name, attributes, line());
    }
    if (name.equals("changeSet")) {
      // Later elements are added to the list of changes until the change set ends.
      pending = new Pending(attributes.getValue("id"), attributes.getValue("author"), line());
    }
    if (name.equals("includeAll")) {
      NamedClasses.ATTRIBUTES.forEach(
          attribute -> namedClass(attribute, attributes.getValue(attribute)));
    }
    reference(attributes.getValue("file"));
    reference(attributes.getValue("path"));
    open.push(name);
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    lint.text(new String(characters, start, length));
  }

  private @Nullable Pending pending;

  private record Pending(@Nullable String id, @Nullable String author, int line) {}

  @Override
  public void endElement(String uri, String name, String qualified) {
    open.pop();
    lint.end(name);
    Pending ended = pending;
    if (name.equals("changeSet") && ended != null) {
      changeSets.add(new SourceOutline.Entry(ended.id(), ended.author(), ended.line(), changes));
    }
  }

  private void namedClass(String attribute, @Nullable String name) {
    if (name != null) {
      classes.add(new SourceOutline.NamedClass(attribute, name, line()));
    }
  }

  private void reference(@Nullable String path) {
    if (path != null) {
      references.add(new SourceOutline.Reference(path, line()));
    }
  }
}
