package dev.spannerpipe.endtoend;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.testing.cloud.CloudConfiguration;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Part;
import dev.spannerpipe.testing.cloud.Clouds;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Mistakes that people make when they set up keyless access.
@SuppressWarnings("ImmutableEnumChecker") // Functions without a state.
enum BrokenSetUp {
  GOOGLE_OTHER_AUDIENCE(
      (all, _) -> oidc(all, "allowedAudiences", Json.texts(List.of("https://gitlab.example.com")))),
  GOOGLE_ISSUER_WITH_A_SLASH(
      (all, google) -> oidc(all, "issuerUri", new JsonString(google.issuer().issuer() + "/"))),
  GOOGLE_DISABLED((all, _) -> provider(all, "disabled", new JsonBoolean(true))),
  GOOGLE_MAPPING_OF_ITSELF(
      (all, _) -> mapping(all, "attribute.environment", "attribute.environment")),
  GOOGLE_MAPPING_OF_A_MISSING_CLAIM((all, _) -> mapping(all, "attribute.tag", "assertion.tagName")),
  GOOGLE_SUBJECT_TOO_LONG(
      (all, _) -> mapping(all, "google.subject", "assertion.iss + '::' + assertion.sub")),
  GOOGLE_CONDITION_OF_ANOTHER_REPOSITORY(
      (all, google) ->
          condition(
              all,
              "assertion.workspaceUuid == '%s' && assertion.repositoryUuid in ['{5e905170-0000-4000-8000-000000000099}']"
                  .formatted(google.step().workspaceUuid()))),
  GOOGLE_CONDITION_IN_OTHER_LETTERS(
      (all, google) ->
          condition(
              all,
              "assertion.repositoryUuid == '%s'"
                  .formatted(google.step().repositoryUuid().toUpperCase(Locale.ROOT)))),
  GOOGLE_NO_CONDITION((all, _) -> provider(all, "attributeCondition", new JsonNull())),
  GOOGLE_NO_BINDING((all, _) -> all.set(Part.ACCOUNT, Json.object().with("etag", "BwY="))),
  GOOGLE_BINDING_OF_ANOTHER_ENVIRONMENT(
      (all, google) ->
          all.set(
              Part.ACCOUNT,
              Clouds.policy(
                  "roles/iam.workloadIdentityUser",
                  google.member().replace("de910900", "de910901")))),
  GOOGLE_BINDING_OF_THE_WHOLE_POOL(
      (all, google) ->
          all.set(
              Part.ACCOUNT,
              Clouds.policy(
                  "roles/iam.workloadIdentityUser",
                  google.member().replaceFirst("/attribute.*", "/*")))),
  SPANNER_READER_ONLY(
      (all, _) ->
          all.set(
              Part.DATABASE,
              Clouds.policy(
                  "roles/spanner.databaseReader", "serviceAccount:" + GoogleStandIns.ACCOUNT))),
  AWS_NO_PROVIDER((all, _) -> all.remove(Part.IDENTITY_PROVIDER)),
  AWS_PROVIDER_WITHOUT_THE_AUDIENCE(
      (all, _) ->
          all.change(
              Part.IDENTITY_PROVIDER,
              provider -> provider.with("ClientIDList", Json.texts(List.of("sts.amazonaws.com"))))),
  AWS_TRUST_OF_ONE_STEP((all, google) -> trust(all, ":*\"", ":" + google.step().stepUuid() + "\"")),
  AWS_STAR_IN_STRING_EQUALS((all, _) -> trust(all, "StringLike", "StringEquals")),
  AWS_TRUST_IN_OTHER_LETTERS(
      (all, google) ->
          trust(
              all,
              google.step().repositoryUuid(),
              google.step().repositoryUuid().toUpperCase(Locale.ROOT))),
  AWS_TRUST_OF_A_RENAMED_WORKSPACE(
      (all, _) -> trust(all, "/workspaces/acme/", "/workspaces/acme-old/")),
  AWS_TRUST_OF_THE_AUDIENCE_ONLY(
      (all, google) ->
          statements(
              all,
              first ->
                  List.of(
                      first.with(
                          "Condition",
                          Json.object()
                              .with(
                                  "StringEquals",
                                  Json.object()
                                      .with(
                                          google.issuer().issuer().replace("http://", "") + ":aud",
                                          google.step().audience())))))),
  AWS_FOR_ALL_VALUES((all, _) -> trust(all, "StringLike", "ForAllValues:StringLike")),
  AWS_WILDCARD_FOR_EVERY_REPOSITORY(
      (all, google) -> trust(all, google.step().repositoryUuid() + ":", "*")),
  AWS_SECOND_STATEMENT_FOR_EVERYBODY(
      (all, _) ->
          statements(all, first -> List.of(first, first.with("Condition", Json.object(Map.of()))))),
  AWS_ROLE_WITHOUT_RIGHTS(
      (all, _) ->
          all.set(
              Part.PERMISSIONS,
              Json.parseObject(
                  """
                  {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
                  """)));

  private final BiConsumer<CloudConfiguration, GoogleStandIns> mistake;

  BrokenSetUp(BiConsumer<CloudConfiguration, GoogleStandIns> mistake) {
    this.mistake = mistake;
  }

  /// Makes the mistake in a sound set-up.
  void make(CloudConfiguration sound, GoogleStandIns google) {
    mistake.accept(sound, google);
  }

  /// Returns the file with what is printed about it.
  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
  }

  private static void provider(CloudConfiguration all, String member, Json value) {
    all.change(Part.PROVIDER, provider -> provider.with(member, value));
  }

  private static void oidc(CloudConfiguration all, String member, Json value) {
    provider(
        all,
        "oidc",
        ((JsonObject) all.get(Part.PROVIDER).find("oidc").orElseThrow()).with(member, value));
  }

  private static void mapping(CloudConfiguration all, String target, String expression) {
    JsonObject old = (JsonObject) all.get(Part.PROVIDER).find("attributeMapping").orElseThrow();
    provider(all, "attributeMapping", old.with(target, expression));
  }

  private static void condition(CloudConfiguration all, String text) {
    provider(all, "attributeCondition", new JsonString(text));
  }

  private static void trust(CloudConfiguration all, String text, String instead) {
    all.change(Part.TRUST, trust -> Json.parseObject(trust.canonical().replace(text, instead)));
  }

  private static void statements(CloudConfiguration all, Function<JsonObject, List<Json>> change) {
    all.change(
        Part.TRUST,
        trust ->
            trust.with(
                "Statement",
                new JsonArray(change.apply((JsonObject) trust.items("Statement").getFirst()))));
  }
}
