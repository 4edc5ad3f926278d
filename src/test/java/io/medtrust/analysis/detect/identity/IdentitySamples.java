package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Media;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.model.ModelSlot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Features of all real faces of the media folder, from the source and after VP8, written to a file
 * that {@link IdentityReport} reads. {@code IdentitySamples MEDIA FILE}
 */
final class IdentitySamples {
  /** Bit/s; 0 is the source itself. */
  static final int[] RATES = {0, 150_000, 300_000, 600_000, 1_200_000};

  private static final int LONGEST = 360;

  /** One face; {@code clip} is the file's name. */
  record Sample(
      String clip,
      int rate,
      double seconds,
      float[] features,
      float quality,
      float yaw,
      float eyes) {
    /** Who it is; the two actors with several clips are one person each. */
    String person() {
      return clip.startsWith("mead-") ? clip.substring(0, 9) : clip;
    }

    boolean still() {
      return clip.endsWith(".jpg");
    }
  }

  private IdentitySamples() {}

  public static void main(String[] args) throws IOException {
    var media = Path.of(args[0]);
    var files = new ArrayList<>(Media.files(media.resolve("face/real"), ".mp4"));
    files.add(media.resolve("rppg/evm-face.mp4"));
    files.addAll(Media.files(media.resolve("face/verify-pairs"), ".jpg"));
    try (var out = new DataOutputStream(Files.newOutputStream(Path.of(args[1])));
        var network = new FaceNetwork(ModelSlot.FACE_EMBEDDING.require(Map.of()))) {
      for (var file : files) {
        var pictures = Media.pictures(file, LONGEST);
        for (int rate : RATES) of(file, pictures, rate, network, s -> write(out, s));
      }
    }
  }

  /** Samples five times a second of a clip, or of a still that stands for a second and a half. */
  private static void of(
      Path file, List<Picture> pictures, int rate, FaceNetwork network, Consumer<Sample> sink) {
    var name = file.getFileName().toString().replace(".mp4", "");
    int[] count = new int[1];
    try (var tracker = FaceTrackers.factory().open(Map.of("face.identity_per_second", "5"))) {
      Media.through(
          pictures,
          rate,
          p -> {
            var o = tracker.track(p);
            if (o.models() == null || o.models().identity() == null) return;
            count[0]++;
            sink.accept(sample(name, rate, o, network));
          });
    }
    System.err.println(name + " " + rate + " " + count[0]);
  }

  static Sample sample(String clip, int rate, FaceObservation o, FaceNetwork network) {
    var m = o.landmarks();
    return new Sample(
        clip,
        rate,
        o.captureTimeMicros() / 1e6,
        network.features(o.models().identity()),
        (float) SampleQuality.of(o),
        (float) FaceGeometry.yawDegrees(m),
        (float) FaceGeometry.eyeDistance(m));
  }

  private static void write(DataOutputStream out, Sample s) {
    try {
      out.writeUTF(s.clip());
      out.writeInt(s.rate());
      out.writeDouble(s.seconds());
      out.writeFloat(s.quality());
      out.writeFloat(s.yaw());
      out.writeFloat(s.eyes());
      out.writeInt(s.features().length);
      for (float f : s.features()) out.writeFloat(f);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<Sample> read(Path file) throws IOException {
    var all = new ArrayList<Sample>();
    try (var in =
        new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))) {
      while (in.available() > 0) {
        var clip = in.readUTF();
        int rate = in.readInt();
        double seconds = in.readDouble();
        float quality = in.readFloat();
        float yaw = in.readFloat();
        float eyes = in.readFloat();
        var features = new float[in.readInt()];
        for (int i = 0; i < features.length; i++) features[i] = in.readFloat();
        all.add(new Sample(clip, rate, seconds, features, quality, yaw, eyes));
      }
    }
    return all;
  }
}
