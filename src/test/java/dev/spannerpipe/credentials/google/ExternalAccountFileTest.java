package dev.spannerpipe.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.testing.cloud.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file of which only two members count.
class ExternalAccountFileTest {
  private static final String ACCOUNT_URL =
      "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
          + "migrator@acme-prod.iam.gserviceaccount.com:generateAccessToken";

  @TempDir Path directory;

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("wif.json"), content);
  }

  private GoogleSettings.Exchange read(Path file) {
    return ExternalAccountFile.read(InputFile.ofStep(file, new CloneDirectory(directory)));
  }

  private static String json(String more) {
    return """
    {"type":"external_account","audience":"//iam.googleapis.com/%s",
     "subject_token_type":"urn:ietf:params:oauth:token-type:jwt",
     "token_url":"https://sts.googleapis.com/v1/token",
     "credential_source":{"file":"/somewhere/token"}%s}
    """
        .formatted(Provider.NAME, more);
  }

  private void assertRefused(String content, String message) throws IOException {
    Path file = file(content);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage("GOOGLE_OIDC_CONFIG_FILE " + file + ": it " + message);
  }

  @Test
  void readsProviderAndAccount() throws IOException {
    assertThat(read(file(json(",\"service_account_impersonation_url\":\"" + ACCOUNT_URL + "\""))))
        .isEqualTo(
            new GoogleSettings.Exchange(
                Provider.NAME, Optional.of("migrator@acme-prod.iam.gserviceaccount.com")));
    assertThat(read(file(json(""))))
        .isEqualTo(new GoogleSettings.Exchange(Provider.NAME, Optional.empty()));
  }

  @Test
  void usesNothingElseOfTheFile() throws IOException {
    assertThat(
            read(
                file(
                    json(
                        """
                        ,"service_account_impersonation":{"token_lifetime_seconds":43200},
                        "quota_project_id":"other","client_id":"x","client_secret":"y",
                        "universe_domain":"evil.example","scopes":["all"]
                        """))))
        .isEqualTo(new GoogleSettings.Exchange(Provider.NAME, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          executable     | {"command":"x"}                 | an executable to be run
          url            | "http://169.254.169.254/token"  | the token to be fetched from an address
          environment_id | "aws1"                          | the credentials of an AWS machine to be used
          certificate    | {"use_default":true}            | a client certificate to be used
          """)
  void takesTheTokenFromNowhereElse(String kind, String value, String what) throws IOException {
    assertRefused(
        json("").replace("\"file\":\"/somewhere/token\"", "\"%s\":%s".formatted(kind, value)),
        "requires %s, which the pipe never does. Remove credential_source.%s: the token comes from the step."
            .formatted(what, kind));
  }

  @Test
  void refusesASourceThatIsNone() throws IOException {
    assertRefused(
        json("").replace("{\"file\":\"/somewhere/token\"}", "\"file\""),
        "has a credential_source that is not a JSON object. Remove credential_source: the token"
            + " comes from the step.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:ietf:params:aws:token-type:aws4_request",
        "urn:ietf:params:oauth:token-type:saml2",
        "urn:ietf:params:oauth:token-type:access_token"
      })
  void refusesTokensOfOtherTypes(String type) throws IOException {
    assertRefused(
        json("").replace("urn:ietf:params:oauth:token-type:jwt", type),
        "is for tokens of the type \"%s\", not for OIDC tokens. Make it for an OIDC provider, with the subject_token_type urn:ietf:params:oauth:token-type:jwt."
            .formatted(type));
  }

  @Test
  void takesIdTokens() throws IOException {
    assertThat(read(file(json("").replace("type:jwt", "type:id_token"))))
        .isEqualTo(new GoogleSettings.Exchange(Provider.NAME, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "token_url,https://sts.googleapis.com.evil.example/v1/token",
    "token_url,http://sts.googleapis.com/v1/token",
    "token_url,https://googleapis.com@evil.example/v1/token",
    "token_url,//sts.googleapis.com/v1/token",
    "token_url,https:// /",
    "token_info_url,https://evil.example/introspect",
    "service_account_impersonation_url,https://evil.example/v1/projects/-/serviceAccounts/a"
  })
  void refusesForeignHosts(String member, String url) throws IOException {
    String content = json("").replace("https://sts.googleapis.com/v1/token", "");

    assertRefused(
        content
            .replaceFirst("\\{", "{\"" + member + "\":\"" + url + "\",")
            .replace("\"token_url\":\"\",", ""),
        "names a host in "
            + member
            + " that is not Google's ("
            + url
            + "). Remove "
            + member
            + "; for a private endpoint, set GOOGLE_STS_ENDPOINT or"
            + " GOOGLE_IAM_CREDENTIALS_ENDPOINT.");
  }

  @Test
  void refusesAnAddressWithoutAnAccount() throws IOException {
    assertRefused(
        json(
            ",\"service_account_impersonation_url\":\""
                + ACCOUNT_URL.replace(":generateAccessToken", "/../x:signBlob")
                + "\""),
        "names no service account in service_account_impersonation_url"
            + " (https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
            + "migrator@acme-prod.iam.gserviceaccount.com/../x:signBlob). Write"
            + " https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/<e-mail"
            + " address>:generateAccessToken.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service_account",
        "authorized_user",
        "impersonated_service_account",
        "external_account_authorized_user",
        "gdch_service_account",
        ""
      })
  void refusesCredentialsOfOtherTypes(String type) throws IOException {
    assertRefused(
        "{\"type\":\"" + type + "\",\"private_key\":\"x\"}",
        "is of type \""
            + type
            + "\", not external_account. Make it with gcloud iam workload-identity-pools"
            + " create-cred-config, and keep keys of service accounts out of the build.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type: external               | is not JSON
          []                           | is not a JSON object
          {"type":"a","type":"b"}      | has an object with a duplicate member
          """)
  void refusesWhatIsNoJson(String content, String words) throws IOException {
    assertRefused(content, words + ". Set it to an external-account file.");
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    assertRefused(
        json("") + " ".repeat(64 * 1024),
        "has more than 65,536 bytes. Set it to an external-account file.");
  }

  @Test
  void refusesAnAudienceOfAnotherKind() throws IOException {
    Path file = file(json("").replace("/providers/acme-main", ""));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "The audience in "
                + file
                + " \"//iam.googleapis.com/projects/123456789012/locations/global/"
                + "workloadIdentityPools/bitbucket\" names a pool, not a provider of it. Write the"
                + " same name, followed by /providers/<provider>.");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> read(directory.resolve("none.json")))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not read GOOGLE_OIDC_CONFIG_FILE "
                + directory.resolve("none.json")
                + ": it does not exist. Set it to an external-account file.");
  }

  @Test
  void asksForTheProjectsNumber() {
    assertThatThrownBy(
            () -> ProviderName.parse("X", Provider.NAME.replace("123456789012", "acme-prod")))
        .hasMessage(
            "X \"projects/acme-prod/locations/global/workloadIdentityPools/bitbucket/providers/"
                + "acme-main\" has the project's id where its number belongs. Write the number that"
                + " gcloud projects describe acme-prod --format='value(projectNumber)' prints.");
  }
}
