package io.medtrust.sfu;

import io.medtrust.rtc.rtp.Rewrite;
import io.medtrust.rtc.sdp.CodecChoice;
import io.medtrust.rtc.sdp.CodecPolicy;
import io.medtrust.rtc.sdp.SendSource;
import java.util.List;
import java.util.Map;

/**
 * The place where a connection shows a publication: an m-line that we send on. Its SSRCs stay while
 * what is behind it comes, goes and returns.
 *
 * <p>Rooms' thread only; it tells the subscription on its loop.
 */
final class Slot {
  private final Connection connection;
  private final String mid;
  private final boolean video;
  private final SendSource source;
  private final Subscription subscription;
  private final Map<String, Integer> extensions;
  private List<CodecChoice> codecs;
  private Publication publication;
  private boolean accepted;

  /**
   * @param codecs that the subscriber takes here, with its payload types
   * @param extensions the subscriber's header-extension ids by URI
   */
  Slot(
      Connection connection,
      String mid,
      boolean video,
      SendSource source,
      Subscription subscription,
      List<CodecChoice> codecs,
      Map<String, Integer> extensions) {
    this.connection = connection;
    this.mid = mid;
    this.video = video;
    this.source = source;
    this.subscription = subscription;
    this.codecs = codecs;
    this.extensions = extensions;
    var transport = connection.transport();
    transport.loop().execute(() -> transport.add(subscription));
  }

  MediaLoop loop() {
    return connection.transport().loop();
  }

  boolean video() {
    return video;
  }

  /** How it is announced. */
  SendSource source() {
    return source;
  }

  Subscription subscription() {
    return subscription;
  }

  Publication publication() {
    return publication;
  }

  List<CodecChoice> codecs() {
    return codecs;
  }

  Map<String, Integer> extensions() {
    return extensions;
  }

  /** Other codecs are to be negotiated: nothing is sent until they are. */
  void codecs(List<CodecChoice> codecs) {
    this.codecs = codecs;
    accepted = false;
    unbind();
  }

  /** The subscriber agreed to receive. */
  void accepted(boolean accepted) {
    if (this.accepted == accepted) return;
    this.accepted = accepted;
    if (accepted) bind();
    else unbind();
  }

  /** Shows this publication from now on; null for none. */
  void follow(Publication next) {
    if (publication == next) return;
    if (publication != null) {
      publication.detach(this);
      unbind();
    }
    publication = next;
    if (next != null) {
      next.attach(this);
      bind();
    }
  }

  /** Takes the publication's packets if there are any and the subscriber can read them. */
  void bind() {
    if (!accepted || publication == null || !publication.live()) return;
    var choice = choice();
    if (choice == null) {
      connection.cannotDecode(publication);
      return;
    }
    var source = publication.track().description();
    var rewrite =
        new Rewrite(subscription.ssrc())
            .payloadType(source.payloadType(), choice.payloadType())
            .extensions(source.extensions(), extensions, mid);
    if (subscription.rtxSsrc() >= 0 && choice.rtx() != null) {
      rewrite
          .rtxSsrc(subscription.rtxSsrc())
          .rtxPayloadType(choice.payloadType(), choice.rtxPayloadType());
    }
    var loop = connection.transport().loop();
    var fanout = publication.fanout(loop);
    loop.execute(() -> subscription.bind(fanout, rewrite));
  }

  /** How this subscriber numbers the publication's codec, or null when it does not take it. */
  CodecChoice choice() {
    var wanted = publication.codec();
    CodecChoice standIn = null;
    for (var choice : codecs) {
      if (choice.codec().sameFormatAs(wanted)) return choice;
      // Of H.264 every decoder takes both baseline profiles.
      boolean baseline =
          choice.codec().is("H264")
              && wanted.is("H264")
              && CodecPolicy.VERIFIED.allows("video", choice.codec())
              && CodecPolicy.VERIFIED.allows("video", wanted);
      if (standIn == null && baseline) standIn = choice;
    }
    return standIn;
  }

  /** The track ended; the place stays. */
  void sourceEnded() {
    unbind();
  }

  private void unbind() {
    connection.transport().loop().execute(subscription::unbind);
  }

  /** Gives the place up. */
  void close() {
    if (publication != null) publication.detach(this);
    publication = null;
    var transport = connection.transport();
    transport.loop().execute(() -> transport.remove(subscription));
  }
}
