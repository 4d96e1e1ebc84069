package dev.spannerpipe.testing.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.JdkHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A stand-in that accepted everything would prove nothing.
class BitbucketStandInTest {
  private static final String REPORT =
      "/2.0/repositories/team/shop/commit/0123456789abcdef0123456789abcdef01234567/reports/r-1";
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567/r-1";
  private static final String COMMENTS = "/2.0/repositories/team/shop/pullrequests/12/comments";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final String GOOD =
      "{'title':'t','details':'d','report_type':'TEST','result':'PASSED'}";

  @TempDir private Path folder;
  private BitbucketStandIn bitbucket;
  private Http proxied;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(folder.resolve("db"));
    Files.writeString(folder.resolve("db/a.sql"), "SELECT 1;\n");
    bitbucket = BitbucketStandIn.start("team/shop", folder);
    bitbucket.open("12");
    proxied =
        JdkHttp.through(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), bitbucket.proxy().getPort()));
  }

  @AfterEach
  void close() {
    bitbucket.close();
  }

  private static HttpCall call(
      String method, String address, Map<String, String> headers, String body) {
    return new HttpCall(
        method,
        URI.create(address),
        headers,
        body.replace('\'', '"'),
        Duration.ofMinutes(1),
        1 << 20);
  }

  private HttpAnswer proxy(String method, String path, String body) {
    return proxied.send(call(method, "http://api.bitbucket.org" + path, JSON, body));
  }

  private HttpAnswer api(String method, String path, String body) {
    return new JdkHttp()
        .send(
            call(
                method,
                bitbucket.api() + path,
                Map.of(
                    "Content-Type",
                    "application/json",
                    "Authorization",
                    "Bearer " + BitbucketStandIn.TOKEN),
                body));
  }

  /// Fills in long values.
  private static String filled(String text) {
    return text.replace("450x", "x".repeat(450))
        .replace("451x", "x".repeat(451))
        .replace("2001x", "x".repeat(2001))
        .replace("32768x", "x".repeat(32_768))
        .replace("32769x", "x".repeat(32_769));
  }

  private void isProblem(HttpAnswer answer, int status, String words) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
    assertThat(bitbucket.problems()).singleElement().asString().endsWith(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'details':'d','report_type':'TEST'}                                | title is missing.
          {'title':'t','report_type':'TEST'}                                  | details is missing.
          {'title':' ','details':'d','report_type':'TEST'}                    | title is blank.
          {'title':'451x','details':'d','report_type':'TEST'}                 | The title field cannot contain more than 450 characters.
          {'title':'t','details':'2001x','report_type':'TEST'}                | The details field cannot contain more than 2000 characters.
          {'title':'t\\ud83d','details':'d','report_type':'TEST'}             | title has half a character.
          {'title':'t','details':'d'}                                         | report_type is missing.
          {'title':'t','details':'d','report_type':'LINT'}                    | LINT is no report_type.
          {'title':'t','details':'d','report_type':'TEST','result':'OK'}      | OK is no result.
          {'title':'t','details':'d','report_type':'TEST','link':'/a'}        | link is not an absolute URL.
          {'title':'t','details':'d','report_type':'TEST','external_id':'x'}  | external_id is not the id of the address.
          {'title':'t','details':'d','report_type':'TEST','titel':'x'}        | titel is no member.
          {'title':'t','details':'d','report_type':'TEST','data':[{'title':'a','type':'NUMBER','value':'1'}]} | is not a value of type NUMBER.
          {'title':'t','details':'d','report_type':'TEST','data':[{'title':'a','type':'TEXT','value':1}]}     | 1 is not a value of type TEXT.
          {'title':'t','details':'d','report_type':'TEST','data':[{'title':'a','type':'PERCENTAGE','value':101}]} | 101 is not a value of type PERCENTAGE.
          {'title':'t','details':'d','report_type':'TEST','data':[{'title':'a','type':'INT','value':1}]}      | INT is no type.
          {'title':'t','details':'d','report_type':'TEST','data':[{'title':'a','type':'NUMBER'}]}             | value is missing.
          [1]                                                                 | A report is an object.
          {                                                                   | The body is not JSON.
          """)
  void aReportThatBitbucketRejectsIsAProblem(String body, String words) {
    isProblem(proxy("PUT", REPORT, filled(body)), 400, words);
    assertThat(bitbucket.reports()).isEmpty();
  }

  @Test
  void elevenDataFieldsAreTooMany() {
    String fields =
        IntStream.rangeClosed(1, 11)
            .mapToObj(number -> "{'title':'a','type':'NUMBER','value':" + number + "}")
            .collect(Collectors.joining(",", "[", "]"));

    isProblem(
        proxy("PUT", REPORT, GOOD.replace("}", ",'data':" + fields + "}")),
        400,
        "More than 10 data fields.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'external_id':'','annotation_type':'BUG','summary':'s'                               | external_id is blank.
          'annotation_type':'BUG','summary':'s'                                                | external_id is missing.
          'external_id':'1','summary':'s'                                                      | annotation_type is missing.
          'external_id':'1','annotation_type':'LINT','summary':'s'                             | LINT is no annotation_type.
          'external_id':'1','annotation_type':'BUG'                                            | summary is missing.
          'external_id':'1','annotation_type':'BUG','summary':'451x'                           | The summary field cannot contain more than 450 characters.
          'external_id':'1','annotation_type':'BUG','summary':'s','details':'2001x'            | The details field cannot contain more than 2000 characters.
          'external_id':'1','annotation_type':'BUG','summary':'s','severity':'BLOCKER'         | BLOCKER is no severity.
          'external_id':'1','annotation_type':'BUG','summary':'s','result':'PENDING'           | PENDING is no result.
          'external_id':'1','annotation_type':'BUG','summary':'s','line':1                     | line without path.
          'external_id':'1','annotation_type':'BUG','summary':'s','path':'db/a.sql','line':0   | line 0 is not a line.
          'external_id':'1','annotation_type':'BUG','summary':'s','path':'/db/a.sql'           | /db/a.sql is not a file of the repository.
          'external_id':'1','annotation_type':'BUG','summary':'s','path':'./db/a.sql'          | ./db/a.sql is not a file of the repository.
          'external_id':'1','annotation_type':'BUG','summary':'s','path':'../a.sql'            | ../a.sql is not a file of the repository.
          'external_id':'1','annotation_type':'BUG','summary':'s','path':'db'                  | db is not a file of the repository.
          'external_id':'1','annotation_type':'BUG','summary':'s','path':'db/b.sql'            | db/b.sql is not a file of the repository.
          'external_id':'1','annotation_type':'BUG','summary':'s'},{'external_id':'1','annotation_type':'BUG','summary':'t' | external_id 1 occurs twice.
          'external_id':'0','annotation_type':'BUG','summary':'other'                          | external_id 0 is taken.
          """)
  void anAnnotationThatBitbucketRejectsIsAProblem(String members, String words) {
    proxy("PUT", REPORT, GOOD);
    proxy(
        "POST",
        REPORT + "/annotations",
        "[{'external_id':'0','annotation_type':'BUG','summary':'s'}]");

    isProblem(proxy("POST", REPORT + "/annotations", "[{" + filled(members) + "}]"), 400, words);
    assertThat(bitbucket.annotations(KEY)).hasSize(1);
  }

  @Test
  void aHundredAnnotationsInARequestAndAThousandInAReportAreTheMost() {
    proxy("PUT", REPORT, GOOD);
    for (int batch = 0; batch < 10; batch++) {
      assertThat(proxy("POST", REPORT + "/annotations", annotations(batch * 100, 100)).status())
          .isEqualTo(200);
    }

    isProblem(
        proxy("POST", REPORT + "/annotations", annotations(1000, 1)),
        400,
        "A report has at most 1000 annotations.");
    assertThat(proxy("POST", REPORT + "/annotations", annotations(0, 101)).body())
        .contains("Bulk upload supports a maximum of /100 annotations.");
    assertThat(proxy("POST", REPORT + "/annotations", "[]").body())
        .contains("Annotations are an array.");
  }

  private static String annotations(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            number ->
                "{'external_id':'%d','annotation_type':'BUG','summary':'s'}".formatted(number))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void onlyADeletionRemovesAnnotations() {
    proxy("PUT", REPORT, GOOD);
    proxy("POST", REPORT + "/annotations", annotations(0, 2));
    proxy("PUT", REPORT, GOOD);
    assertThat(bitbucket.annotations(KEY)).hasSize(2);

    assertThat(proxy("DELETE", REPORT, "").status()).isEqualTo(204);

    assertThat(bitbucket.reports()).isEmpty();
    assertThat(proxy("DELETE", REPORT, "").status()).isEqualTo(404);
    assertThat(bitbucket.problems()).isEmpty();
    isProblem(
        proxy("POST", REPORT + "/annotations", annotations(0, 2)), 404, "No report with this id.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PATCH | /2.0/repositories/team/shop/commit/0123456789abcdef0123456789abcdef01234567/reports/r-1 | 405 | PATCH of a report.
          PUT   | /2.0/repositories/team/shop/commit/0123456789abcdef0123456789abcdef01234567/reports/r-1/annotations | 405 | PUT of annotations.
          PUT   | /2.0/repositories/team/shop/commit/0123/reports/r-1 | 404 | The proxy does not know commit/0123/reports/r-1
          PUT   | /2.0/repositories/team/other/commit/0123/reports/r-1 | 404 | Repository not found: /2.0/repositories/team/other/commit/0123/reports/r-1
          GET   | /2.0/repositories/team/shop/pullrequests/12/comments | 404 | The proxy does not know pullrequests/12/comments
          """)
  void otherRequestsToTheProxyAreProblems(String method, String path, int status, String words) {
    isProblem(proxy(method, path, GOOD), status, words);
  }

  @Test
  void theOriginFormAndAuthorizationAreProblemsOfTheProxy() {
    HttpAnswer direct = new JdkHttp().send(call("PUT", bitbucket.proxy() + REPORT, JSON, GOOD));
    HttpAnswer authorized =
        proxied.send(
            call(
                "PUT",
                "http://api.bitbucket.org" + REPORT,
                Map.of("Content-Type", "application/json", "Authorization", "Bearer x"),
                GOOD));

    assertThat(direct.status()).isEqualTo(400);
    assertThat(authorized.status()).isEqualTo(400);
    assertThat(bitbucket.reports()).isEmpty();
    assertThat(bitbucket.problems())
        .containsExactly(
            "PROXY PUT " + REPORT + ": the proxy requires the absolute form, not " + REPORT,
            "PROXY PUT " + REPORT + ": header authorization");
  }

  @Test
  void commentsRequireTheToken() {
    HttpAnswer answer = new JdkHttp().send(call("GET", bitbucket.api() + COMMENTS, Map.of(), ""));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(bitbucket.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST | /2.0/repositories/team/shop/pullrequests/12/comments            | {'content':{'raw':'32769x'}} | 400 | The raw field cannot contain more than 32768 characters.
          POST | /2.0/repositories/team/shop/pullrequests/12/comments            | {'content':{'raw':''}}       | 400 | raw is blank.
          POST | /2.0/repositories/team/shop/pullrequests/12/comments            | {'raw':'x'}                  | 400 | A comment has a content.
          GET  | /2.0/repositories/team/shop/pullrequests/12/comments?pagelen=101 | ``                           | 400 | Invalid pagelen
          GET  | /2.0/repositories/team/shop/pullrequests                        | ``                           | 404 | There is no pullrequests
          POST | /2.0/repositories/team/shop/pullrequests/12/comments/1          | {'content':{'raw':'x'}}      | 405 | POST of a comment.
          PUT  | /2.0/repositories/team/shop/pullrequests/12/comments            | {'content':{'raw':'x'}}      | 405 | PUT of comments.
          """)
  void aRequestForCommentsThatBitbucketRejectsIsAProblem(
      String method, String path, String body, int status, String words) {
    isProblem(api(method, path, filled(body)), status, words);
    assertThat(bitbucket.comments("12")).isEmpty();
  }

  @Test
  void commentsComeInPagesWithThoseThatAreDeleted() {
    bitbucket.comment("12", "first");
    bitbucket.deleteComments("12");
    bitbucket.comment("12", "second");
    api("POST", COMMENTS, "{'content':{'raw':'" + filled("32768x") + "'}}");

    String page = api("GET", COMMENTS + "?pagelen=2&fields=a,b", "").body();

    assertThat(page)
        .isEqualTo(
            ("{'values':[{'id':101,'deleted':true,'content':{'raw':'first'}},"
                    + "{'id':102,'deleted':false,'content':{'raw':'second'}}],"
                    + "'next':'"
                    + bitbucket.api()
                    + COMMENTS
                    + "?pagelen=2&fields=a,b&page=2'}")
                .replace('\'', '"'));
    assertThat(api("GET", COMMENTS + "?pagelen=2&page=2", "").body())
        .startsWith("{\"values\":[{\"id\":103,\"deleted\":false")
        .doesNotContain("next");
    assertThat(bitbucket.comments("12")).hasSize(2).startsWith("second");
  }
}
