package io.medtrust.sfu;

import io.medtrust.rtc.sdp.CodecChoice;
import io.medtrust.rtc.sdp.Direction;
import io.medtrust.rtc.sdp.HeaderExtension;
import io.medtrust.rtc.sdp.LocalMedia;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One m-line of a connection: what the peer sends in it, what we send in it, or nothing, and then
 * it can be used again. Rooms' thread only.
 */
final class Section {
  private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

  /** What was last agreed or offered. */
  LocalMedia local;

  /** What the peer sends here, or null. */
  Publication incoming;

  /** What we send here, or null. */
  Slot slot;

  Section(LocalMedia local) {
    this.local = local;
  }

  boolean rejected() {
    return local.rejected();
  }

  boolean free(String kind) {
    return !rejected() && incoming == null && slot == null && local.kind().equals(kind);
  }

  /** This m-line as an offer of ours has it now. */
  LocalMedia describe() {
    if (rejected()) return local;
    var codecs = new ArrayList<CodecChoice>();
    if (incoming != null) codecs.add(local.codecs().getFirst());
    if (slot != null) {
      for (var choice : slot.codecs()) {
        if (codecs.stream().noneMatch(c -> c.payloadType() == choice.payloadType())) {
          codecs.add(choice);
        }
      }
    }
    if (codecs.isEmpty()) codecs.addAll(local.codecs());
    local =
        new LocalMedia(
            local.kind(),
            local.mid(),
            PROTOCOL,
            "",
            Direction.of(slot != null, incoming != null),
            codecs,
            local.extensions(),
            slot == null ? null : slot.source());
    return local;
  }

  static Map<String, Integer> ids(List<HeaderExtension> extensions) {
    var ids = new HashMap<String, Integer>();
    for (var extension : extensions) ids.putIfAbsent(extension.uri(), extension.id());
    return ids;
  }
}
