package io.medtrust.lab.person;

import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Pipeline;
import java.util.List;
import java.util.Map;

/**
 * Pulse as measured from drawn people through VP8 : {@code PulseReport SECONDS STRENGTH NOISE KBIT
 * SEED...}.
 */
final class PulseReport {
  public static void main(String[] args) {
    double seconds = Double.parseDouble(args[0]);
    double strength = Double.parseDouble(args[1]);
    double noise = Double.parseDouble(args[2]);
    int kilobits = Integer.parseInt(args[3]);
    for (int k = 4; k < args.length; k++) {
      long seed = Long.parseLong(args[k]);
      var person =
          new SyntheticPerson(seed, PersonSettings.USUAL.withPulse(strength).withNoise(noise));
      var out = new I420(640, 480);
      var wave = new BloodWave();
      var raw = new BloodWave();
      try (var pipeline = new Pipeline(Map.of(), List.of("pulse"));
          var tracker = FaceTrackers.factory().open(Map.of());
          var codec = new Codecs("libvpx", 640, 480, 30, kilobits * 1000)) {
        for (int i = 0; i < seconds * 30; i++) {
          person.render(i / 30.0, Scene.usual(), out);
          raw.add(tracker.track(out.picture(Math.round(i / 30.0 * 1e6), i == 0)));
          codec.through(out.picture(Math.round(i / 30.0 * 1e6), i == 0), i == 0, pipeline::see);
          wave.add(pipeline.last);
        }
        System.out.printf(
            "seed %d true %.1f chrom raw %.1f coded %.1f detector %s %s kbit/s %.0f%n",
            seed,
            person.meanBpm(seconds - 12, seconds),
            raw.bpm(360),
            wave.bpm(360),
            pipeline.pulse == null ? null : pipeline.pulse.bpm(),
            pipeline.codes("pulse"),
            codec.bytes * 8 / seconds / 1000);
      }
      // The same without pixels.
      var seen = new PersonObservations(seed, PersonSettings.USUAL, Scene.usual(), 0, 0);
      var detector =
          (io.medtrust.analysis.detect.VideoDetector)
              io.medtrust.analysis.detect.Detectors.all().stream()
                  .filter(d -> d.name().equals("pulse"))
                  .findFirst()
                  .get()
                  .create()
                  .apply(Map.of());
      Output.PulseDisplay last = null;
      for (int i = 0; i < seconds * 30; i++)
        for (var o : detector.observe(seen.observe(i)))
          if (o instanceof Output.PulseDisplay d) last = d;
      System.out.println(
          "  observations: "
              + (last == null ? null : last.bpm())
              + " snr "
              + (last == null ? null : last.snrDb()));
    }
  }
}
