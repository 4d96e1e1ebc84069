package dev.spannerpipe.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tokens that are trusted, changed at random by somebody who cannot sign as the issuer: none is
/// trusted then. System properties: `tokens.tries` for each kind of change, and `tokens.seed` to
/// play one again.
class TokenMutationTest {
  private static final int TRIES = (int) Proof.cases("tokens.tries", 400, 4_000);
  private static final long SEED = Proof.seed("tokens.seed");
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u0000é";

  private static OidcIssuer issuer;
  private static TokenVerifier verifier;
  private static List<String> tokens;

  /// How a token is changed.
  enum Mutation {
    CHARACTER {
      @Override
      String apply(String token, Random random) {
        int at = random.nextInt(token.length());
        return token.substring(0, at) + any(random) + token.substring(at + 1);
      }
    },
    INSERTED {
      @Override
      String apply(String token, Random random) {
        int at = random.nextInt(token.length() + 1);
        return token.substring(0, at) + any(random) + token.substring(at);
      }
    },
    REMOVED {
      @Override
      String apply(String token, Random random) {
        int at = random.nextInt(token.length());
        return token.substring(0, at) + token.substring(at + 1);
      }
    },
    TRUNCATED {
      @Override
      String apply(String token, Random random) {
        return token.substring(0, random.nextInt(token.length()));
      }
    },
    CUT_OUT {
      @Override
      String apply(String token, Random random) {
        int from = random.nextInt(token.length() - 1);
        int to = from + 1 + random.nextInt(token.length() - from - 1);
        return token.substring(0, from) + token.substring(to);
      }
    },
    PARTS_SHUFFLED {
      @Override
      String apply(String token, Random random) {
        List<String> parts = new ArrayList<>(List.of(token.split("\\.", -1)));
        Collections.shuffle(parts, random);
        return String.join(".", parts);
      }
    },
    PART_OF_ANOTHER {
      @Override
      String apply(String token, Random random) {
        List<String> parts = new ArrayList<>(List.of(token.split("\\.", -1)));
        int part = 1 + random.nextInt(2);
        String other = tokens.get(random.nextInt(tokens.size()));
        parts.set(part, other.split("\\.", -1)[part]);
        return String.join(".", parts);
      }
    },
    BYTE_OF_A_PART {
      @Override
      String apply(String token, Random random) {
        List<String> parts = new ArrayList<>(List.of(token.split("\\.", -1)));
        int part = random.nextInt(3);
        byte[] bytes = new Base64URL(parts.get(part)).decode();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        parts.set(part, Base64URL.encode(bytes).toString());
        return String.join(".", parts);
      }
    },
    HEADER {
      @Override
      String apply(String token, Random random) {
        String added =
            List.of(
                    "\"x\":1,",
                    "\"alg\":\"none\",",
                    "\"kid\":\"key-0\",",
                    "\"jku\":\"https://evil.example\",",
                    " ")
                .get(random.nextInt(5));
        String[] parts = token.split("\\.", -1);
        String header = new Base64URL(parts[0]).decodeToString();
        String changed = header.replaceFirst("\\{", "{" + added.replace("$", "\\$"));
        return Base64URL.encode(changed) + "." + parts[1] + "." + parts[2];
      }
    },
    MEMBER_SIGNED_BY_ANOTHER_KEY {
      @Override
      String apply(String token, Random random) {
        String[] parts = token.split("\\.", -1);
        Map<String, Object> claims = claims(parts[1]);
        String name = List.copyOf(claims.keySet()).get(random.nextInt(claims.size()));
        Object value =
            List.of("x", 7, true, List.of(), Map.of(), claims.get(name)).get(random.nextInt(6));
        claims.put(random.nextBoolean() ? name : name + "x", value);
        return OidcIssuer.sign(
            new Base64URL(parts[0]).decodeToString(),
            Trial.json(claims).getBytes(UTF_8),
            OidcIssuer.key(1 + random.nextInt(3), 2048));
      }

      private static Map<String, Object> claims(String payload) {
        try {
          return JSONObjectUtils.parse(new Base64URL(payload).decodeToString());
        } catch (ParseException impossible) {
          throw new IllegalStateException(impossible);
        }
      }
    };

    abstract String apply(String token, Random random);

    private static char any(Random random) {
      return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
  }

  @BeforeAll
  static void open() {
    issuer = OidcIssuer.ofWorkspace("acme");
    Trial trial = new Trial(issuer);
    verifier = trial.verifier();
    tokens = new ArrayList<>();
    for (String branch : List.of("main", "release/1", "größe")) {
      tokens.add(trial.token("branchName", branch));
    }
  }

  @AfterAll
  static void close() {
    issuer.close();
  }

  @ParameterizedTest
  @EnumSource
  void trustsNoTokenThatWasChanged(Mutation mutation) {
    System.out.printf("tokens: %d times %s, -Dtokens.seed=%d%n", TRIES, mutation, SEED);
    Random random = new Random(SEED ^ mutation.name().hashCode());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      String token = tokens.get(random.nextInt(tokens.size()));
      String changed = mutation.apply(token, random);
      // Some changes leave it, or lead to another good one.
      boolean good = tokens.contains(changed);

      TokenResult verdict = verifier.check(new Secret(changed));

      assertThat(verdict instanceof TokenResult.Accepted)
          .as("-Dtokens.seed=%d, attempt %d: %s", SEED, attempt, changed)
          .isEqualTo(good);
    }
  }
}
