package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.aws.AwsTrust;
import dev.spannerpipe.doctor.aws.IamContext;
import dev.spannerpipe.doctor.aws.SessionPolicyCheck;
import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.doctor.finding.LiveFindings;
import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.doctor.google.GoogleBinding;
import dev.spannerpipe.doctor.google.GoogleProvider;
import dev.spannerpipe.doctor.google.GoogleTrust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The result of examining the chain of trust, which leads from the OIDC token of a run to the
/// services that the run uses. Each [Link] of the chain accepts or rejects the token.
///
/// @param rows the table of claims, one row for each claim
/// @param findings all findings, in the order of their links in the chain
/// @param fixes the smallest changes that fix the findings; the key is the link to be fixed
public record Diagnosis(List<Row> rows, List<Finding> findings, Map<Link, List<Fix>> fixes) {
  private static final Set<Link> WITHOUT_TRUST = Set.of(Link.TOKEN, Link.DATABASE);

  /// A claim of the token, and what Google, AWS and the pipe's policy file require of the claim.
  /// The components `google`, `aws` and `policy` are empty strings if nothing is required.
  public record Row(
      String claim, String token, String google, String aws, String policy, String verdict) {
    /// Returns this row with shorter cells, for the printed table. The word `same` replaces a
    /// required value that is equal to the token's value. UUIDs and long values are shortened; the
    /// findings show them in full.
    public Row shortened() {
      return new Row(
          claim,
          ShownValue.cell(token),
          comparison(google),
          comparison(aws),
          comparison(policy),
          verdict);
    }

    private String comparison(String cell) {
      boolean same = cell.equals(token) || cell.equals(IamContext.provider(token));
      return same ? "same" : ShownValue.cell(cell.replace(ShownValue.quoted(token), "same"));
    }
  }

  /// Copies the collections.
  public Diagnosis {
    rows = List.copyOf(rows);
    findings = List.copyOf(findings);
    fixes = new TreeMap<>(fixes);
  }

  /// Examines the chain of trust.
  ///
  /// @param now the current time, to find out whether the token has expired
  public static Diagnosis of(DecodedToken token, TrustFiles files, Instant now) {
    return of(token, files, LiveFindings.NONE, now);
  }

  /// Examines the chain of trust, and adds findings that come from queries to the services.
  ///
  /// @param now the current time, to find out whether the token has expired
  public static Diagnosis of(DecodedToken token, TrustFiles files, LiveFindings live, Instant now) {
    List<LinkReport> reports =
        new ArrayList<>(token.isMissing() ? uncompared(files) : compared(token, files, now));
    if (files.sessionPolicy().isPresent() && files.stateMachine().isPresent()) {
      reports.add(
          new SessionPolicyCheck(files.sessionPolicy().get(), files.stateMachine().get())
              .examine());
    }
    live.findings().stream()
        .map(Finding::link)
        .distinct()
        .forEach(link -> reports.add(live.report(link)));
    return of(token, reports);
  }

  /// Returns a report for each link whose file could not be tested without a token.
  private static List<LinkReport> uncompared(TrustFiles files) {
    Map<Link, Optional<?>> links = new TreeMap<>();
    links.put(Link.GOOGLE_PROVIDER, files.googleProvider());
    links.put(Link.GOOGLE_BINDING, files.serviceAccountPolicy());
    links.put(Link.AWS_TRUST, files.awsTrustPolicy());
    links.put(Link.POLICY, files.policy());
    return links.entrySet().stream()
        .filter(link -> link.getValue().isPresent())
        .map(Map.Entry::getKey)
        .map(
            link ->
                new LinkReport(
                    link,
                    Map.of(),
                    List.of(
                        new Finding(
                            Severity.NOTE,
                            link,
                            "",
                            "its file was not tested: there is no token to compare it with")),
                    List.of()))
        .toList();
  }

  private static List<LinkReport> compared(DecodedToken token, TrustFiles files, Instant now) {
    List<LinkReport> reports = new ArrayList<>();
    reports.add(TokenCheck.examine(token, now));
    Optional<GoogleProvider> provider = files.googleProvider().map(GoogleProvider::parse);
    provider.ifPresent(each -> reports.add(GoogleTrust.examine(each, token)));
    if (provider.isPresent() && files.serviceAccountPolicy().isPresent()) {
      String account = files.serviceAccount().orElse("SERVICE_ACCOUNT");
      GoogleProvider fixed = GoogleTrust.fixed(provider.get(), token);
      reports.add(
          new GoogleBinding(files.serviceAccountPolicy().get(), account, fixed).examine(token));
    } else if (files.serviceAccountPolicy().isPresent()) {
      reports.add(bindingAlone());
    }
    files
        .awsTrustPolicy()
        .map(json -> new AwsTrust(json, files.awsRole().orElse("ROLE"), files.sessionName()))
        .ifPresent(trust -> reports.add(trust.examine(token)));
    files.policy().ifPresent(question -> reports.add(question.examine(token)));
    return reports;
  }

  /// Reports that the IAM policy of the service account cannot be judged without the workload
  /// identity provider. Only the provider's attribute mapping shows which tokens the bindings of
  /// the policy accept.
  private static LinkReport bindingAlone() {
    Finding finding =
        new Finding(
            Severity.UNKNOWN,
            Link.GOOGLE_BINDING,
            "",
            "its policy cannot be judged without the provider",
            Optional.of("Set DOCTOR_GOOGLE_PROVIDER_FILE, too"));
    return new LinkReport(Link.GOOGLE_BINDING, Map.of(), List.of(finding), List.of());
  }

  private static Diagnosis of(DecodedToken token, List<LinkReport> reports) {
    Map<Link, List<Fix>> fixes = new TreeMap<>();
    List<Finding> findings = new ArrayList<>();
    for (LinkReport report : reports) {
      findings.addAll(report.findings());
      if (!report.fixes().isEmpty()) {
        fixes.computeIfAbsent(report.link(), _ -> new ArrayList<>()).addAll(report.fixes());
      }
    }
    findings.replaceAll(
        finding -> fixes.containsKey(finding.link()) ? finding.withoutAction() : finding);
    findings.sort(Comparator.comparing(Finding::link));
    return new Diagnosis(new TrustTable(token, reports, findings).rows(), findings, fixes);
  }

  /// Returns whether each tested link certainly accepts this token, and certainly rejects tokens of
  /// others, for example of other repositories.
  public boolean isSound() {
    return findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE);
  }

  /// Returns whether only the database was tested, because a run on this database needs no
  /// credentials.
  public boolean isWithoutTrust() {
    return findings.stream().allMatch(finding -> WITHOUT_TRUST.contains(finding.link()))
        && findings.stream().anyMatch(finding -> finding.link() == Link.DATABASE)
        && !broken().contains(Link.TOKEN);
  }

  /// Returns the links that reject this token, in the order of the chain.
  public List<Link> broken() {
    return links(Severity.BROKEN);
  }

  /// Returns the links that also accept tokens of others, for example of other repositories, in the
  /// order of the chain.
  public List<Link> dangerous() {
    return links(Severity.DANGEROUS);
  }

  /// Returns the links that could not be judged, in the order of the chain.
  public List<Link> unknown() {
    return links(Severity.UNKNOWN);
  }

  private List<Link> links(Severity severity) {
    return findings.stream()
        .filter(finding -> finding.severity() == severity)
        .map(Finding::link)
        .distinct()
        .sorted()
        .toList();
  }

  /// Returns the findings as lines, followed by the fixes.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.add(finding.line()));
    fixes.forEach(
        (link, changes) -> {
          lines.add("To fix the %s, if this token should be accepted:".formatted(link.text()));
          for (Fix fix : changes) {
            lines.add("  %s:".formatted(fix.tool().text()));
            fix.text().lines().forEach(line -> lines.add("    " + line));
          }
        });
    return lines;
  }
}
