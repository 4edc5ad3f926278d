package io.medtrust.lab.load;

import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.lab.media.I420;
import io.medtrust.lab.media.SoundEncoder;
import io.medtrust.lab.media.VideoEncoder;
import io.medtrust.lab.person.PersonSettings;
import io.medtrust.lab.person.Scene;
import io.medtrust.lab.pipeline.PersonSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Some seconds of a synthetic person, encoded once, so that a load run measures the worker and not
 * the encoder.
 *
 * @param pictures VP8 frames at 30 a second, the first a key frame
 * @param sounds Opus packets of 20 ms
 */
record Footage(List<byte[]> pictures, List<byte[]> sounds) {
  static final int FRAMES_PER_SECOND = 30;

  static Footage of(long seed, int seconds, int kbps) {
    var pictures = new ArrayList<byte[]>();
    var sounds = new ArrayList<byte[]>();
    var picture = new I420();
    var samples = new short[SoundEncoder.SAMPLES];
    try (var source =
            new PersonSource(
                seed, PersonSettings.USUAL, Scene.usual(), 0, (seconds + 1) * 1_000_000L);
        var encoder =
            new VideoEncoder(
                VideoCodec.VP8, I420.WIDTH, I420.HEIGHT, FRAMES_PER_SECOND, kbps * 1000);
        var opus = new SoundEncoder(32_000)) {
      for (int i = 0; i < seconds * FRAMES_PER_SECOND; i++) {
        source.nextPicture(picture);
        var encoded = encoder.encode(picture.y, picture.u, picture.v, i == 0);
        if (encoded != null) pictures.add(encoded.data());
      }
      for (int i = 0; i < seconds * 50; i++) {
        source.nextSound(samples);
        sounds.add(opus.encode(samples));
      }
    }
    return new Footage(pictures, sounds);
  }
}
