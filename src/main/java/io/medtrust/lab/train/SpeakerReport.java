package io.medtrust.lab.train;

import io.medtrust.analysis.detect.speaker.GmmSpeaker;
import io.medtrust.analysis.detect.speaker.SpeechMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Pairs of enrolled and heard speech of speakers that a model was not trained on. Of each speaker
 * the clips are parted: some enroll, the others are heard.
 */
final class SpeakerReport {
  private static final int ENROLLED_FRAMES = 20 * SpeechMemory.PER_SECOND;
  private static final int FEWEST_ENROLLED = 7 * SpeechMemory.PER_SECOND;

  private record Side(String speaker, int part, float[] vector) {}

  private SpeakerReport() {}

  /**
   * @param seconds of speech heard
   * @param condition in which the heard clips are; the enrolled ones are in the first
   */
  static List<Trials.Trial> trials(GmmSpeaker model, List<Clip> clips, int seconds, int condition) {
    var bySpeaker = new TreeMap<String, List<Clip>>();
    for (var clip : clips) {
      bySpeaker.computeIfAbsent(clip.speaker(), s -> new ArrayList<>()).add(clip);
    }
    var enrolled = new ArrayList<Side>();
    var heard = new ArrayList<Side>();
    for (var each : bySpeaker.entrySet()) {
      var own = each.getValue();
      int parts = own.size() >= 6 ? 2 : own.size();
      for (int part = 0; part < parts; part++) {
        var enrolling = new ArrayList<Clip>();
        var hearing = new ArrayList<Clip>();
        for (int i = 0; i < own.size(); i++) {
          boolean here = i * parts / own.size() == part;
          // Long tests of few clips: one enrolls, the others are heard.
          boolean heardHere = parts > 2 && seconds >= 10 ? !here : here;
          (heardHere ? hearing : enrolling).add(own.get(i));
        }
        var enroll = Clip.joined(enrolling, 0);
        var test = Clip.joined(hearing, condition);
        if (enroll.length >= FEWEST_ENROLLED) {
          var cut = Clip.cut(enroll, 0, ENROLLED_FRAMES);
          enrolled.add(new Side(each.getKey(), part, vector(model, cut)));
        } else if (parts > 1) {
          continue;
        }
        int length = seconds * SpeechMemory.PER_SECOND;
        for (int at = 0; at + length <= test.length; at += length) {
          heard.add(new Side(each.getKey(), part, vector(model, Clip.cut(test, at, length))));
        }
      }
    }
    var trials = new ArrayList<Trials.Trial>();
    for (var a : enrolled) {
      for (var b : heard) {
        if (a.speaker.equals(b.speaker) && a.part != b.part) continue;
        trials.add(new Trials.Trial(a.speaker, b.speaker, model.likeness(a.vector, b.vector)));
      }
    }
    return trials;
  }

  private static float[] vector(GmmSpeaker model, float[][] features) {
    return model.embed(new SpeechMemory.Stretch(features, new float[0]));
  }
}
