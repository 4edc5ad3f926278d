package io.medtrust.rtc.sdp;

import io.medtrust.rtc.dtls.Fingerprint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A peer's description, read tolerantly: attributes that are not known are left out.
 *
 * @param bundle mids of the BUNDLE group, the tagged one first; empty without the group
 */
public record SessionDescription(List<String> bundle, boolean iceLite, List<MediaSection> media) {
  /** Longest description that is read, in characters. */
  public static final int MAX_LENGTH = 64 * 1024;

  public static final int MAX_LINES = 4096;
  public static final int MAX_MEDIA = 64;

  /** What came of reading. */
  public sealed interface Parsed {
    record Ok(SessionDescription description) implements Parsed {}

    /**
     * @param reason fixed text: it never repeats the input
     */
    record Invalid(String reason) implements Parsed {}
  }

  /** What a transport needs to know of its peer; fields may be null, see {@link MediaSection}. */
  public record Transport(String ufrag, String password, Fingerprint fingerprint, Setup setup) {
    /** The password stays out of logs. */
    @Override
    public String toString() {
      return "Transport[" + ufrag + ", " + setup + "]";
    }
  }

  /** Never throws on input. */
  public static Parsed parse(String text) {
    return new SdpParser().parse(text);
  }

  /** The section with this mid, or null. */
  public MediaSection media(String mid) {
    for (MediaSection section : media) {
      if (mid.equals(section.mid())) {
        return section;
      }
    }
    return null;
  }

  /**
   * The transport of the bundle: that of its tagged section (RFC 9143 §7.2), or of the first
   * section that is not rejected.
   *
   * @return null when there is no section
   */
  public Transport transport() {
    MediaSection section = bundle.isEmpty() ? null : media(bundle.getFirst());
    if (section == null) {
      section = media.stream().filter(m -> !m.rejected()).findFirst().orElse(null);
    }
    return section == null
        ? null
        : new Transport(
            section.iceUfrag(), section.icePwd(), section.fingerprint(), section.setup());
  }

  /** All payload types that the peer used anywhere. */
  Set<Integer> payloadTypes() {
    Set<Integer> used = new HashSet<>();
    for (MediaSection section : media) {
      section.codecs().forEach(codec -> used.add(codec.payloadType()));
    }
    return used;
  }
}
