package dev.spannerpipe.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No secret of a run gets through, in whatever form and however it is cut.
class RedactionTest {
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXdpdGgtYWxsLWl0cy1ieXRlcw";
  private static final String AWS = "q8/AbC+dEf=Gh\"IjKl\\MnOp<Qr&St>Uv'Wx Yz/0123456789";
  private static final String SHORT = "p4s$/w+rd";

  private Secrets secrets;
  private Redaction redaction;

  @BeforeEach
  void begin() {
    secrets = new Secrets();
    redaction = new Redaction(secrets);
    for (String secret : List.of(TOKEN, AWS, SHORT)) {
      secrets.add(new Secret(secret));
    }
  }

  /// Returns every form that the design names.
  static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>();
    String url = URLEncoder.encode(secret, UTF_8);
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.addAll(List.of(secret, url, url.replace("+", "%20"), json, json.replace("/", "\\/")));
    forms.add(new com.google.gson.Gson().toJson(secret));
    for (String before : List.of("", "a", "ab")) {
      byte[] bytes = (before + secret + "tail").getBytes(UTF_8);
      forms.add(Base64.getEncoder().encodeToString(bytes));
      forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return forms;
  }

  /// Asserts that no eight characters of the secret's form are left, but for those at base64's
  /// borders, which belong to its neighbours, too.
  private static void assertGone(String form, String text) {
    String core = form.length() > 16 ? form.substring(4, form.length() - 8) : form;
    for (int at = 0; at + 8 <= core.length(); at++) {
      assertThat(text).as(form).doesNotContain(core.substring(at, at + 8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TOKEN, AWS, SHORT})
  void takesASecretOutInEveryForm(String secret) {
    for (String form : forms(secret)) {
      String redacted = redaction.apply("before " + form + " after");

      assertThat(redacted).startsWith("before ").endsWith(" after").contains("***");
      assertGone(form, redacted);
    }
  }

  @Test
  void leavesOtherTextsAlone() {
    String text = "CREATE TABLE Orders (Id INT64) -- eyJust a comment, AKIA and ya29 too";

    assertThat(redaction.apply(text)).isSameAs(text);
  }

  @Test
  void takesOutWhatWasDerivedLater() {
    String derived = "derived-access-token-0123456789";
    assertThat(redaction.apply(derived)).isEqualTo(derived);

    assertThat(secrets.add(new Secret(derived)).reveal()).isEqualTo(derived);

    assertThat(redaction.apply("a " + derived + " b")).isEqualTo("a *** b");
  }

  @Test
  void takesOutParts() {
    assertThat(redaction.apply("starts with " + TOKEN.substring(30, 60) + " and so on"))
        .isEqualTo("starts with *** and so on");
  }

  @Test
  void takesOutWrappedBase64() {
    String secret = "0123456789-abcdefghijklmnop-ABCDEFGHIJKLMNOP-0123456789-qrstuvwxyz".repeat(3);
    secrets.add(new Secret(secret));
    String wrapped =
        Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(secret.getBytes(UTF_8));

    String redacted = redaction.apply(wrapped);

    assertThat(redacted.replaceAll("\\*\\*\\*|\n", "").length()).isLessThan(24);
  }

  @Test
  void doesNotLookForWhatIsEverywhere() {
    secrets.add(new Secret("abc"));
    secrets.add(new Secret(""));

    assertThat(redaction.apply("abcdef")).isEqualTo("abcdef");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJzb21lYm9keSJ9.MEUCIQDx-_y",
        "ya29.c.b0AXv0zTPsome-thing_else.more",
        "ASIAIOSFODNN7EXAMPLE",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "IQoJb3JpZ2luX2VjEJ/////////wEaCXVzLWVhc3QtMSJHMEUCIQDabcdefghijklmnopq0123456789ABC==",
        "FwoGZXIvYXdzEJf%2F%2F%2F%2F%2F%2FabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01",
        "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0\\n-----END PRIVATE KEY-----"
      })
  void takesOutWhatLooksLikeASecret(String suspicious) {
    assertThat(redaction.apply("a \"" + suspicious + "\" b")).isEqualTo("a \"***\" b");
  }

  private String written(List<String> pieces) throws IOException {
    StringWriter out = new StringWriter();
    try (Writer writer = new RedactingWriter(out, redaction)) {
      for (String piece : pieces) {
        writer.write(piece);
        if (piece.length() % 3 == 0) {
          writer.flush();
        }
      }
    }
    return out.toString();
  }

  private static List<String> cut(String text, Random random) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(40));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  @Test
  void takesSecretsOutHoweverTheyAreCut() throws IOException {
    Random random = new Random(20260301L);
    for (int attempt = 0; attempt < 300; attempt++) {
      StringBuilder text = new StringBuilder();
      List<String> shown = new ArrayList<>();
      List<String> inside = new ArrayList<>();
      for (int part = 0; part < 6; part++) {
        String word = "word" + random.nextInt(1000);
        List<String> forms = forms(List.of(TOKEN, AWS, SHORT).get(random.nextInt(3)));
        String form = forms.get(random.nextInt(forms.size()));
        shown.add(word);
        inside.add(form);
        text.append(word).append(' ').append(form).append(random.nextBoolean() ? "\n" : " ");
      }

      String written = written(cut(text.toString(), random));

      assertThat(written).contains(shown);
      inside.forEach(form -> assertGone(form, written));
    }
  }

  @Test
  void passesOtherTextsUnchangedHoweverTheyAreCut() throws IOException {
    Random random = new Random(20260302L);
    for (int attempt = 0; attempt < 200; attempt++) {
      StringBuilder text = new StringBuilder();
      for (int character = 0; character < 500; character++) {
        text.appendCodePoint("ab \n-eyJ.ü日🚀".codePointAt(random.nextInt(10)));
      }

      assertThat(written(cut(text.toString(), random))).isEqualTo(text.toString());
    }
  }

  @Test
  void letsEachLineThroughAtOnce() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(new RedactingWriter(out, redaction), true);

    writer.println("first " + TOKEN);
    assertThat(out.toString()).isEqualTo("first ***\n");

    writer.print("half of a");
    writer.print(" line ");
    writer.flush();
    assertThat(out.toString()).isEqualTo("first ***\nhalf of a line ");

    writer.print(TOKEN.substring(0, 10));
    writer.flush();
    assertThat(out.toString()).isEqualTo("first ***\nhalf of a line ");

    writer.print(TOKEN.substring(10));
    writer.close();
    assertThat(out.toString()).isEqualTo("first ***\nhalf of a line ***");
  }

  @Test
  void takesOutPrivateKeysOfManyLines() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(new RedactingWriter(out, redaction), true);
    writer.print("key: -----BEGIN RSA PRI");
    writer.flush();
    writer.print(
        "VATE KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASC\n-----END RSA PRIVATE KEY-----\nafter\n");
    writer.close();

    assertThat(out.toString()).isEqualTo("key: ***\nafter\n");
  }

  @Test
  void swallowsNothingAfterAPrivateKeyWithoutAnEnd() throws IOException {
    String key = "-----BEGIN PRIVATE KEY-----";

    assertThat(redaction.apply("{\"sql\":\"a \\\"%s MIIE\\\" b\",\"next\":1}".formatted(key)))
        .isEqualTo("{\"sql\":\"a \\\"***\\\" b\",\"next\":1}");
    assertThat(written(List.of("a \"" + key + " MIIE\" b\nINFO: c\n")))
        .isEqualTo("a \"***\" b\nINFO: c\n");
    assertThat(written(List.of(key + "\nMIIEvQIBADAN\n\nINFO: c\n"))).isEqualTo("***\nINFO: c\n");
  }

  @Test
  void takesOutTheLinesOfASecret() throws IOException {
    secrets.add(new Secret("{\n  \"client\": \"0123456789\",\n  \"value\": \"abcdefghij\"\n}"));

    assertThat(redaction.apply("a \"value\": \"abcdefghij\" b")).isEqualTo("a*** b");
    assertThat(written(List.of("a\n  \"value\": \"abcdefghij\"\nb\n"))).isEqualTo("a\n***\nb\n");
  }

  @Test
  void doesNotKeepEndlessLinesInMemory() throws IOException {
    StringWriter out = new StringWriter();
    try (Writer writer = new RedactingWriter(out, redaction)) {
      for (int part = 0; part < 300; part++) {
        writer.write("x".repeat(10_000));
      }
      assertThat(out.toString().length()).isGreaterThan(1 << 20);
    }
    assertThat(out.toString()).hasSize(3_000_000);
  }

  /// A line that is too long to be kept whole is cut, wherever a secret stands in it.
  @ParameterizedTest
  @ValueSource(strings = {TOKEN, AWS, SHORT})
  void cutsNoSecretOfAnEndlessLine(String secret) throws IOException {
    int cut = (1 << 19) + 1;
    for (int into = 1; into < secret.length(); into += 5) {
      String before = "/".repeat(cut - into);
      String after = "/".repeat((1 << 20) + 1 - before.length() - secret.length());

      String written = written(List.of(before + secret + after));

      assertThat(written.length()).isEqualTo(before.length() + "***".length() + after.length());
      assertThat(written).startsWith(before + "***/");
    }
  }

  @Test
  void writesAnEndlessLineThatIsAllSecret() throws IOException {
    assertThat(written(List.of(TOKEN.repeat(1 + (1 << 20) / TOKEN.length())))).matches("[*]+");
  }

  @Test
  void passesOverWhatOnlyBeginsLikeASecret() {
    String text = "eyJ".repeat(100) + " eyJhbGciOiJ.x IQoJabc -----BEGIN CERTIFICATE-----";

    assertThat(redaction.apply(text)).isSameAs(text);
    assertThat(redaction.apply(text + " eyJhbGciOiJ.eyJzdWIiOiJ")).isEqualTo(text + " ***");
  }

  @Test
  void takesSecretsOutOfBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream stream =
        new PrintStream(new RedactingOutputStream(out, redaction), true, UTF_8)) {
      stream.println("größe " + TOKEN + " 🚀");
      assertThat(out.toString(UTF_8)).isEqualTo("größe *** 🚀\n");
    }
    ByteArrayOutputStream single = new ByteArrayOutputStream();
    try (OutputStream stream = new RedactingOutputStream(single, redaction)) {
      for (byte part : ("日本 " + SHORT + " é\n").getBytes(UTF_8)) {
        stream.write(part);
        stream.flush();
      }
      stream.write(new byte[] {'e', 'n', 'd', (byte) 0xc3});
    }
    assertThat(single.toString(UTF_8)).isEqualTo("日本 *** é\nend\uFFFD");
  }

  @Test
  void showsNoSecretAndStoresNone() {
    Secret secret = new Secret(TOKEN);

    assertThat(secret.toString()).isEqualTo("***");
    assertThat(secret).isNotInstanceOf(java.io.Serializable.class);
    assertThat(secret).isNotEqualTo(new Secret(TOKEN));
  }
}
