package io.medtrust.analysis.detect.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.lab.Pipeline;
import io.medtrust.analysis.lab.SkinPulse;
import io.medtrust.analysis.media.Picture;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static double[] rgbToYuv(double r, double g, double b) {
    return new double[] {
      16 + 0.256788 * r + 0.504129 * g + 0.097906 * b,
      128 - 0.148223 * r - 0.290993 * g + 0.439216 * b,
      128 + 0.439216 * r - 0.367788 * g - 0.071427 * b
    };
  }

  /**
   * Skin with a pulse of the relative strengths 0.33, 0.77, 0.53 in red, green and blue (de Haan
   * and van Leest 2014), a common flicker of light, and the rounding noise of a mean over many
   * pixels.
   */
  private static List<Output> watch(
      double seconds, double fps, double bpm, double amplitude, Consumer<Observations> each) {
    var random = new Random(9);
    var detector = new Pulse(Map.of());
    var out = new ArrayList<Output>();
    double t = 0;
    while (t < seconds) {
      double beat = amplitude * Math.sin(2 * Math.PI * bpm / 60 * t);
      double light = 1 + 0.02 * Math.sin(2 * Math.PI * 0.3 * t) + 0.01 * Math.sin(9 * t);
      double r = 180 * (1 + 0.33 * beat) * light;
      double g = 130 * (1 + 0.77 * beat) * light;
      double b = 110 * (1 + 0.53 * beat) * light;
      var yuv = rgbToYuv(r, g, b);
      var o = new Observations().at(7 + t);
      o.skin =
          new Colour(
              (float) (yuv[0] + 0.03 * random.nextGaussian()),
              (float) (yuv[1] + 0.03 * random.nextGaussian()),
              (float) (yuv[2] + 0.03 * random.nextGaussian()),
              2000);
      each.accept(o);
      out.addAll(detector.observe(o.build()));
      // Cameras do not keep time: uneven steps.
      t += (1 + 0.3 * (random.nextDouble() - 0.5)) / fps;
    }
    return out;
  }

  private static Verdict verdict(List<Output> out) {
    return out.stream()
        .filter(Verdict.class::isInstance)
        .map(Verdict.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private static Output.PulseDisplay display(List<Output> out) {
    return out.stream()
        .filter(Output.PulseDisplay.class::isInstance)
        .map(Output.PulseDisplay.class::cast)
        .reduce((a, b) -> b)
        .orElse(null);
  }

  @Test
  void anInjectedPulseIsFoundWithinTwoBeatsAMinute() {
    for (double fps : new double[] {22, 25, 30}) {
      for (double bpm : new double[] {48, 58, 72, 95, 130, 180}) {
        var out = watch(16, fps, bpm, 0.008, o -> {});
        var v = verdict(out);
        assertEquals("ok", v.code(), fps + " fps, " + bpm + ": " + v);
        assertEquals(bpm, ((Number) v.evidence().get("bpm")).doubleValue(), 2, "at " + fps);
        var display = display(out);
        assertEquals(bpm, display.bpm(), 2);
        assertEquals(300, display.waveform().length);
        float top = 0;
        for (float s : display.waveform()) {
          assertTrue(s >= -1 && s <= 1);
          top = Math.max(top, s);
        }
        assertTrue(top > 0.2);
      }
    }
  }

  @Test
  void skinWithoutAPulseIsUnknownAndNeverFailed() {
    var out = watch(16, 30, 70, 0, o -> {});
    assertEquals("weak", verdict(out).code());
    assertEquals(Verdict.State.UNKNOWN, verdict(out).state());
    assertNull(display(out).bpm());
  }

  @Test
  void aRhythmThatIsAlsoOnTheBackgroundIsLight() {
    var out = watch(16, 30, 70, 0.008, o -> o.background = o.skin);
    assertEquals("light", verdict(out).code());
    assertNull(display(out).bpm());
    var random = new Random(3);
    var quiet =
        watch(
            16,
            30,
            70,
            0.008,
            o ->
                o.background =
                    new Colour(
                        (float) (90 + 0.05 * random.nextGaussian()),
                        (float) (124 + 0.03 * random.nextGaussian()),
                        (float) (130 + 0.03 * random.nextGaussian()),
                        9000));
    assertEquals("ok", verdict(quiet).code());
  }

  @Test
  void regionsThatSwingByThemselvesAreNoPulse() {
    // A shadow that moves over one cheek, larger than any pulse.
    var random = new Random(5);
    var out =
        watch(
            16,
            30,
            0,
            0,
            o -> {
              var regions = new ArrayList<Region>();
              for (var name : Region.Name.values()) {
                double swing = Math.sin(2 * Math.PI * 1.3 * o.micros / 1e6);
                boolean cheek = name == Region.Name.LEFT_CHEEK;
                regions.add(
                    new Region(
                        name,
                        new Colour(
                            (float) (o.skin.y() + 0.05 * random.nextGaussian()),
                            (float) (o.skin.u() + 0.05 * random.nextGaussian()),
                            (float)
                                (o.skin.v()
                                    + 0.05 * random.nextGaussian()
                                    + (cheek ? 1.5 * swing : 0)),
                            2000)));
              }
              o.regions = regions;
            });
    assertEquals(Verdict.State.UNKNOWN, verdict(out).state());
    assertNull(display(out).bpm());
  }

  /** All four regions swing in luma alone, as a codec at a low rate leaves a pulse. */
  private static List<Output> lumaOnly(double wallSwing, boolean wall) {
    var random = new Random(7);
    return watch(
        16,
        30,
        0,
        0,
        o -> {
          double swing = Math.sin(2 * Math.PI * 72 / 60 * o.micros / 1e6);
          o.regions = new ArrayList<>();
          for (var name : Region.Name.values()) {
            o.regions.add(
                new Region(
                    name,
                    new Colour(
                        (float) (130 + 0.3 * swing + 0.06 * random.nextGaussian()),
                        (float) (112 + 0.4 * random.nextGaussian()),
                        (float) (148 + 0.4 * random.nextGaussian()),
                        2000)));
          }
          if (!wall) return;
          o.background =
              new Colour(
                  (float) (90 + wallSwing * swing + 0.06 * random.nextGaussian()),
                  (float) (128 + 0.06 * random.nextGaussian()),
                  (float) (126 + 0.06 * random.nextGaussian()),
                  9000);
        });
  }

  @Test
  void whereACodecLeftOnlyLumaThePulseIsReadFromItUnlessItMayBeLight() {
    var out = lumaOnly(0, true);
    assertEquals("ok", verdict(out).code(), verdict(out).toString());
    assertEquals("green", verdict(out).evidence().get("method"));
    assertEquals(72, display(out).bpm(), 1);
    assertEquals(Verdict.State.UNKNOWN, verdict(lumaOnly(0.25, true)).state(), "a lamp");
    assertEquals(Verdict.State.UNKNOWN, verdict(lumaOnly(0, false)).state(), "nothing to tell by");
  }

  @Test
  void noPulseIsReadWhileThePageChangesItsLight() {
    var detector = new Pulse(Map.of());
    detector.know(new Knowledge.LightProbe("p", 8_000_000, 500_000, new float[20][3]));
    var out = new ArrayList<Output>();
    for (int i = 0; i < 900; i++) {
      var o = new Observations().at(i / 30.0);
      o.skin = new Colour(120, 110, 150, 2000);
      out.addAll(detector.observe(o.build()));
      if (i == 12 * 30) assertEquals("light_probe", verdict(out).code());
    }
    assertEquals("warming_up", verdict(out).code());
  }

  @Test
  void aStrongSecondHarmonicIsNotReadAsTwiceTheRate() {
    for (double bpm : new double[] {60, 80, 100}) {
      var wave = new double[450];
      for (int i = 0; i < wave.length; i++) {
        double phase = 2 * Math.PI * bpm / 60 * i / 30;
        wave[i] = Math.sin(phase) + 1.2 * Math.sin(2 * phase + 1);
      }
      assertEquals(bpm, new PulseSpectrum(wave, 30).bpm(), 1);
    }
  }

  @Test
  void theTrackerFollowsADriftAndIgnoresAMomentOfAnotherRhythm() {
    var tracker = new RateTracker();
    double followed = 0;
    for (int second = 0; second < 40; second++) {
      double bpm = 60 + second * 0.5;
      var wave = new double[450];
      for (int i = 0; i < wave.length; i++) {
        wave[i] = Math.sin(2 * Math.PI * bpm / 60 * i / 30);
        if (second == 20) wave[i] += 1.3 * Math.sin(2 * Math.PI * 2.7 * i / 30);
      }
      followed = tracker.update(new PulseSpectrum(wave, 30));
      assertEquals(bpm, followed, 4, "second " + second);
    }
    // Another person sits down: the new rate is found within seconds.
    for (int second = 0; second < 10; second++) {
      var wave = new double[450];
      for (int i = 0; i < wave.length; i++) wave[i] = Math.sin(2 * Math.PI * 2 * i / 30.0);
      followed = tracker.update(new PulseSpectrum(wave, 30));
    }
    assertEquals(120, followed, 3);
  }

  @Test
  void itIsUnknownBeforeTenSecondsAndBelowTwentyPicturesASecond() {
    assertEquals("warming_up", verdict(watch(8, 30, 70, 0.01, o -> {})).code());
    assertEquals("frame_rate", verdict(watch(16, 15, 70, 0.01, o -> {})).code());
  }

  @Test
  void aHeadThatMovesHidesThePulse() {
    var out =
        watch(
            16,
            30,
            70,
            0.01,
            o -> o.box = new Box((float) (220 + 80 * Math.sin(o.micros / 4e5)), 120, 200, 240));
    assertEquals("motion", verdict(out).code());
    assertNull(display(out).bpm());
    assertNotNull(display(out).waveform());
  }

  @Test
  void withoutOneGoodFaceItIsUnknown() {
    assertEquals(
        "no_face", verdict(watch(3, 30, 70, 0.01, o -> o.state = FaceState.NO_FACE)).code());
    assertEquals("damaged", verdict(watch(3, 30, 70, 0.01, o -> o.damaged = true)).code());
  }

  @Test
  void lightThatFlickersOnAllColoursAlikeIsNoPulse() {
    double rate = 30;
    var rgb = new double[3][400];
    for (int i = 0; i < 400; i++) {
      double light = 1 + 0.05 * Math.sin(2 * Math.PI * 1.2 * i / rate);
      rgb[0][i] = light;
      rgb[1][i] = light;
      rgb[2][i] = light;
    }
    for (double v : Pos.wave(rgb, rate)) assertEquals(0, v, 1e-9);
    for (double v : Chrom.wave(rgb, rate)) assertEquals(0, v, 1e-9);
  }

  @Test
  void aFlatShadedHeadWithSensorNoiseKeepsItsPulseThroughTheCodec() {
    for (double bpm : new double[] {47, 72, 171}) {
      var head = new NoisyHead(SkinPulse.beat(bpm), 0.008);
      var detector = new Pulse(Map.of());
      var out = new ArrayList<Output>();
      try (var codec = new Codecs("libvpx", NoisyHead.WIDTH, NoisyHead.HEIGHT, 30, 600_000)) {
        for (int i = 0; i < 14 * 30; i++) {
          double t = i / 30.0;
          codec.through(
              head.at(t), false, p -> out.addAll(detector.observe(head.observation(p, t))));
        }
      }
      assertEquals("ok", verdict(out).code(), bpm + ": " + verdict(out));
      assertEquals(bpm, display(out).bpm(), 1, "after VP8 at 600 kbit/s");
    }
  }

  @Test
  void theInjectedPulseOfARealClipSurvivesRealEncoding() {
    var clip = Clips.folder().map(f -> f.resolve("rppg/inject-d10-58bpm.mp4")).orElse(null);
    Assumptions.assumeTrue(clip != null && Files.exists(clip), "needs the media folder");
    var pictures = new ArrayList<Picture>();
    Clips.play(clip, pictures::add);
    for (int kilobits : new int[] {600}) {
      var p = pictures.getFirst();
      try (var pipeline = new Pipeline(Map.of(), List.of("pulse"));
          var codec = new Codecs("libvpx", p.width(), p.height(), 30, kilobits * 1000)) {
        for (int i = 0; i < pictures.size(); i++) {
          var picture = Pictures.at(pictures.get(i), Math.round(i * 1e6 / 30));
          codec.through(picture, false, pipeline::see);
        }
        assertEquals("ok", pipeline.verdict("pulse").code());
        assertEquals(58, pipeline.pulse.bpm(), 2, kilobits + " kbit/s");
      }
    }
  }
}
