package dev.spannerpipe.doctor.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamConditionTest {
  private static final IamContext CONTEXT =
      IamContext.of(
          new DecodedToken(
              Json.object()
                  .with("iss", "https://example.com/oidc")
                  .with("sub", "a:b:c")
                  .with("aud", Json.texts(List.of("one", "two"))),
              true),
          Optional.of("bb-orders-7"));

  @ParameterizedTest
  @CsvSource({
    "StringEquals,example.com/oidc:sub,a:b:c,true",
    "StringEquals,EXAMPLE.com/oidc:SUB,a:b:c,true",
    "StringEquals,example.com/oidc:sub,A:b:c,false",
    "StringEquals,example.com/oidc:sub,a:*,false",
    "StringEqualsIgnoreCase,example.com/oidc:sub,A:B:C,true",
    "StringLike,example.com/oidc:sub,a:*,true",
    "StringLike,example.com/oidc:sub,a:?:c,true",
    "StringLike,example.com/oidc:sub,b*,false",
    "StringNotEquals,example.com/oidc:sub,x,true",
    "StringNotLike,example.com/oidc:sub,a:*,false",
    "StringEquals,example.com/oidc:aud,two,true",
    "ForAnyValue:StringEquals,example.com/oidc:aud,two,true",
    "ForAllValues:StringEquals,example.com/oidc:aud,two,false",
    "StringEquals,other.com/oidc:sub,a:b:c,false",
    "StringEqualsIfExists,other.com/oidc:sub,a:b:c,true",
    "ForAllValues:StringEquals,other.com/oidc:sub,a:b:c,true",
    "ForAnyValue:StringEquals,other.com/oidc:sub,a:b:c,false",
    "StringLike,sts:RoleSessionName,bb-*,true",
    "StringLike,sts:RoleSessionName,x-*,false"
  })
  void holdsAsAtAws(String operator, String key, String wanted, boolean holds) {
    assertThat(new IamCondition(operator, key, List.of(wanted)).holds(CONTEXT)).contains(holds);
  }

  @ParameterizedTest
  @CsvSource({"IpAddress,aws:SourceIp", "StringEquals,aws:RequestTag/x", "ArnLike,sts:x"})
  void doesNotGuess(String operator, String key) {
    assertThat(new IamCondition(operator, key, List.of("x")).holds(CONTEXT)).isEmpty();
  }

  @Test
  void asksGoogleTokensForTheAuthorisedParty() {
    IamContext google =
        IamContext.of(
            new DecodedToken(
                Json.object()
                    .with("iss", "https://accounts.google.com")
                    .with("sub", "1")
                    .with("azp", "2")
                    .with("aud", "aws"),
                true),
            Optional.empty());

    assertThat(google.find("accounts.google.com:aud")).contains(List.of("2"));
    assertThat(google.find("accounts.google.com:oaud")).contains(List.of("aws"));
  }
}
