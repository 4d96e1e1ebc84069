package dev.spannerpipe.credentials.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.FileRejection;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.SafeText;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file that `gcloud iam workload-identity-pools create-cred-config` writes. The pipe uses only
/// the audience and the impersonation URL from the file. The file cannot make the pipe read a token
/// from elsewhere, or send the step's token to another host. So somebody who can write the file
/// cannot steal the token.
///
/// @see <a href="https://google.aip.dev/auth/4117">external account credentials</a>
final class ExternalAccountFile {
  private static final int LARGEST = 64 * 1024;
  private static final String IMPERSONATION = "service_account_impersonation_url";
  private static final Pattern IMPERSONATION_URL =
      Pattern.compile(
          "https://iamcredentials\\.googleapis\\.com/v1/projects/-/serviceAccounts/"
              + "(?<account>[A-Za-z0-9._-]+@[a-z0-9.-]+\\.gserviceaccount\\.com):generateAccessToken");

  private static final List<String> TOKEN_TYPES =
      List.of("urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token");

  /// The kinds of `credential_source` that are rejected, and what each would require. The kind
  /// `file` is accepted, but the pipe never reads the file that it names.
  private static final Map<String, String> OTHER_SOURCES =
      new TreeMap<>(
          Map.of(
              "executable", "an executable to be run",
              "url", "the token to be fetched from an address",
              "environment_id", "the credentials of an AWS machine to be used",
              "certificate", "a client certificate to be used"));

  private final Path path;
  private final JsonObject content;

  private ExternalAccountFile(Path path, JsonObject content) {
    this.path = path;
    this.content = content;
  }

  /// Returns the settings in the file. Throws a `ConfigurationFailure` if the file is not an
  /// external-account file, or requires something that the pipe never does.
  static GoogleSettings.Exchange read(InputFile named) {
    Path path = named.path();
    ExternalAccountFile file = new ExternalAccountFile(path, content(named));
    file.refuseOtherKinds();
    file.refuseOtherTokens();
    file.refuseOtherSources();
    file.refuseForeignHosts();
    return new GoogleSettings.Exchange(
        ProviderName.parse("The audience in " + path, file.text("audience")).toString(),
        file.account());
  }

  private static JsonObject content(InputFile file) {
    Path path = file.path();
    try {
      byte[] bytes = file.read(LARGEST);
      return Json.parseStrictObject(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (FileRejection rejection) {
      throw refused(path, rejection.reason(), "Set it to an external-account file");
    } catch (CharacterCodingException _) {
      throw refused(path, "it is not in UTF-8", "Set it to an external-account file");
    } catch (IOException failure) {
      throw new ConfigurationFailure(
          "Could not read GOOGLE_OIDC_CONFIG_FILE " + path + ": " + CloneDirectory.reason(failure),
          "Set it to an external-account file");
    } catch (JsonException malformed) {
      throw refused(
          path, String.valueOf(malformed.getMessage()), "Set it to an external-account file");
    }
  }

  /// Rejects files of any type other than `external_account`. For example, the type
  /// `service_account` contains a key, which is a long-lived secret. The pipe exists to avoid such
  /// secrets.
  private void refuseOtherKinds() {
    String type = text("type");
    if (!type.equals("external_account")) {
      throw refused(
          path,
          "it is of type \"" + SafeText.message(type) + "\", not external_account",
          "Make it with gcloud iam workload-identity-pools create-cred-config, and keep keys of"
              + " service accounts out of the build");
    }
  }

  private void refuseOtherTokens() {
    String type = text("subject_token_type");
    if (!type.isEmpty() && !TOKEN_TYPES.contains(type)) {
      throw refused(
          path,
          "it is for tokens of the type \"" + SafeText.message(type) + "\", not for OIDC tokens",
          "Make it for an OIDC provider, with the subject_token_type " + TOKEN_TYPES.getFirst());
    }
  }

  private void refuseOtherSources() {
    switch (content.values().get("credential_source")) {
      case null -> {
        // The member is optional.
      }
      case JsonObject(SortedMap<String, Json> source) ->
          OTHER_SOURCES.forEach(
              (kind, what) -> {
                if (source.containsKey(kind)) {
                  throw refused(
                      path,
                      "it requires " + what + ", which the pipe never does",
                      "Remove credential_source." + kind + ": the token comes from the step");
                }
              });
      default ->
          throw refused(
              path,
              "it has a credential_source that is not a JSON object",
              "Remove credential_source: the token comes from the step");
    }
  }

  /// Rejects URLs that are not `https` URLs of a Google host. Another host would receive the token,
  /// or would issue the credentials and so determine what the run may do.
  private void refuseForeignHosts() {
    for (String name : List.of("token_url", "token_info_url", IMPERSONATION)) {
      String url = text(name);
      if (!url.isEmpty() && !isGoogle(url)) {
        throw refused(
            path,
            "it names a host in " + name + " that is not Google's (" + SafeText.message(url) + ")",
            "Remove "
                + name
                + "; for a private endpoint, set GOOGLE_STS_ENDPOINT or"
                + " GOOGLE_IAM_CREDENTIALS_ENDPOINT");
      }
    }
  }

  private static boolean isGoogle(String url) {
    try {
      URI uri = URI.create(url);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getHost().endsWith(".googleapis.com");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private Optional<String> account() {
    String url = text(IMPERSONATION);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Matcher address = IMPERSONATION_URL.matcher(url);
    if (!address.matches()) {
      throw refused(
          path,
          "it names no service account in " + IMPERSONATION + " (" + SafeText.message(url) + ")",
          "Write https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/<e-mail"
              + " address>:generateAccessToken");
    }
    return Optional.of(address.group("account"));
  }

  private String text(String name) {
    return Members.text(content, name);
  }

  private static ConfigurationFailure refused(Path path, String what, String action) {
    return new ConfigurationFailure("GOOGLE_OIDC_CONFIG_FILE " + path + ": " + what, action);
  }
}
