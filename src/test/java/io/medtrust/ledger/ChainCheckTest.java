package io.medtrust.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.medtrust.bus.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChainCheckTest {
  private static final long T0 = 1_795_358_880L;
  private final Random random = new Random(20261122);

  @Test
  void a_chain_as_written_verifies() {
    var segments = chain(40);
    assertNull(firstBreak(segments));
    assertEquals(40, segments.size());
  }

  @Test
  void every_kind_of_single_change_is_found_at_its_place() {
    for (int round = 0; round < 300; round++) {
      var segments = chain(12);
      int at = random.nextInt(segments.size() - 1);
      var s = segments.get(at);
      int i = random.nextInt(s.texts().size());
      var texts = new ArrayList<>(s.texts());
      switch (random.nextInt(11)) {
        case 0 -> {
          // a score
          var text = texts.get(i);
          texts.set(
              i,
              text.endsWith(":77") ? text.replace(":77", ":78") : text.replaceAll(":\\w+$", ":77"));
          segments.set(
              at,
              with(s, s.prevHash(), s.headHash(), texts, s.marks(), s.epoch(), s.writtenMicros()));
          expect(segments, s.firstBlock() + i, "block_hash");
        }
        case 1 -> {
          // a time
          var text = texts.get(i);
          int digit = 20 + random.nextInt(3);
          char other = text.charAt(digit) == '4' ? '5' : '4';
          texts.set(i, text.substring(0, digit) + other + text.substring(digit + 1));
          segments.set(
              at,
              with(s, s.prevHash(), s.headHash(), texts, s.marks(), s.epoch(), s.writtenMicros()));
          expect(segments, s.firstBlock() + i, "block_hash");
        }
        case 2 -> {
          // one bit of a block's stored hash
          var marks = s.marks().clone();
          marks[i * Segment.MARK_BYTES + random.nextInt(Segment.MARK_BYTES)] ^=
              (byte) (1 << random.nextInt(8));
          segments.set(
              at, with(s, s.prevHash(), s.headHash(), texts, marks, s.epoch(), s.writtenMicros()));
          expect(segments, s.firstBlock() + i, "block_hash");
        }
        case 3 -> {
          segments.set(
              at,
              with(
                  s,
                  s.prevHash(),
                  flip(s.headHash()),
                  texts,
                  s.marks(),
                  s.epoch(),
                  s.writtenMicros()));
          expect(segments, s.lastBlock(), "head_hash");
        }
        case 4 -> {
          segments.set(
              at,
              with(
                  s,
                  flip(s.prevHash()),
                  s.headHash(),
                  texts,
                  s.marks(),
                  s.epoch(),
                  s.writtenMicros()));
          expect(segments, s.firstBlock(), "prev_hash");
        }
        case 5 -> {
          segments.remove(at);
          expect(segments, s.firstBlock(), "gap");
        }
        case 6 -> {
          segments.set(
              at,
              with(
                  s,
                  s.prevHash(),
                  s.headHash(),
                  texts,
                  s.marks(),
                  s.epoch(),
                  s.writtenMicros() + 1));
          expect(segments, s.firstBlock(), "content_hash");
        }
        case 7 -> {
          segments.set(
              at,
              with(
                  s,
                  s.prevHash(),
                  s.headHash(),
                  texts,
                  s.marks(),
                  s.epoch() + 7,
                  s.writtenMicros()));
          // an epoch that was raised also makes its successors older
          expect(segments, s.firstBlock(), "content_hash");
        }
        case 8 -> {
          segments.add(at + 1, s);
          expect(segments, s.firstBlock(), "duplicate");
        }
        case 9 -> {
          // a block taken out with its mark
          if (texts.size() == 1) continue;
          texts.remove(i);
          var marks = new byte[texts.size() * Segment.MARK_BYTES];
          System.arraycopy(s.marks(), 0, marks, 0, i * Segment.MARK_BYTES);
          System.arraycopy(
              s.marks(),
              (i + 1) * Segment.MARK_BYTES,
              marks,
              i * Segment.MARK_BYTES,
              marks.length - i * Segment.MARK_BYTES);
          segments.set(
              at, with(s, s.prevHash(), s.headHash(), texts, marks, s.epoch(), s.writtenMicros()));
          assertNotNull(firstBreak(segments));
        }
        default -> {
          // the second under which it is filed
          segments.set(
              at,
              new Segment(
                  s.session(),
                  s.verification(),
                  s.second() + 1,
                  s.firstBlock(),
                  s.prevHash(),
                  s.headHash(),
                  texts,
                  s.marks(),
                  s.epoch(),
                  s.writtenMicros(),
                  s.contentHash()));
          expect(segments, s.firstBlock(), "second");
        }
      }
    }
  }

  @Test
  void a_segment_moved_to_another_verification_is_found() {
    var segments = chain(3);
    var other = UUID.randomUUID().toString();
    var moved = new ArrayList<Segment>();
    for (var s : segments) {
      moved.add(
          new Segment(
              s.session(),
              other,
              s.second(),
              s.firstBlock(),
              s.prevHash(),
              s.headHash(),
              s.texts(),
              s.marks(),
              s.epoch(),
              s.writtenMicros(),
              s.contentHash()));
    }
    expect(moved, 1, "content_hash");
  }

  private void expect(List<Segment> segments, long block, String code) {
    var found = firstBreak(segments);
    assertNotNull(found, code);
    assertEquals(code, found.code());
    assertEquals(block, found.block());
  }

  private static ChainBreak firstBreak(List<Segment> segments) {
    var check = new ChainCheck();
    for (var segment : segments) {
      var found = check.next(segment);
      if (found.isPresent()) return found.get();
    }
    return null;
  }

  private List<Segment> chain(int seconds) {
    var session = UUID.randomUUID().toString();
    var verification = UUID.randomUUID().toString();
    var segments = new ArrayList<Segment>();
    var head = Segment.Head.GENESIS;
    for (int second = 0; second < seconds; second++) {
      int blocks = 1 + random.nextInt(6);
      var texts = new ArrayList<String>();
      for (int b = 0; b < blocks; b++) {
        long millis = (T0 + second) * 1000 + 111 + 150L * b;
        var score = random.nextInt(8) == 0 ? "unknown" : "" + random.nextInt(101);
        texts.add(Instant.ofEpochMilli(millis) + ":" + score);
      }
      var entry = new LedgerEntry(session, verification, T0 + second, texts);
      var segment = Segment.chain(head, entry, 3, (T0 + second) * 1_000_000 + 17);
      segments.add(segment);
      head = segment.head();
    }
    return segments;
  }

  private static String flip(String hash) {
    return (hash.charAt(0) == '0' ? '1' : '0') + hash.substring(1);
  }

  private static Segment with(
      Segment s,
      String prev,
      String head,
      List<String> texts,
      byte[] marks,
      long epoch,
      long written) {
    return new Segment(
        s.session(),
        s.verification(),
        s.second(),
        s.firstBlock(),
        prev,
        head,
        texts,
        marks,
        epoch,
        written,
        s.contentHash());
  }
}
