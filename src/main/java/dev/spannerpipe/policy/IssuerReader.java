package dev.spannerpipe.policy;

import dev.spannerpipe.text.DurationText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the issuers whose tokens are accepted.
final class IssuerReader {
  private static final Map<Issuer.Profile, List<String>> CLAIMS =
      Map.of(
          Issuer.Profile.BITBUCKET,
          List.of(
              "sub",
              "aud",
              "workspaceUuid",
              "repositoryUuid",
              "deploymentEnvironmentUuid",
              "branchName",
              "pipelineUuid",
              "pipelineRunUuid",
              "stepUuid",
              "commitSha",
              "compliant"),
          Issuer.Profile.OKTA,
          List.of("sub", "aud", "cid", "uid", "scp", "groups"),
          Issuer.Profile.GOOGLE,
          List.of("sub", "aud", "azp", "email", "email_verified", "hd"),
          Issuer.Profile.OIDC,
          List.of("sub", "aud"));

  private final Problems problems;

  /// An issuer, and the names of the claims that rules may use.
  record Known(Issuer issuer, Set<String> claims) {}

  IssuerReader(Problems problems) {
    this.problems = problems;
  }

  List<Known> read(Value root) {
    List<Known> issuers = new ArrayList<>();
    if (root.get("issuers").orElse(root) instanceof Value.Mapping mapping
        && root.get("issuers").isPresent()) {
      Set<String> addresses = new HashSet<>();
      for (Value.Member member : mapping.members()) {
        Known known = issuer(member);
        issuers.add(known);
        if (!known.issuer().address().isEmpty() && !addresses.add(known.issuer().address())) {
          problems.add(
              member.line(),
              "issuers." + member.key(),
              "another issuer of the policy has the same address " + known.issuer().address());
        }
      }
    }
    return issuers;
  }

  private Known issuer(Value.Member member) {
    Value value = member.value();
    String where = "issuers." + member.key();
    Issuer.Profile profile =
        Arrays.stream(Issuer.Profile.values())
            .filter(each -> value.text("profile").filter(each.name()::equalsIgnoreCase).isPresent())
            .findFirst()
            .orElse(Issuer.Profile.OIDC);
    Set<String> claims = new LinkedHashSet<>(CLAIMS.get(profile));
    if (profile == Issuer.Profile.BITBUCKET && value.get("claims").isPresent()) {
      problems.add(
          value.line(), where, "the claims of Bitbucket tokens are fixed; remove the key claims");
    } else {
      value.scalars("claims").forEach(claim -> claims.add(claim.text()));
    }
    return new Known(issuer(member, profile, where), claims);
  }

  private Issuer issuer(Value.Member member, Issuer.Profile profile, String where) {
    Value value = member.value();
    List<String> algorithms = texts(value, "algorithms");
    return new Issuer(
        member.key(),
        profile,
        address(value, profile, where),
        texts(value, "audiences"),
        algorithms.isEmpty() ? List.of("RS256") : algorithms,
        value.text("maxAge").flatMap(DurationText::parse),
        workspaceUuid(value, profile, where));
  }

  private Optional<String> workspaceUuid(Value value, Issuer.Profile profile, String where) {
    Optional<String> uuid = value.text("workspaceUuid");
    boolean bitbucket = profile == Issuer.Profile.BITBUCKET;
    if (bitbucket && uuid.isEmpty()) {
      problems.add(
          value.line(),
          where,
          "has no workspaceUuid: a workspace's slug can be given up and taken by somebody else");
    } else if (!bitbucket && (uuid.isPresent() || value.get("workspace").isPresent())) {
      problems.add(value.line(), where, "workspace and workspaceUuid are for profile bitbucket");
    }
    return uuid;
  }

  private String address(Value value, Issuer.Profile profile, String where) {
    Optional<String> workspace = value.text("workspace");
    Optional<String> issuer = value.text("issuer");
    if (workspace.isPresent() && issuer.isPresent()) {
      problems.add(
          value.line(),
          where,
          "has both workspace and issuer; the workspace already determines the issuer");
    }
    if (workspace.isEmpty() && issuer.isEmpty() && profile != Issuer.Profile.GOOGLE) {
      String wanted = profile == Issuer.Profile.BITBUCKET ? "workspace" : "issuer";
      problems.add(value.line(), where, "has no " + wanted);
    }
    return issuer
        .or(() -> workspace.map(IssuerReader::bitbucket))
        .or(
            () ->
                profile == Issuer.Profile.GOOGLE
                    ? Optional.of("https://accounts.google.com")
                    : Optional.empty())
        .orElse("");
  }

  private static String bitbucket(String workspace) {
    return "https://api.bitbucket.org/2.0/workspaces/%s/pipelines-config/identity/oidc"
        .formatted(workspace);
  }

  private static List<String> texts(Value value, String key) {
    return value.scalars(key).stream().map(Value.Scalar::text).toList();
  }
}
