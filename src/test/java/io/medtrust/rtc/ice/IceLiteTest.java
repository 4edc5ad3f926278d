package io.medtrust.rtc.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.ice.IceLite.Output;
import io.medtrust.rtc.stun.Stun;
import io.medtrust.rtc.stun.StunMessage;
import io.medtrust.rtc.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceLiteTest {
  private static final String PASSWORD = "0123456789abcdefghijklmn";
  private static final byte[] KEY = PASSWORD.getBytes(StandardCharsets.US_ASCII);
  private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.7", 5000);
  private static final InetSocketAddress THERE = new InetSocketAddress("2001:db8::1", 6000);
  private static final long SECOND = 1_000_000_000L;

  private final IceLite ice = new IceLite("ours", PASSWORD, "peer");

  @Test
  void aValidCheckIsAnsweredWithTheAddressThatItCameFrom() {
    Output.Respond out = respond(Checks.check("ours:peer", PASSWORD, false), HERE, 0);

    assertTrue(out.validated());
    assertFalse(out.nominated());
    StunMessage response = StunMessage.parse(out.response(), 0, out.response().length);
    assertEquals(Stun.BINDING_SUCCESS, response.type());
    assertArrayEquals(Checks.ID, response.transactionId());
    assertEquals(HERE, response.mappedAddress());
    assertTrue(response.verifyIntegrity(KEY));
    assertTrue(response.hasFingerprint());
    assertEquals(HERE, ice.selected());
    assertTrue(ice.isValidated(HERE));
  }

  @Test
  void aWrongPasswordIsRefusedAndValidatesNothing() {
    Output.Respond out =
        respond(Checks.check("ours:peer", "another password of len", true), HERE, 0);

    assertFalse(out.validated());
    assertEquals(401, errorOf(out));
    assertNull(ice.selected());
    assertFalse(ice.isValidated(HERE));
  }

  @Test
  void aCheckForAnotherTransportIsRefused() {
    for (String name : new String[] {"other:peer", "ours:other", "ours", "ours:", "our:speer"}) {
      assertEquals(401, errorOf(respond(Checks.check(name, PASSWORD, false), HERE, 0)), name);
    }
  }

  @Test
  void anyPeerIsRightAsLongAsItsDescriptionIsNotKnown() {
    IceLite early = new IceLite("ours", PASSWORD, null);
    byte[] check = Checks.check("ours:whoever", PASSWORD, false);
    assertTrue(((Output.Respond) early.onStun(check, 0, check.length, HERE, 0)).validated());

    early.setRemoteUfrag("peer");
    assertFalse(((Output.Respond) early.onStun(check, 0, check.length, HERE, 0)).validated());
  }

  @Test
  void aRequestWithoutCredentialsIsABadRequest() {
    byte[] request = new StunWriter(Stun.BINDING_REQUEST, Checks.ID).fingerprint().toBytes();

    Output.Respond out = respond(request, HERE, 0);

    assertEquals(400, errorOf(out));
    assertFalse(StunMessage.parse(out.response(), 0, out.response().length).hasIntegrity());
  }

  @Test
  void aPeerThatThinksItIsControlledIsToldOtherwise() {
    byte[] request =
        new StunWriter(Stun.BINDING_REQUEST, Checks.ID)
            .text(Stun.USERNAME, "ours:peer")
            .number(Stun.ICE_CONTROLLED, 5L)
            .integrity(KEY)
            .fingerprint()
            .toBytes();

    assertEquals(487, errorOf(respond(request, HERE, 0)));
    assertFalse(ice.isValidated(HERE));
  }

  @Test
  void anAttributeThatMustBeUnderstoodIsNamed() {
    byte[] request =
        new StunWriter(Stun.BINDING_REQUEST, Checks.ID)
            .text(Stun.USERNAME, "ours:peer")
            .attribute(0x7ABC, new byte[4])
            .integrity(KEY)
            .fingerprint()
            .toBytes();

    assertEquals(420, errorOf(respond(request, HERE, 0)));
  }

  @Test
  void responsesIndicationsAndGarbageAreDropped() {
    byte[] success = StunWriter.bindingSuccess(Checks.ID, HERE, KEY);
    byte[] indication = new StunWriter(Stun.BINDING_INDICATION, Checks.ID).fingerprint().toBytes();
    byte[] allocate = new StunWriter(0x0003, Checks.ID).fingerprint().toBytes();

    assertEquals(new Output.Drop(IceLite.Reason.RESPONSE), handle(success, HERE, 0));
    assertEquals(new Output.Drop(IceLite.Reason.INDICATION), handle(indication, HERE, 0));
    assertEquals(new Output.Drop(IceLite.Reason.UNKNOWN_METHOD), handle(allocate, HERE, 0));
    assertEquals(new Output.Drop(IceLite.Reason.MALFORMED), handle(new byte[40], HERE, 0));
  }

  @Test
  void theAddressThatWasNominatedLastIsSelected() {
    respond(Checks.check("ours:peer", PASSWORD, false), HERE, 0);
    respond(Checks.check("ours:peer", PASSWORD, false), THERE, SECOND);
    assertEquals(HERE, ice.selected());
    assertFalse(ice.nominated());

    assertTrue(respond(Checks.check("ours:peer", PASSWORD, true), THERE, 2 * SECOND).nominated());
    assertEquals(THERE, ice.selected());
    assertTrue(ice.nominated());

    // A keep-alive of the other path changes nothing.
    respond(Checks.check("ours:peer", PASSWORD, false), HERE, 3 * SECOND);
    assertEquals(THERE, ice.selected());
  }

  @Test
  void consentEndsThirtySecondsAfterTheLastValidCheck() {
    assertFalse(ice.consentExpired(100 * SECOND));
    respond(Checks.check("ours:peer", PASSWORD, true), HERE, 100 * SECOND);

    assertFalse(ice.consentExpired(130 * SECOND));
    assertTrue(ice.consentExpired(130 * SECOND + 1));

    respond(Checks.check("ours:peer", "a wrong one of good length", true), HERE, 131 * SECOND);
    assertTrue(ice.consentExpired(131 * SECOND));
    respond(Checks.check("ours:peer", PASSWORD, false), HERE, 132 * SECOND);
    assertFalse(ice.consentExpired(133 * SECOND));
  }

  @Test
  void consentOfOneAddressIsNotConsentOfAnother() {
    respond(Checks.check("ours:peer", PASSWORD, true), HERE, 0);
    respond(Checks.check("ours:peer", PASSWORD, false), THERE, 29 * SECOND);
    assertTrue(ice.consentExpired(31 * SECOND));

    // The silent address gives way to the one that still asks.
    respond(Checks.check("ours:peer", PASSWORD, false), THERE, 32 * SECOND);
    assertEquals(THERE, ice.selected());
    assertFalse(ice.consentExpired(33 * SECOND));
  }

  @Test
  void onlySoManyAddressesAreRememberedAndTheSelectedOneStays() {
    respond(Checks.check("ours:peer", PASSWORD, true), HERE, 0);
    for (int i = 1; i <= 3 * IceLite.MAX_ADDRESSES; i++) {
      respond(
          Checks.check("ours:peer", PASSWORD, false),
          new InetSocketAddress("192.0.2.8", 1000 + i),
          i);
    }

    assertTrue(ice.isValidated(HERE));
    assertEquals(HERE, ice.selected());
    assertFalse(ice.isValidated(new InetSocketAddress("192.0.2.8", 1001)));
    assertTrue(
        ice.isValidated(new InetSocketAddress("192.0.2.8", 1000 + 3 * IceLite.MAX_ADDRESSES)));
  }

  @Test
  void theTransportOfACheckIsFoundByTheFirstHalfOfItsName() {
    byte[] check = Checks.check("ours:peer", PASSWORD, false);
    assertEquals("ours", IceLite.ufragOf(check, 0, check.length));

    byte[] nameless = Checks.check(":peer", PASSWORD, false);
    assertNull(IceLite.ufragOf(nameless, 0, nameless.length));
    assertNull(IceLite.ufragOf(new byte[20], 0, 20));
  }

  @Test
  void garbageNeitherThrowsNorValidates() {
    Random random = new Random(1);
    byte[] whole = Checks.check("ours:peer", PASSWORD, true);
    // Without its fingerprint, which would catch nearly every change before the integrity is looked
    // at, and which is not protected itself.
    byte[] good = Arrays.copyOf(whole, whole.length - 8);
    good[3] -= 8;
    assertTrue(
        new IceLite("ours", PASSWORD, "peer").onStun(good, 0, good.length, HERE, 0)
                instanceof Output.Respond respond
            && respond.validated());
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
      }
      // Two changes of one byte may undo each other.
      if (!Arrays.equals(bad, good)) {
        boolean validated =
            handle(bad, HERE, i) instanceof Output.Respond respond && respond.validated();
        assertFalse(validated);
        IceLite.ufragOf(bad, 0, bad.length);
      }
    }
  }

  @Test
  void credentialsAreLongDistinctAndOfIceCharacters() {
    IceCredentials one = IceCredentials.random(new SecureRandom());
    IceCredentials two = IceCredentials.random(new SecureRandom());

    assertTrue(one.ufrag().matches("[A-Za-z0-9+/]{12}"));
    assertTrue(one.password().matches("[A-Za-z0-9+/]{24}"));
    assertNotEquals(one, two);
    assertFalse(one.toString().contains(one.password()));
  }

  private Output handle(byte[] datagram, InetSocketAddress from, long now) {
    return ice.onStun(datagram, 0, datagram.length, from, now);
  }

  private Output.Respond respond(byte[] datagram, InetSocketAddress from, long now) {
    return assertInstanceOf(Output.Respond.class, handle(datagram, from, now));
  }

  private static int errorOf(Output.Respond out) {
    assertFalse(out.validated());
    StunMessage response = StunMessage.parse(out.response(), 0, out.response().length);
    assertEquals(Stun.BINDING_ERROR, response.type());
    return response.errorCode();
  }
}
