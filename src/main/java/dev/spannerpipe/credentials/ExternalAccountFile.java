package dev.spannerpipe.credentials;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file that `gcloud iam workload-identity-pools create-cred-config` makes. Only its audience
/// and its impersonation URL count: the token comes from the step, and whoever can write the file
/// must not choose where it goes.
///
/// @see <a href="https://google.aip.dev/auth/4117">external account credentials</a>
final class ExternalAccountFile {
  private static final int LARGEST = 64 * 1024;
  private static final String IMPERSONATION = "service_account_impersonation_url";
  private static final Pattern IMPERSONATION_URL =
      Pattern.compile(
          "https://iamcredentials\\.googleapis\\.com/v1/projects/-/serviceAccounts/"
              + "(?<account>[A-Za-z0-9._-]+@[a-z0-9.-]+\\.gserviceaccount\\.com):generateAccessToken");

  private final Path path;
  private final Json.Members content;

  private ExternalAccountFile(Path path, Json.Members content) {
    this.path = path;
    this.content = content;
  }

  /// Returns what the file says. Throws a `ConfigurationFailure` where it is another file, or asks
  /// for what is never done.
  static GoogleSettings.Exchange read(Path path) {
    ExternalAccountFile file = new ExternalAccountFile(path, content(path));
    file.refuseOtherKinds();
    file.refuseExecutable();
    file.refuseForeignHosts();
    return new GoogleSettings.Exchange(
        ProviderName.parse("The audience in " + path, file.text("audience")).toString(),
        file.account());
  }

  private static Json.Members content(Path path) {
    try {
      if (Files.size(path) > LARGEST) {
        throw refused(path, "is too large for a configuration", "Name an external-account file");
      }
      return Json.parseObject(Files.readString(path));
    } catch (IOException failure) {
      throw new ConfigurationFailure(
          "Could not read GOOGLE_OIDC_CONFIG_FILE "
              + path
              + ": "
              + failure.getClass().getSimpleName(),
          "Check the path");
    } catch (JsonException _) {
      throw refused(path, "is not a JSON object", "Name an external-account file");
    }
  }

  /// A file with a key is the long-lived secret that the pipe is there to avoid.
  private void refuseOtherKinds() {
    String type = text("type");
    if (!type.equals("external_account")) {
      throw refused(
          path,
          "is of type \"" + PlainWords.of(type) + "\", not external_account",
          "Make it with gcloud iam workload-identity-pools create-cred-config, and keep keys of"
              + " service accounts out of the build");
    }
  }

  private void refuseExecutable() {
    if (content.values().get("credential_source") instanceof Json.Members source
        && source.values().containsKey("executable")) {
      throw refused(
          path,
          "wants an executable to be run, which the pipe never does",
          "Remove credential_source.executable: the token comes from the step");
    }
  }

  /// They would get the token, or say what the run may do.
  private void refuseForeignHosts() {
    for (String name : List.of("token_url", "token_info_url", IMPERSONATION)) {
      String url = text(name);
      if (!url.isEmpty() && !isGoogle(url)) {
        throw refused(
            path,
            "names a host in " + name + " that is not Google's (" + PlainWords.of(url) + ")",
            "Remove "
                + name
                + ", or set GOOGLE_STS_ENDPOINT or GOOGLE_IAM_CREDENTIALS_ENDPOINT for a"
                + " private endpoint");
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
          "names no service account in " + IMPERSONATION + " (" + PlainWords.of(url) + ")",
          "Write https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/<e-mail"
              + " address>:generateAccessToken");
    }
    return Optional.of(address.group("account"));
  }

  private String text(String name) {
    return Members.text(content, name);
  }

  private static ConfigurationFailure refused(Path path, String what, String action) {
    return new ConfigurationFailure("GOOGLE_OIDC_CONFIG_FILE " + path + ": it " + what, action);
  }
}
