package io.medtrust.sfu;

import io.medtrust.rtc.sdp.Codec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a participant shows or says to the others: one camera, one microphone. It outlives the
 * connection that carries it, so that a participant who returns is seen in the same place.
 *
 * <p>Rooms' thread only.
 */
final class Publication {
  private final Member member;
  private final String id;
  private final boolean video;
  private final boolean verified;
  private final Map<MediaLoop, Fanout> fanouts = new HashMap<>();
  private final Set<Slot> slots = new LinkedHashSet<>();
  private Connection connection;
  private Track track;
  private Codec codec;
  private boolean started;

  Publication(Member member, String id, boolean video, boolean verified) {
    this.member = member;
    this.id = id;
    this.video = video;
    this.verified = verified;
  }

  Member member() {
    return member;
  }

  String id() {
    return id;
  }

  boolean video() {
    return video;
  }

  boolean verified() {
    return verified;
  }

  String kind() {
    return video ? "video" : "audio";
  }

  /** The codec as its sender numbers it. */
  Codec codec() {
    return codec;
  }

  Track track() {
    return track;
  }

  Connection connection() {
    return connection;
  }

  boolean live() {
    return track != null;
  }

  /** Its media come over this connection from now on. The track is on its transport's loop. */
  void begin(Connection connection, Track track, Codec codec) {
    end();
    this.connection = connection;
    this.track = track;
    this.codec = codec;
    this.started = false;
    applyTap();
    for (var slot : Set.copyOf(slots)) slot.bind();
  }

  /** Its media end; those who watch keep their place. */
  void end() {
    if (track == null) return;
    var ending = track;
    var transport = track.transport();
    transport.loop().execute(() -> transport.remove(ending));
    track = null;
    connection = null;
    fanouts.clear();
    for (var slot : slots) slot.sourceEnded();
  }

  /** The first packet of a track came. True when that is news. */
  boolean started(Track of) {
    if (of != track || started) return false;
    started = true;
    return true;
  }

  boolean hasStarted() {
    return started;
  }

  void attach(Slot slot) {
    slots.add(slot);
  }

  void detach(Slot slot) {
    slots.remove(slot);
    var loop = slot.loop();
    if (slots.stream().anyMatch(other -> other.loop() == loop)) return;
    var fanout = fanouts.remove(loop);
    if (fanout == null) return;
    // Nobody on that loop watches any more: do not hand packets over to it.
    fanout.track.transport().loop().execute(() -> fanout.track.remove(fanout));
  }

  Set<Slot> slots() {
    return Set.copyOf(slots);
  }

  /** The part of its fan-out that lives on a loop, made when first needed. */
  Fanout fanout(MediaLoop loop) {
    return fanouts.computeIfAbsent(
        loop,
        on -> {
          var source = track;
          var fanout = new Fanout(on, source);
          source.transport().loop().execute(() -> source.add(fanout));
          return fanout;
        });
  }

  /** Opens or closes the tap as consent says. Only what is verified is ever tapped. */
  void applyTap() {
    if (track == null || !verified) return;
    var source = track;
    boolean open = member.tapped();
    var taps = member.room().tap();
    source
        .transport()
        .loop()
        .execute(
            () -> {
              if (open) source.allowTap(taps, member.room().session(), member.participant());
              else source.closeTap();
            });
  }
}
