package io.medtrust.analysis.detect;

/** Says when something that happens at a fixed rate is due, by media time. Not thread-safe. */
public final class Cadence {
  private final long periodMicros;
  private long due = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;

  public Cadence(double perSecond) {
    periodMicros = Math.round(1e6 / perSecond);
  }

  /** Whether it is due at this capture time; if so, the next time is planned. */
  public boolean due(long micros) {
    // Time that jumps back belongs to a new publisher: do not wait for the old one's time.
    if (micros < newest) due = Long.MIN_VALUE;
    newest = micros;
    if (micros < due) return false;
    due =
        due == Long.MIN_VALUE || micros - due > periodMicros
            ? micros + periodMicros
            : due + periodMicros;
    return true;
  }
}
