package io.medtrust.lab.load;

import io.medtrust.lab.pipeline.LabNode;
import io.medtrust.lab.report.Numbers;
import io.medtrust.ops.BuildId;
import io.medtrust.ops.Settings;
import io.medtrust.rtc.rtp.Packetizers;
import io.medtrust.sfu.MediaTap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code medtrust lab load --streams N [--seconds S] [--warmup S] [--kbps K] [--json FILE]}: N
 * verified 640 × 480 cameras at 30 pictures a second, each with its microphone, into one worker
 * process in real time; prints what the worker's threads used and whether anything was left out.
 */
public final class LoadCommand {
  private static final int FOOTAGE_SECONDS = 20;
  private static final int PEOPLE = 4;

  private final int streams;
  private final int seconds;
  private final int warmup;
  private final int kbps;

  public LoadCommand(int streams, int seconds, int warmup, int kbps) {
    this.streams = streams;
    this.seconds = seconds;
    this.warmup = warmup;
    this.kbps = kbps;
  }

  /** One camera and microphone that send what was encoded before, again and again. */
  private static final class Stream {
    final Footage footage;
    final MediaTap.TrackTap video;
    final MediaTap.TrackTap sound;
    final Packetizers.Vp8Packetizer pictures;
    final Packetizers.OpusPacketizer packets;
    final long firstTimestamp;
    long picture;
    long packet;
    volatile boolean keyFrameWanted;

    Stream(MediaTap tap, Footage footage, Random random) {
      this.footage = footage;
      var session = UUID.randomUUID().toString();
      var participant = UUID.randomUUID().toString();
      firstTimestamp = random.nextInt() & 0xffffffffL;
      pictures = new Packetizers.Vp8Packetizer(1, 96, 1200, random.nextInt(1 << 16), 15);
      packets = new Packetizers.OpusPacketizer(2, 111, random.nextInt(1 << 16));
      video =
          tap.open(
              new MediaTap.TappedTrack(
                  session, participant, "video", "VP8", 90_000, 1, () -> keyFrameWanted = true));
      sound =
          tap.open(
              new MediaTap.TappedTrack(session, participant, "audio", "opus", 48_000, 2, () -> {}));
    }

    void sendPicture(long now) {
      int at = (int) (picture % footage.pictures().size());
      // A key frame can only be had where one was encoded: at the beginning.
      if (keyFrameWanted) {
        keyFrameWanted = false;
        picture += footage.pictures().size() - at;
        at = 0;
      }
      long timestamp = firstTimestamp + picture * 3000 & 0xffffffffL;
      for (var p : pictures.packetize(footage.pictures().get(at), timestamp)) {
        video.packet(p, 0, p.length, now);
      }
      picture++;
    }

    void sendSound(long now) {
      int at = (int) (packet % footage.sounds().size());
      long timestamp = firstTimestamp + packet * 960 & 0xffffffffL;
      for (var p : packets.packetize(footage.sounds().get(at), timestamp)) {
        sound.packet(p, 0, p.length, now);
      }
      packet++;
    }

    void close() {
      video.close();
      sound.close();
    }
  }

  /**
   * @param json where the figures are written; may be null
   * @return 1 when something was left out
   */
  public int run(Settings settings, PrintStream out, Path json) throws Exception {
    out.printf("encoding %d people for %d s ...%n", PEOPLE, FOOTAGE_SECONDS);
    var people = new ArrayList<Footage>();
    for (int i = 0; i < PEOPLE; i++) people.add(Footage.of(100 + i, FOOTAGE_SECONDS, kbps));
    try (var node = LabNode.start(settings)) {
      var random = new Random(1);
      var all = new ArrayList<Stream>();
      for (int i = 0; i < streams; i++) {
        all.add(new Stream(node.tap(), people.get(i % PEOPLE), random));
      }
      var worker = node.workerPid();
      var own = ProcessHandle.current().pid();
      long start = System.nanoTime();
      send(all, start, warmup);
      double machineBefore = ProcessTime.machineSeconds();
      var before = ProcessTime.of(worker);
      var ownBefore = ProcessTime.of(own);
      long droppedBefore = node.dropped();
      double shedBefore = node.shed();
      send(all, start, warmup + seconds);
      var after = ProcessTime.of(worker);
      var ownAfter = ProcessTime.of(own);
      double machine = ProcessTime.machineSeconds() - machineBefore;
      long dropped = node.dropped() - droppedBefore;
      double shed = node.shed() - shedBefore;
      all.forEach(Stream::close);
      long ours = sum(ownAfter) - sum(ownBefore);
      print(out, before, after, ours, dropped, shed);
      double others = machine - (ours + sum(after) - sum(before)) / 1e9;
      others = Math.max(0, others / seconds);
      out.printf("what else ran on the machine used %.2f cores%n", others);
      if (json != null) {
        var report = report(before, after, dropped, shed, others);
        Files.writeString(json, report.encodePrettily() + "\n");
      }
      return dropped > 0 || shed > 0 ? 1 : 0;
    }
  }

  /**
   * Sends in real time until that many seconds after the start; streams are spread over a frame.
   */
  private void send(List<Stream> all, long start, int until) {
    double frame = 1e9 / Footage.FRAMES_PER_SECOND;
    double gap = frame / all.size();
    while (true) {
      long next = Long.MAX_VALUE;
      Stream due = null;
      boolean picture = false;
      for (int i = 0; i < all.size(); i++) {
        var stream = all.get(i);
        long p = start + Math.round(i * gap + stream.picture * frame);
        long s = start + Math.round(i * gap + stream.packet * 20e6);
        if (Math.min(p, s) < next) {
          next = Math.min(p, s);
          due = stream;
          picture = p <= s;
        }
      }
      if (due == null || next - start >= until * 1_000_000_000L) return;
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (picture) due.sendPicture(System.nanoTime());
      else due.sendSound(System.nanoTime());
    }
  }

  private static long sum(Map<String, Long> stages) {
    return stages.values().stream().mapToLong(Long::longValue).sum();
  }

  private JsonObject report(
      Map<String, Long> before, Map<String, Long> after, long dropped, double shed, double others) {
    double total = (sum(after) - sum(before)) / 1e9 / seconds;
    var stages = new JsonArray();
    after.forEach(
        (stage, nanos) -> {
          double ms = (nanos - before.getOrDefault(stage, 0L)) / 1e6 / seconds / streams;
          stages.add(
              new JsonObject()
                  .put("stage", stage)
                  .put("ms_per_stream_second", Numbers.rounded(ms))
                  .put("share", Numbers.rounded(Math.clamp(ms * streams / 1000 / total, 0, 1))));
        });
    return new JsonObject()
        .put("kind", "load")
        .put("title", "verified 640×480 cameras at 30 pictures a second, with microphones")
        .put(
            "command",
            "./medtrust lab load --streams %d --seconds %d --warmup %d --kbps %d --json FILE"
                .formatted(streams, seconds, warmup, kbps))
        .put("date", LocalDate.now(ZoneOffset.UTC).toString())
        .put("build", BuildId.compute())
        .put("data", new JsonObject().put("name", "synthetic people"))
        .put(
            "conditions",
            new JsonArray()
                .add(
                    "VP8 640 × 480, 30 pictures/s, %d kbit/s, and Opus 32 kbit/s, no loss"
                        .formatted(kbps))
                .add(
                    "%d people, %d s of each again and again"
                        .formatted(Math.min(PEOPLE, streams), FOOTAGE_SECONDS))
                .add("CPU time of the worker's threads, %d s after its start".formatted(warmup))
                .add(
                    "%d processors, Java %s"
                        .formatted(
                            Runtime.getRuntime().availableProcessors(),
                            Runtime.version().feature()))
                .add("what else ran on the machine used %.2f cores".formatted(others)))
        .put(
            "not_measured",
            new JsonArray()
                .add("several faces in a picture, other sizes, H.264, loss")
                .add("the comparison with an enrolled voice: nobody is enrolled"))
        .put(
            "results",
            new JsonObject()
                .put("streams", streams)
                .put("seconds", seconds)
                .put("cores", Numbers.rounded(total))
                .put("streams_per_core", Numbers.rounded(streams / total))
                .put("ms_per_stream_second", Numbers.rounded(1000 * total / streams))
                .put("dropped", dropped)
                .put("left_out", Math.round(shed))
                .put("stages", stages));
  }

  private void print(
      PrintStream out,
      Map<String, Long> before,
      Map<String, Long> after,
      long own,
      long dropped,
      double shed) {
    double total = (sum(after) - sum(before)) / 1e9 / seconds;
    out.printf(
        "%d streams for %d s: the worker used %.2f cores, %.1f ms a stream and second: %.1f streams"
            + " a core%n",
        streams, seconds, total, 1000 * total / streams, streams / total);
    out.printf("dropped %d frames or packets, left out %.0f pictures%n", dropped, shed);
    out.println("| stage | ms a stream and second | share |");
    out.println("|---|---|---|");
    after.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - before.getOrDefault(e.getKey(), 0L)))
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .forEach(
            e -> {
              double ms = e.getValue() / 1e6 / seconds / streams;
              out.printf(
                  "| %s | %.2f | %.0f %% |%n", e.getKey(), ms, 100 * ms / (1000 * total / streams));
            });
    out.printf(
        "sending and the node's side: %.2f ms a stream and second%n",
        own / 1e6 / seconds / streams);
  }
}
