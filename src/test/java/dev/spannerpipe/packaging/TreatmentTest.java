package dev.spannerpipe.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreatmentTest {
  @ParameterizedTest
  @CsvSource({
    "META-INF/MANIFEST.MF, DROP",
    "META-INF/INDEX.LIST, DROP",
    "META-INF/ECLIPSE_.SF, DROP",
    "META-INF/ECLIPSE_.RSA, DROP",
    "META-INF/KEY.DSA, DROP",
    "META-INF/KEY.EC, DROP",
    "META-INF/SIG-KEY, DROP",
    "module-info.class, DROP",
    "META-INF/versions/9/module-info.class, DROP",
    "META-INF/maven/a/b/pom.xml, DROP",
    "META-INF/native-image/a/reflect-config.json, DROP",
    "META-INF/proguard/gson.pro, DROP",
    "META-INF/native/netty_windows_x86_64.dll, DROP",
    "META-INF/native/libnetty_osx_x86_64.jnilib, DROP",
    "a/B.class, KEEP_CLASS",
    "a/package-info.class, KEEP_CLASS",
    "META-INF/versions/9/a/B.class, KEEP_CLASS",
    "META-INF/services/a.B, JOIN",
    "META-INF/LICENSE, KEEP_EACH",
    "META-INF/LICENSE.txt, KEEP_EACH",
    "META-INF/notice.md, KEEP_EACH",
    "META-INF/thirdparty-LICENSE, KEEP_EACH",
    "LICENSE-junit.txt, KEEP_EACH",
    "about.html, KEEP_EACH",
    "META-INF/license/LICENSE.boringssl.txt, KEEP",
    "META-INF/maven/a/b/pom.properties, KEEP",
    "META-INF/native/libnetty_linux_x86_64.so, KEEP",
    "META-INF/spring.factories, KEEP",
    "META-INF/services.txt, KEEP",
    "a/key.ec, KEEP",
    "a/LicenseUtils.properties, KEEP",
    "plugin.properties, KEEP"
  })
  void followsFromTheName(String name, Treatment treatment) {
    assertThat(Treatment.of(name)).isEqualTo(treatment);
  }
}
