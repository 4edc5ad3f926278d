package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.speech.SpeechStream;

/** How far speech stands above the room: mean powers that forget in about ten seconds. */
final class SpeechLevel {
  private static final double FORGET = 1 / 1000.0;
  private double speech = Double.NaN;
  private double room = Double.NaN;

  void add(SpeechStream.Frame frame) {
    double power = Math.pow(10, Math.max(-90, frame.level()) / 10);
    if (frame.speech()) speech = follow(speech, power);
    else room = follow(room, power);
  }

  private static double follow(double mean, double power) {
    return Double.isNaN(mean) ? power : mean + FORGET * (power - mean);
  }

  /** Decibels, 0..60; NaN until speech and pauses were heard. */
  double snrDb() {
    if (Double.isNaN(speech) || Double.isNaN(room)) return Double.NaN;
    // What is heard as speech has the room in it too.
    return Math.clamp(10 * Math.log10(Math.max(1e-12, speech - room) / room), 0, 60);
  }

  /** 0 at 5 dB and below, 1 at 25 dB and above; 0.5 when nothing is known. */
  float quality() {
    double snr = snrDb();
    return Double.isNaN(snr) ? 0.5f : (float) Math.clamp((snr - 5) / 20, 0, 1);
  }
}
