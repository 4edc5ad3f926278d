package io.medtrust.rtc.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The samples of RFC 5769. */
class StunVectorsTest {
  private static final byte[] KEY = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ID = hex("b7e7a701bc34d686fa87dfae");
  private static final byte[] REQUEST =
      hex(
          "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
              + "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
              + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");
  private static final byte[] RESPONSE_V4 =
      hex(
          "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
              + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
              + "80280004c07d4c96");
  private static final byte[] RESPONSE_V6 =
      hex(
          "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
              + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf1"
              + "1784c97c8292c275bfe3ed4180280004c8fb0b4c");
  private static final byte[] LONG_TERM =
      hex(
          "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe3"
              + "82b900000015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b"
              + "6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666");

  @Test
  void theSampleRequestIsRead() {
    StunMessage message = StunMessage.parse(REQUEST, 0, REQUEST.length);

    assertNotNull(message);
    assertTrue(message.isBindingRequest());
    assertArrayEquals(ID, message.transactionId());
    assertEquals("evtj:h6vY", message.username());
    assertEquals(0x6e0001ffL, message.priority());
    assertTrue(message.controlled());
    assertFalse(message.controlling());
    assertEquals(0x932ff9b151263b36L, message.tieBreaker());
    assertFalse(message.useCandidate());
    assertTrue(message.hasFingerprint());
    assertTrue(message.verifyIntegrity(KEY));
    assertFalse(message.verifyIntegrity("another".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(0, message.unknownRequired().length);
  }

  @Test
  void theSampleResponseForVersion4IsRead() {
    StunMessage message = StunMessage.parse(RESPONSE_V4, 0, RESPONSE_V4.length);

    assertNotNull(message);
    assertEquals(Stun.BINDING_SUCCESS, message.type());
    assertEquals(new InetSocketAddress("192.0.2.1", 32853), message.mappedAddress());
    assertTrue(message.verifyIntegrity(KEY));
  }

  @Test
  void theSampleResponseForVersion6IsRead() {
    StunMessage message = StunMessage.parse(RESPONSE_V6, 0, RESPONSE_V6.length);

    assertNotNull(message);
    assertEquals(
        new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853),
        message.mappedAddress());
    assertTrue(message.verifyIntegrity(KEY));
  }

  @Test
  void theLongTermSampleIsAuthentic() throws Exception {
    StunMessage message = StunMessage.parse(LONG_TERM, 0, LONG_TERM.length);

    assertNotNull(message);
    assertEquals("マトリックス", message.username());
    byte[] key =
        MessageDigest.getInstance("MD5")
            .digest("マトリックス:example.org:TheMatrIX".getBytes(StandardCharsets.UTF_8));
    assertTrue(message.verifyIntegrity(key));
  }

  @Test
  void weWriteTheResponsesOfTheSamplesByteForByte() {
    // SOFTWARE with its padding of a space, as the sample has it.
    byte[] software = hex("7465737420766563746f72");
    for (byte[] sample : new byte[][] {RESPONSE_V4, RESPONSE_V6}) {
      InetSocketAddress address = StunMessage.parse(sample, 0, sample.length).mappedAddress();
      byte[] written =
          new StunWriter(Stun.BINDING_SUCCESS, ID)
              .attribute(Stun.SOFTWARE, software)
              .xorMappedAddress(address)
              .toBytes();
      int padding = 20 + 4 + software.length;
      written[padding] = 0x20;
      for (int i = 4; i < written.length; i++) {
        assertEquals(sample[i], written[i], "byte " + i);
      }
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    byte[] success = StunWriter.bindingSuccess(ID, new InetSocketAddress("2001:db8::7", 443), KEY);
    StunMessage read = StunMessage.parse(success, 0, success.length);
    assertEquals(new InetSocketAddress("2001:db8::7", 443), read.mappedAddress());
    assertTrue(read.verifyIntegrity(KEY));
    assertTrue(read.hasFingerprint());

    byte[] error = StunWriter.bindingError(ID, 420, "Unknown Attribute", KEY, 0x7FFF);
    StunMessage refused = StunMessage.parse(error, 0, error.length);
    assertEquals(Stun.BINDING_ERROR, refused.type());
    assertEquals(420, refused.errorCode());
    assertTrue(refused.verifyIntegrity(KEY));
  }

  @Test
  void aWrongFingerprintMakesAMessageInvalid() {
    byte[] changed = REQUEST.clone();
    changed[changed.length - 1] ^= 1;
    assertNull(StunMessage.parse(changed, 0, changed.length));
  }

  @Test
  void attributesBehindTheIntegrityAreIgnored() {
    byte[] message =
        new StunWriter(Stun.BINDING_REQUEST, ID)
            .text(Stun.USERNAME, "a:b")
            .integrity(KEY)
            .attribute(Stun.USE_CANDIDATE, new byte[0])
            .fingerprint()
            .toBytes();

    StunMessage read = StunMessage.parse(message, 0, message.length);

    assertTrue(read.verifyIntegrity(KEY));
    assertFalse(read.useCandidate());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
