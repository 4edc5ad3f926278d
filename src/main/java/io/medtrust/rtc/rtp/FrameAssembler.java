package io.medtrust.rtc.rtp;

/**
 * Puts the frames of one video track together from its RTP packets and tells which of them can be
 * trusted. Packets may come late or twice; a missing one is waited for, then it is lost for good,
 * the frame that needs it is not emitted, and all frames until the next key frame are {@linkplain
 * EncodedFrame#damaged damaged}. Give it every packet of the media SSRC, empty ones too: a number
 * that is never seen counts as lost. Nothing is emitted before the first key frame.
 *
 * <p>Sans-IO, not thread-safe. Frames come out of the callback during {@link #packet} and {@link
 * #poll}. A new SSRC is a new stream.
 */
public sealed interface FrameAssembler permits VideoAssembler {
  /** Largest frame; a larger one is dropped as lost. */
  int MAX_FRAME_BYTES = 2 * 1024 * 1024;

  /** Most packets of one frame; more are dropped as lost. */
  int MAX_FRAME_PACKETS = 2000;

  /** How long a missing packet is waited for: a few round trips of retransmission. */
  long DEFAULT_HOLD_NANOS = 300_000_000;

  /**
   * Takes a packet and copies what it needs of it.
   *
   * @param packet of the media SSRC; recovered packets with their original numbers
   * @param nowNanos arrival
   */
  void packet(RtpView packet, long nowNanos);

  /** Gives up what was waited for too long. Call at {@link #nextNanos}, or some times a second. */
  void poll(long nowNanos);

  /** When {@link #poll} has something to do, or {@link Long#MAX_VALUE}. */
  long nextNanos();

  /**
   * Whether a key frame is needed: at the beginning, and from a loss until the next key frame.
   * Stays true until one came; throttle the requests.
   */
  boolean keyFrameNeeded();

  /**
   * The receiver dropped frames (it fell behind): nothing is emitted until the next key frame,
   * which is needed.
   */
  void skipToKeyFrame();

  /** Frames emitted. */
  long frames();

  /** Frames that began to come and were not emitted. */
  long framesDropped();

  /** Packets lost for good. */
  long packetsLost();

  /** Packets that came twice or after they were given up. */
  long packetsLate();
}
