package io.medtrust.lab.pipeline;

import io.medtrust.bus.Alert;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import java.util.List;

/**
 * Everything that was said of one call.
 *
 * @param verification its id
 * @param startMillis epoch milliseconds at media time 0
 * @param mediaMillis how long it was
 * @param events face boxes, pulse waves, decoding, availability; no templates
 * @param templates measured from its media: biometric data, not to be written anywhere
 */
public record CallRecord(
    String verification,
    long startMillis,
    long mediaMillis,
    List<Timed<Reading>> readings,
    List<Timed<TrustUpdate>> trust,
    List<Timed<Alert>> alerts,
    List<Timed<AnalysisEvent>> events,
    List<AnalysisCommand.Template> templates,
    Way way) {

  /**
   * @param atMillis when it came to the node, milliseconds of media time
   */
  public record Timed<T>(long atMillis, T value) {}

  /**
   * What became of the media on its way.
   *
   * @param packets sent
   * @param lost packets that the network lost, and did not deliver later
   * @param senderLateMillis the latest that a frame was sent after its time
   * @param readingLateMillis 95th percentile of a reading's time from capture to the node
   * @param interrupted analysis was lost in between
   */
  public record Way(
      long frames,
      long packets,
      long lost,
      int keyFramesAsked,
      long framesDecoded,
      long framesDamaged,
      long framesDropped,
      long senderLateMillis,
      long readingLateMillis,
      boolean interrupted) {

    private static final long LATEST_SENDING_MILLIS = 800;
    private static final long LATEST_READING_MILLIS = 2000;

    /** This machine did not keep up in real time: the call says nothing of the detectors. */
    public boolean behind() {
      return interrupted
          || framesDropped > 0
          || senderLateMillis > LATEST_SENDING_MILLIS
          || readingLateMillis > LATEST_READING_MILLIS;
    }
  }

  /** Capture time of the newest media that a reading rests on, milliseconds of media time. */
  public long mediaMillis(Reading reading) {
    return reading.mediaTimeMillis() - startMillis;
  }
}
