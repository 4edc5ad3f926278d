package io.medtrust.signaling;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SdpDirectionsTest {
  private static final String AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
  private static final String VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n";

  @Test
  void aSectionSendsUnlessItSaysOtherwise() {
    assertTrue(SdpDirections.sends("v=0\r\n" + AUDIO));
    assertTrue(SdpDirections.sends("v=0\r\n" + AUDIO + "a=sendonly\r\n"));
    assertFalse(SdpDirections.sends("v=0\r\n" + AUDIO + "a=recvonly\r\n"));
    assertFalse(SdpDirections.sends("v=0\n" + AUDIO + "a=inactive\n"));
    assertTrue(
        SdpDirections.sends("v=0\r\n" + AUDIO + "a=recvonly\r\n" + VIDEO + "a=sendrecv\r\n"));
    assertTrue(
        SdpDirections.sends("v=0\r\n" + AUDIO + "a=sendrecv\r\n" + VIDEO + "a=recvonly\r\n"));
  }

  @Test
  void theSessionsDirectionIsTheDefaultOfItsSections() {
    assertFalse(SdpDirections.sends("v=0\r\na=recvonly\r\n" + AUDIO));
    assertTrue(SdpDirections.sends("v=0\r\na=recvonly\r\n" + AUDIO + "a=sendrecv\r\n"));
  }

  @Test
  void rejectedSectionsAndDataChannelsSendNoMedia() {
    assertFalse(SdpDirections.sends("v=0\r\nm=video 0 UDP/TLS/RTP/SAVPF 96\r\n"));
    assertFalse(SdpDirections.sends("v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"));
    assertFalse(SdpDirections.sends("v=0\r\n"));
  }

  @Test
  void anyTextIsRead() {
    var random = new Random(3);
    var pieces = new String[] {"m=", "audio", " 9 ", "a=", "sendrecv", "\r\n", "\n", "=", " ", "x"};
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--)
        text.append(pieces[random.nextInt(pieces.length)]);
      SdpDirections.sends(text.toString());
    }
  }
}
