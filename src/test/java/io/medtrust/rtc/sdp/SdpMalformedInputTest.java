package io.medtrust.rtc.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.sdp.Negotiator.Result;
import io.medtrust.rtc.sdp.SessionDescription.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever comes: no exception, and nothing in our answers but lines of ours. */
class SdpMalformedInputTest {
  private static final int CASES = 20_000;
  private static final Pattern LINE =
      Pattern.compile(
          "[votsmc]=[ -~]+|a=(ice-lite|group:BUNDLE[ -~]*|msid-semantic: WMS"
              + " \\*|mid:[!-~]+|ice-ufrag:serverufrag1|ice-pwd:serverpassword0123456789|fingerprint:sha-256"
              + " [ -~]+"
              + "|setup:passive|rtcp-mux|rtcp-rsize|sendrecv|sendonly|recvonly|inactive|rtpmap:\\d+"
              + " [ -~]+|fmtp:\\d+ [ -~]+|rtcp-fb:\\d+ [ -~]+|extmap:\\d+ [!-~]+|msid:p"
              + " p-v|ssrc-group:FID 11 12|ssrc:1[12] (cname:c|msid:p p-v)|candidate:[ -~]+)");
  private static final String[] PIECES = {
    "\r",
    "\n",
    "\r\n",
    "\0",
    " ",
    "  ",
    ":",
    ";",
    "=",
    ",",
    "/",
    "*",
    "~",
    "a=",
    "m=",
    "\u2028",
    "\u00E9",
    "\uD83D",
    "-1",
    "0",
    "4294967296",
    "99999999999999999999",
    "a=candidate:1 1 udp 1 1 1",
    "a=mid:",
    "a=ice-pwd:x",
    "\r\na=fingerprint:sha-256 00",
    "%s",
    "\t"
  };

  @Test
  void changedOffersNeverThrowAndNeverBreakOurAnswers() {
    Random random = new Random(1);
    Codec vp8 = new Codec(1, "VP8", 90_000, 1, "", List.of());
    Sending sending = new Sending(vp8, new SendSource(11, 12, "c", "p", "p-v"));
    int valid = 0;
    int answered = 0;
    for (int i = 0; i < CASES; i++) {
      String text = change(random, Offers.call(random.nextBoolean() ? "sendrecv" : "recvonly"));
      if (SessionDescription.parse(text) instanceof Parsed.Ok(SessionDescription offer)) {
        valid++;
        CodecPolicy policy = random.nextBoolean() ? CodecPolicy.VERIFIED : CodecPolicy.RELAYED;
        Result result =
            random.nextBoolean()
                ? Negotiator.room(offer, policy, Map.of("1", sending))
                : Negotiator.subscriber(offer, Map.of("video", sending));
        PayloadTypes.forSending(offer, "video", vp8);
        PayloadTypes.extensionsForSending(offer, "audio");
        if (result instanceof Result.Ok(List<LocalMedia> media)) {
          answered++;
          assertIsOurs(SdpWriter.answer(Offers.local(), media), offer.media().size());
        }
      }
    }
    // The changes are small enough that the test tests something.
    assertTrue(valid > CASES / 10, "valid " + valid);
    assertTrue(answered > CASES / 20, "answered " + answered);
  }

  @Test
  void garbageIsInvalid() {
    Random random = new Random(2);
    for (int i = 0; i < CASES; i++) {
      char[] noise = new char[random.nextInt(200)];
      for (int j = 0; j < noise.length; j++) {
        noise[j] = (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
      }
      assertTrue(SessionDescription.parse(new String(noise)) instanceof Parsed.Invalid);
      SessionDescription.parse("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=" + new String(noise));
    }
  }

  private static void assertIsOurs(String answer, int sections) {
    assertTrue(answer.endsWith("\r\n"));
    int media = 0;
    for (String line : answer.substring(0, answer.length() - 2).split("\r\n", -1)) {
      assertTrue(LINE.matcher(line).matches(), line);
      media += line.startsWith("m=") ? 1 : 0;
    }
    assertEquals(sections, media);
    assertTrue(SessionDescription.parse(answer) instanceof Parsed.Ok);
  }

  private static String change(Random random, String text) {
    String changed = text;
    for (int n = random.nextInt(6); n >= 0; n--) {
      List<String> lines = new ArrayList<>(Arrays.asList(changed.split("\r\n")));
      int at = random.nextInt(lines.size());
      switch (random.nextInt(6)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
        case 2 -> {
          String line = lines.get(at);
          int cut = random.nextInt(line.length() + 1);
          String piece = PIECES[random.nextInt(PIECES.length)];
          lines.set(at, line.substring(0, cut) + piece + line.substring(cut));
        }
        case 3 -> {
          String line = lines.get(at);
          lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
        }
        case 4 -> {
          char[] line = lines.get(at).toCharArray();
          if (line.length > 0) {
            line[random.nextInt(line.length)] = (char) (32 + random.nextInt(95));
          }
          lines.set(at, new String(line));
        }
        default -> {
          String line = lines.remove(at);
          lines.add(random.nextInt(lines.size() + 1), line);
        }
      }
      changed = String.join("\r\n", lines) + "\r\n";
    }
    return changed;
  }
}
