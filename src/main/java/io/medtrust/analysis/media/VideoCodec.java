package io.medtrust.analysis.media;

/** The video codecs that a verified participant may send. */
public enum VideoCodec {
  /** RFC 6386. */
  VP8,
  /** ITU-T H.264, as Annex B access units. */
  H264
}
