package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProxyTrustTest {
  private final ProxyTrust proxies = new ProxyTrust(List.of("10.0.0.0/8", "::1", "fd00::/8"));

  @Test
  void aStrangersHeaderIsNotBelieved() {
    assertEquals("203.0.113.9", proxies.client("203.0.113.9", "1.2.3.4"));
    assertEquals("203.0.113.9", new ProxyTrust(List.of()).client("203.0.113.9", "1.2.3.4"));
  }

  @Test
  void behindAProxyTheClientIsTheLastAddressThatAProxyDidNotHave() {
    assertEquals("1.2.3.4", proxies.client("10.0.0.1", "1.2.3.4"));
    // What the client itself wrote stands before what the proxies wrote.
    assertEquals("1.2.3.4", proxies.client("10.0.0.1", "8.8.8.8, 1.2.3.4, 10.3.3.3"));
    assertEquals("2001:db8::7", proxies.client("fd00::1", "2001:db8::7"));
    assertEquals("10.0.0.1", proxies.client("10.0.0.1", null));
    assertEquals("10.0.0.1", proxies.client("10.0.0.1", "localhost"));
  }

  @Test
  void headersOfAnySortAreRead() {
    var random = new Random(7);
    var letters = "0123456789abcdef.:, []%/-x";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      proxies.client("10.0.0.1", text.toString());
    }
  }

  @Test
  void aNetworkThatIsNoneIsNamed() {
    for (var text : List.of("10.0.0.0/33", "proxy.example", "10.0.0.0/x", "", "1.2.3/8")) {
      assertThrows(IllegalArgumentException.class, () -> new ProxyTrust(List.of(text)), text);
    }
  }
}
