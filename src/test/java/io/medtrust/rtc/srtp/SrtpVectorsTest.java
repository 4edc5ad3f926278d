package io.medtrust.rtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The published vectors. */
class SrtpVectorsTest {
  private static final byte[] GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
  private static final byte[] GCM_SALT = hex("517569642070726f2071756f");
  private static final byte[] RTP =
      hex(
          "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e6973206469766973612069"
              + "6e207061727465732074726573");
  private static final byte[] SRTP =
      hex(
          "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a"
              + "51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
  private static final byte[] RTCP =
      hex(
          "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeef"
              + "deadbeefdeadbeefdeadbeef");
  private static final byte[] SRTCP =
      hex(
          "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
              + "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4");

  @Test
  void aesCounterModeGivesTheKeyStreamOfRfc3711B2() {
    byte[] stream =
        KeyDerivation.derive(
            hex("2B7E151628AED2A6ABF7158809CF4F3C"),
            hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"),
            0,
            0xFF02 * 16);

    assertArrayEquals(
        hex(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                + "41E95B3BB0A2E8DD477901E4FCA894C0"),
        Arrays.copyOf(stream, 48));
    assertArrayEquals(
        hex(
            "EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE"
                + "6A2CC3787889374FBEB4C81B17BA6C44"),
        Arrays.copyOfRange(stream, 0xFEFF * 16, 0xFF02 * 16));
  }

  @Test
  void sessionKeysAreDerivedAsInRfc3711B3() {
    byte[] key = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    byte[] salt = hex("0EC675AD498AFEEBB6960B3AABE6");

    assertArrayEquals(
        hex("C61E7A93744F39EE10734AFE3FF7A087"),
        KeyDerivation.derive(key, salt, KeyDerivation.RTP_ENCRYPTION, 16));
    assertArrayEquals(
        hex("30CBBC08863D8C85D49DB34A9AE1"),
        KeyDerivation.derive(key, salt, KeyDerivation.RTP_SALT, 14));
    assertArrayEquals(
        hex(
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCE"
                + "E049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC25"
                + "6D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2"),
        KeyDerivation.derive(key, salt, KeyDerivation.RTP_AUTHENTICATION, 94));
  }

  @Test
  void gcmEncryptsTheRtpPacketOfRfc7714Section16() throws Exception {
    byte[] buf = Arrays.copyOf(RTP, RTP.length + SrtpSender.MAX_OVERHEAD);

    int length = gcm().protectRtp(buf, 0, RTP.length, 12, 0x5501a0b2, 0xf17b);

    assertArrayEquals(SRTP, Arrays.copyOf(buf, length));
  }

  @Test
  void gcmDecryptsTheRtpPacketOfRfc7714Section16() throws Exception {
    byte[] buf = SRTP.clone();

    int length = gcm().unprotectRtp(buf, 0, buf.length, 12, 0x5501a0b2, 0xf17b);

    assertArrayEquals(RTP, Arrays.copyOf(buf, length));
  }

  @Test
  void gcmEncryptsTheRtcpPacketOfRfc7714Section17() throws Exception {
    byte[] buf = Arrays.copyOf(RTCP, RTCP.length + SrtpSender.MAX_OVERHEAD);

    int length = gcm().protectRtcp(buf, 0, RTCP.length, 0x4d617273, 0x5d4);

    assertArrayEquals(SRTCP, Arrays.copyOf(buf, length));
  }

  @Test
  void gcmDecryptsTheRtcpPacketOfRfc7714Section17() throws Exception {
    byte[] buf = SRTCP.clone();

    int length = gcm().unprotectRtcp(buf, 0, buf.length, 0x4d617273);

    assertArrayEquals(RTCP, Arrays.copyOf(buf, length));
  }

  @Test
  void rtcpThatIsOnlyAuthenticatedIsAccepted() throws Exception {
    // RFC 7714 §9.3: without encryption, packet and index word are all associated data.
    javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        javax.crypto.Cipher.ENCRYPT_MODE,
        new javax.crypto.spec.SecretKeySpec(GCM_KEY, "AES"),
        new javax.crypto.spec.GCMParameterSpec(128, hex("517524055203726f207170bb")));
    cipher.updateAAD(RTCP);
    cipher.updateAAD(hex("000005d4"));
    byte[] tag = cipher.doFinal();
    byte[] packet = Arrays.copyOf(RTCP, RTCP.length + 20);
    System.arraycopy(tag, 0, packet, RTCP.length, 16);
    System.arraycopy(hex("000005d4"), 0, packet, RTCP.length + 16, 4);

    int length = gcm().unprotectRtcp(packet, 0, packet.length, 0x4d617273);

    assertEquals(RTCP.length, length);
    assertArrayEquals(RTCP, Arrays.copyOf(packet, length));
  }

  private static GcmCipher gcm() throws Exception {
    return new GcmCipher(GCM_KEY, GCM_SALT, GCM_KEY, GCM_SALT);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
