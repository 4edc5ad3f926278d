package io.medtrust.rtc.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.srtp.SrtpProfile;
import io.medtrust.rtc.srtp.SrtpReceiver;
import io.medtrust.rtc.srtp.SrtpSender;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsCoresTest {
  @Test
  void packetsAreToldApartByTheirFirstTwoBytes() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        PacketKind expected =
            first <= 3
                ? PacketKind.STUN
                : first >= 20 && first <= 63
                    ? PacketKind.DTLS
                    : first >= 128 && first <= 191
                        ? second >= 192 && second <= 223 ? PacketKind.RTCP : PacketKind.RTP
                        : PacketKind.OTHER;
        assertEquals(expected, PacketKind.classify((byte) first, (byte) second));
      }
    }
  }

  @Test
  void aFingerprintMatchesItsCertificateOnly() {
    byte[] der = "a certificate".getBytes(StandardCharsets.US_ASCII);
    Fingerprint fingerprint = Fingerprint.ofCertificate(der);

    assertTrue(fingerprint.matches(der));
    assertFalse(fingerprint.matches(new byte[13]));
    assertEquals(fingerprint, Fingerprint.parse(fingerprint.toString()));
    assertEquals(
        fingerprint,
        Fingerprint.parse(fingerprint.toString().toLowerCase().replace("sha-256", "SHA-256")));
  }

  @Test
  void aFingerprintOfRfc8122IsWrittenAsItWasRead() {
    String text =
        "sha-256 12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19"
            + ":E5:7C:AB:4A:AD";
    assertEquals(text, Fingerprint.parse(text).toString());
  }

  @Test
  void weakCutAndForeignFingerprintsAreRefused() {
    String good = Fingerprint.ofCertificate(new byte[1]).toString();
    assertNull(Fingerprint.parse(good.substring(0, good.length() - 3)));
    assertNull(Fingerprint.parse(good + ":00"));
    assertNull(Fingerprint.parse(good.replace(':', '-')));
    assertNull(
        Fingerprint.parse("sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB"));
    assertNull(Fingerprint.parse("md5 4A"));
    assertNull(Fingerprint.parse(""));
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      char[] bad = good.toCharArray();
      bad[random.nextInt(bad.length)] = (char) random.nextInt(0x3000);
      Fingerprint.parse(new String(bad));
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void exportedKeysAreCutSoThatBothSidesUnderstandEachOther(SrtpProfile profile) {
    byte[] exported = new byte[profile.exportedLength()];
    new Random(1).nextBytes(exported);
    SrtpKeys keys = SrtpKeys.split(profile, exported);
    SrtpSender expected =
        new SrtpSender(
            profile,
            Arrays.copyOfRange(exported, 16, 32),
            Arrays.copyOfRange(exported, 32 + profile.saltLength(), exported.length));
    byte[] rtp = new byte[12 + 40 + SrtpSender.MAX_OVERHEAD];
    rtp[0] = (byte) 0x80;
    byte[] same = rtp.clone();

    int length = keys.serverSender().protectRtp(rtp, 0, 52);

    assertEquals(length, expected.protectRtp(same, 0, 52));
    assertArrayEquals(same, rtp);
    assertEquals(52, keys.clientReceiver().unprotectRtp(rtp, 0, length));
    byte[] back = new byte[100];
    back[0] = (byte) 0x80;
    int sent = keys.clientSender().protectRtp(back, 0, 20);
    assertEquals(
        SrtpReceiver.AUTH_FAILED, keys.clientReceiver().unprotectRtp(back.clone(), 0, sent));
    assertEquals(20, keys.serverReceiver().unprotectRtp(back, 0, sent));
  }

  @Test
  void keyingMaterialOfAWrongLengthIsABug() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SrtpKeys.split(SrtpProfile.AEAD_AES_128_GCM, new byte[60]));
  }
}
