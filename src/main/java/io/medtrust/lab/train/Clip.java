package io.medtrust.lab.train;

import io.medtrust.analysis.detect.speaker.SpeechMemory;
import io.medtrust.analysis.detect.speech.SpeechStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The speech of one file, as detectors hear it, in one or more conditions.
 *
 * @param name of the file
 * @param conditions features in the order of the conditions asked for
 */
record Clip(String name, String speaker, List<SpeechMemory.Stretch> conditions) {
  static Clip hear(Corpus corpus, Corpus.Entry entry, List<Condition> conditions, long seed)
      throws IOException {
    var sound = SoundFile.read(corpus.folder().resolve(entry.path()), OpusChannel.RATE);
    // By the name, so that a clip is the same whatever else is in the folder.
    var random = new Random(seed * 31 + entry.path().hashCode());
    var heard = new ArrayList<SpeechMemory.Stretch>();
    for (var condition : conditions) heard.add(speech(condition.pass(sound, random)));
    return new Clip(entry.name(), entry.speaker(), heard);
  }

  /** The speech in 16 kHz sound, through the product's own front end. */
  static SpeechMemory.Stretch speech(float[] sound) {
    var memory = new SpeechMemory(sound.length / 16_000.0 + 1, false);
    for (var frame : frames(sound)) if (frame.speech()) memory.add(frame);
    return memory.last(Integer.MAX_VALUE / 200);
  }

  /** All frames of 16 kHz sound. */
  static List<SpeechStream.Frame> frames(float[] sound) {
    // A second of silence, so that the last window is full and the last frames are decided.
    var padded = Arrays.copyOf(sound, (sound.length / 8000 + 3) * 8000);
    var frames = new ArrayList<SpeechStream.Frame>();
    try (var stream = new SpeechStream(Map.of())) {
      for (var window : OpusChannel.windows(padded, 1_000_000)) frames.addAll(stream.hear(window));
    }
    return frames;
  }

  /** The speech of clips in one condition, in a row. */
  static float[][] joined(List<Clip> clips, int condition) {
    return clips.stream()
        .flatMap(c -> Arrays.stream(c.conditions.get(condition).features()))
        .toArray(float[][]::new);
  }

  /** Some frames from one on. */
  static float[][] cut(float[][] frames, int from, int count) {
    return Arrays.copyOfRange(frames, from, Math.min(frames.length, from + count));
  }
}
