package io.medtrust.analysis.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.lab.Pipeline;
import io.medtrust.analysis.media.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Twenty runs of a clip that freezes and twenty of the same clip playing, through real encoders.
 */
class FrozenPictureTest {
  private static final int FPS = 15;
  private static final int PLAYS = 2 * FPS;
  private static final int LASTS = PLAYS + 10 * FPS;

  /** It must be told within 5 s. */
  private static final int TOLD = PLAYS + 5 * FPS;

  private static final List<String> DETECTORS = List.of("frame_integrity", "temporal_consistency");
  private static final String[] ENCODERS = {"libvpx", "libvpx", "libvpx", "libvpx", "libopenh264"};
  private static final int[] KILOBITS = {150, 300, 600, 1200, 300};

  /** A person who sits nearly still before a noisy camera. */
  private static List<Picture> seated() {
    var person = Pictures.fit(Pictures.face(6).getSubimage(1380, 180, 480, 420), 320, 240);
    var random = new Random(8);
    var clip = new ArrayList<Picture>();
    for (int i = 0; i < LASTS; i++) {
      double t = i / (double) FPS;
      var picture =
          Pictures.of(
              Pictures.warp(
                  person,
                  320,
                  240,
                  2.5 * Math.sin(1.1 * t),
                  1.5 * Math.sin(1.9 * t),
                  1 + 0.006 * Math.sin(0.8 * t),
                  0.01 * Math.sin(1.4 * t)));
      for (int k = 0; k < picture.y().length; k++) {
        int noisy = (picture.y()[k] & 255) + (int) Math.round(2 * random.nextGaussian());
        picture.y()[k] = (byte) Math.clamp(noisy, 16, 235);
      }
      clip.add(picture);
    }
    return clip;
  }

  /**
   * A clip of real pictures at {@value #FPS} pictures a second, forth and back until it is long.
   */
  private static List<Picture> real(String name) {
    var pictures = new ArrayList<Picture>();
    var next = new long[1];
    Clips.play(
        Clips.folder().orElseThrow().resolve(name),
        p -> {
          if (p.captureTimeMicros() >= next[0]) {
            pictures.add(p);
            next[0] += 1_000_000 / FPS;
          }
          return pictures.size() < LASTS;
        });
    var clip = new ArrayList<Picture>();
    int n = pictures.size();
    for (int i = 0; i < LASTS; i++) {
      int at = i % (2 * n - 2);
      clip.add(pictures.get(at < n ? at : 2 * n - 2 - at));
    }
    return clip;
  }

  /**
   * @param start first picture of the clip
   * @param freezes the picture stays from {@link #PLAYS} on
   */
  private static Pipeline run(List<Picture> clip, int start, int encoder, boolean freezes) {
    // The frozen picture is measured on all pictures; meshes only say where the face is.
    var pipeline = new Pipeline(Map.of("face.mesh_fps", "5"), DETECTORS);
    int w = clip.getFirst().width() & ~1;
    int h = clip.getFirst().height() & ~1;
    try (var codec = new Codecs(ENCODERS[encoder], w, h, FPS, KILOBITS[encoder] * 1000)) {
      for (int i = 0; i < (freezes ? TOLD : LASTS); i++) {
        int at = start + (freezes ? Math.min(i, PLAYS) : i);
        var picture = Pictures.at(clip.get(at % clip.size()), i * 1_000_000L / FPS);
        // Somebody joins: the relay asks for a key frame.
        boolean key = encoder % 2 == 1 && i == PLAYS + 2 * FPS;
        codec.through(picture, key, pipeline::see);
      }
    }
    return pipeline;
  }

  private static void check(String what, List<Picture> clip, int run) {
    int encoder = run % ENCODERS.length;
    var name = what + ", run " + run + ", " + ENCODERS[encoder] + " " + KILOBITS[encoder];
    try (var frozen = run(clip, run, encoder, true);
        var playing = run(clip, run, encoder, false)) {
      for (var detector : DETECTORS) {
        assertTrue(frozen.ever(detector, "frozen"), name + " " + detector + " missed it");
        assertEquals("frozen", frozen.verdict(detector).code(), name + " " + detector);
        assertEquals(Verdict.State.FAILED, frozen.verdict(detector).state(), name);
        for (var said : playing.said.get(detector)) {
          assertTrue(said.verdict().state() != Verdict.State.FAILED, name + " " + said);
        }
      }
    }
  }

  @Test
  void aFrozenPictureIsToldFromTheSameClipPlayingInTwentyOfTwentyRuns() {
    var clip = seated();
    for (int run = 0; run < 20; run++) check("seated", clip, run);
  }

  @Test
  void realFacesToo() {
    Assumptions.assumeTrue(Clips.folder().isPresent(), "needs the media folder");
    String[] names = {
      "rppg/evm-face.mp4",
      "face/real/liveportrait-d10.mp4",
      "face/real/liveportrait-d19.mp4",
      "face/real/liveportrait-d20.mp4"
    };
    for (int i = 0; i < names.length; i++) {
      var clip = real(names[i]);
      for (int run = 0; run < 5; run++) check(names[i], clip, run);
    }
  }
}
