package io.medtrust.sfu;

import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomEvent;
import io.medtrust.rtc.ice.IceCredentials;
import io.medtrust.rtc.sdp.Codec;
import io.medtrust.rtc.sdp.CodecChoice;
import io.medtrust.rtc.sdp.CodecPolicy;
import io.medtrust.rtc.sdp.LocalMedia;
import io.medtrust.rtc.sdp.LocalTransport;
import io.medtrust.rtc.sdp.MediaSection;
import io.medtrust.rtc.sdp.Negotiator;
import io.medtrust.rtc.sdp.PayloadTypes;
import io.medtrust.rtc.sdp.SdpWriter;
import io.medtrust.rtc.sdp.SendSource;
import io.medtrust.rtc.sdp.Sending;
import io.medtrust.rtc.sdp.SessionDescription;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The negotiation of one connection (RFC 8829): who sends what in which m-line. The client makes
 * the first offer. In a room the SFU offers when others come and go: it is the impolite side, so
 * while an offer of its own is open a client's offer is refused, and the client rolls back.
 *
 * <p>Rooms' thread only; the {@link Transport.Events} hop onto it.
 */
final class Connection implements Transport.Events {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Several people who come at once make one offer. */
  private static final long GATHER_MILLIS = 20;

  /** The answer travels another way than our offers and must not be overtaken by one. */
  private static final long AFTER_ANSWER_MILLIS = 300;

  private static final long ANSWER_MILLIS = 10_000;
  private static final int MAX_OFFERS = 3;

  /** What a watcher is offered while nobody has published yet, and besides what is published. */
  private static final List<Codec> USUAL_VIDEO =
      List.of(
          new Codec(0, "VP8", 90_000, 1, "", List.of()),
          new Codec(
              0, "H264", 90_000, 1, "packetization-mode=1;profile-level-id=42e01f", List.of()));

  private static final List<Codec> USUAL_AUDIO =
      List.of(new Codec(0, "opus", 48_000, 2, "", List.of()));

  private final Room room;
  private final Member member;
  private final String id;
  private final Mode mode;
  private final String watched;
  private final Transport transport;
  private final SessionDescription.Transport peer;
  private final List<Section> sections = new ArrayList<>();
  private LocalTransport local;
  private SessionDescription lastOffer;
  private List<LocalMedia> openOffer;
  private int openOfferNumber;
  private int offersWithoutAnswer;
  private boolean connected;
  private boolean closed;
  private boolean dirty;
  private boolean gathering;
  private int quiet;
  private int sectionsMade;

  /**
   * @param offer the client's first offer, already found to be usable
   * @param watched WATCH only: participant asked for, may be null
   */
  Connection(
      Room room,
      Member member,
      String id,
      Mode mode,
      String watched,
      SessionDescription offer,
      MediaLoop loop) {
    this.room = room;
    this.member = member;
    this.id = id;
    this.mode = mode;
    this.watched = watched;
    this.lastOffer = offer;
    this.peer = offer.transport();
    var rooms = room.rooms();
    var ice = IceCredentials.random(rooms.random());
    var candidates =
        rooms.settings().advertised().stream()
            .map(address -> new InetSocketAddress(address, loop.port()))
            .toList();
    local =
        new LocalTransport(
            ice.ufrag(),
            ice.password(),
            rooms.certificate().fingerprint(),
            candidates,
            1 + (rooms.random().nextLong() >>> 2),
            1);
    transport =
        new Transport(
            loop,
            rooms.settings(),
            ice,
            peer.ufrag(),
            rooms.certificate(),
            peer.fingerprint(),
            newSsrc(),
            this);
    loop.execute(() -> loop.path().add(transport));
  }

  String id() {
    return id;
  }

  Mode mode() {
    return mode;
  }

  Member member() {
    return member;
  }

  String watched() {
    return watched;
  }

  Transport transport() {
    return transport;
  }

  // ---- the client offers ----

  static SessionDescription parse(String sdp) {
    return switch (SessionDescription.parse(sdp == null ? "" : sdp)) {
      case SessionDescription.Parsed.Ok ok -> ok.description();
      case SessionDescription.Parsed.Invalid why ->
          throw new Problem(400, "bad_sdp", "The SDP is not valid: " + why.reason());
    };
  }

  static List<LocalMedia> checked(Negotiator.Result result) {
    return switch (result) {
      case Negotiator.Result.Ok ok -> ok.media();
      case Negotiator.Result.Refused why ->
          throw new Problem(422, "unacceptable_offer", "The offer cannot be used: " + why.reason());
    };
  }

  /** What the peer would send and receive by its offer; nothing is changed. */
  static List<LocalMedia> negotiate(
      SessionDescription offer, boolean verified, Map<String, Sending> sending, int maxTracks) {
    var policy = verified ? CodecPolicy.VERIFIED : CodecPolicy.RELAYED;
    var media = checked(Negotiator.room(offer, policy, sending));
    if (media.stream().filter(m -> m.direction().receives()).count() > maxTracks) {
      throw new Problem(422, "too_many_tracks", "At most " + maxTracks + " tracks may be sent");
    }
    return media;
  }

  /** First answer to a client that sends (and, in a room, will be offered what others send). */
  String begin(List<LocalMedia> media) {
    for (var m : media) sections.add(new Section(m));
    receive(lastOffer);
    return SdpWriter.answer(local, media);
  }

  /** First answer to a watcher: one place for a picture, one for sound, whoever fills them. */
  String beginWatching(Publication video, Publication audio) {
    var sources = new HashMap<String, SendSource>();
    var choices = new HashMap<String, List<CodecChoice>>();
    var sending = new HashMap<String, Sending>();
    for (boolean isVideo : new boolean[] {true, false}) {
      var kind = isVideo ? "video" : "audio";
      var publication = isVideo ? video : audio;
      var wanted = new ArrayList<Codec>();
      if (publication != null && publication.live()) wanted.add(publication.codec());
      wanted.addAll(isVideo ? USUAL_VIDEO : USUAL_AUDIO);
      var found = new ArrayList<CodecChoice>();
      for (var codec : wanted) {
        var choice = PayloadTypes.forSending(lastOffer, kind, codec);
        if (choice != null
            && found.stream().noneMatch(c -> c.payloadType() == choice.payloadType())) {
          found.add(choice);
        }
      }
      if (found.isEmpty()) continue;
      var source = newSource(isVideo, watched == null ? "medtrust" : watched);
      sources.put(kind, source);
      choices.put(kind, found);
      sending.put(kind, new Sending(found.getFirst().codec(), source));
    }
    var media = new ArrayList<LocalMedia>();
    for (var m : checked(Negotiator.subscriber(lastOffer, sending))) {
      if (m.rejected() || !m.direction().sends()) {
        media.add(m);
        sections.add(new Section(m));
        continue;
      }
      var full =
          new LocalMedia(
              m.kind(),
              m.mid(),
              m.protocol(),
              m.format(),
              m.direction(),
              choices.get(m.kind()),
              m.extensions(),
              m.source());
      media.add(full);
      var section = new Section(full);
      section.slot = newSlot(full, sources.get(m.kind()), choices.get(m.kind()));
      sections.add(section);
      section.slot.accepted(true);
    }
    return SdpWriter.answer(local, media);
  }

  /**
   * A later offer of the client: it began or ended a track.
   *
   * @return the answer
   */
  String offered(String sdp) {
    if (mode != Mode.ROOM) {
      throw new Problem(409, "no_renegotiation", "Make a new connection instead");
    }
    if (openOffer != null) {
      throw new Problem(409, "offer_pending", "Answer the relay's offer first");
    }
    var offer = parse(sdp);
    checkSameConnection(offer);
    var sending = new HashMap<String, Sending>();
    for (var section : sections) {
      if (section.slot == null || section.slot.publication() == null) continue;
      sending.put(
          section.local.mid(),
          new Sending(section.slot.codecs().getFirst().codec(), section.slot.source()));
    }
    var media =
        negotiate(
            offer, member.verified(), sending, room.rooms().settings().maxTracksPerParticipant());
    lastOffer = offer;
    for (int i = 0; i < media.size(); i++) {
      if (i < sections.size()) sections.get(i).local = media.get(i);
      else sections.add(new Section(media.get(i)));
    }
    for (var section : sections) {
      if (section.slot == null) continue;
      if (section.rejected()) {
        section.slot.close();
        section.slot = null;
      } else {
        section.slot.accepted(section.local.direction().sends());
      }
    }
    quiet();
    receive(offer);
    room.publicationsChanged();
    local = local.next();
    return SdpWriter.answer(local, media);
  }

  private void checkSameConnection(SessionDescription offer) {
    var now = offer.transport();
    if (now == null
        || !Objects.equals(now.ufrag(), peer.ufrag())
        || !Objects.equals(now.fingerprint(), peer.fingerprint())) {
      throw new Problem(422, "no_ice_restart", "Make a new connection instead");
    }
    boolean same = offer.media().size() >= sections.size();
    for (int i = 0; same && i < sections.size(); i++) {
      var ours = sections.get(i).local;
      var theirs = offer.media().get(i);
      same =
          theirs.kind().equals(ours.kind())
              && (ours.rejected() || Objects.equals(theirs.mid(), ours.mid()));
    }
    if (!same) {
      throw new Problem(422, "unacceptable_offer", "The offer's m-lines are not those before");
    }
  }

  /** Begins and ends what the peer sends, as the sections say now. */
  private void receive(SessionDescription offer) {
    for (int i = 0; i < sections.size(); i++) {
      var section = sections.get(i);
      boolean receives = !section.rejected() && section.local.direction().receives();
      if (!receives) {
        if (section.incoming != null) room.ended(section.incoming);
        section.incoming = null;
        continue;
      }
      var codec = section.local.codecs().getFirst();
      var before = section.incoming;
      if (before != null
          && before.live()
          && before.track().description().payloadType() == codec.payloadType()) {
        continue;
      }
      boolean video = section.local.kind().equals("video");
      var publication = before != null ? before : member.place(video);
      section.incoming = publication;
      var track = new Track(transport, incoming(section.local, offer.media().get(i), publication));
      transport.loop().execute(() -> transport.add(track));
      publication.begin(this, track, codec.codec());
    }
  }

  private static Incoming incoming(LocalMedia ours, MediaSection theirs, Publication publication) {
    var choice = ours.codecs().getFirst();
    long ssrc = -1;
    // With simulcast the announced sources, if any, say nothing about which layer comes.
    if (theirs.sendRids().isEmpty()) {
      for (var source : theirs.sources()) {
        boolean repair = theirs.repairs().stream().anyMatch(r -> r.rtx() == source.ssrc());
        if (!repair) {
          ssrc = source.ssrc();
          break;
        }
      }
    }
    return new Incoming(
        publication.id(),
        ours.mid(),
        publication.video(),
        choice.codec().name(),
        choice.codec().clockRate(),
        choice.payloadType(),
        choice.rtxPayloadType(),
        ssrc,
        ssrc < 0 ? -1 : theirs.rtxOf(ssrc),
        Section.ids(ours.extensions()),
        choice.codec().feedback().contains("nack"),
        publication.verified());
  }

  // ---- we offer ----

  /** Room: shows every live publication of the others, and no other. */
  void reconcile(List<Publication> all) {
    if (closed || mode != Mode.ROOM) return;
    boolean changed = false;
    for (var section : sections) {
      var slot = section.slot;
      if (slot == null) continue;
      var publication = slot.publication();
      if (publication == null || !publication.live() || !all.contains(publication)) {
        slot.close();
        section.slot = null;
        changed = true;
      } else if (slot.choice() == null) {
        var choice = PayloadTypes.forSending(lastOffer, publication.kind(), publication.codec());
        if (choice != null) {
          slot.codecs(List.of(choice));
          changed = true;
        }
      }
    }
    for (var publication : all) {
      if (publication.member() == member || shows(publication)) continue;
      changed |= show(publication);
    }
    if (changed) {
      dirty = true;
      offerSoon(GATHER_MILLIS);
    }
  }

  private boolean shows(Publication publication) {
    for (var section : sections) {
      if (section.slot != null && section.slot.publication() == publication) return true;
    }
    return false;
  }

  private boolean show(Publication publication) {
    var kind = publication.kind();
    var choice = PayloadTypes.forSending(lastOffer, kind, publication.codec());
    if (choice == null) {
      cannotDecode(publication);
      return false;
    }
    var section = sections.stream().filter(s -> s.free(kind)).findFirst().orElse(null);
    var source =
        newSource(publication.video(), publication.member().participant(), publication.id());
    if (section == null) {
      var extensions = PayloadTypes.extensionsForSending(lastOffer, kind);
      section = new Section(LocalMedia.sending(newMid(), kind, choice, extensions, source));
      sections.add(section);
    }
    section.local =
        LocalMedia.sending(section.local.mid(), kind, choice, section.local.extensions(), source);
    section.slot = newSlot(section.local, source, List.of(choice));
    section.slot.follow(publication);
    return true;
  }

  private String newMid() {
    while (true) {
      var mid = "s" + sectionsMade++;
      if (sections.stream().noneMatch(s -> mid.equals(s.local.mid()))) return mid;
    }
  }

  /** Not before the client has our answer; until then it would take our offer for a collision. */
  private void offerSoon(long millis) {
    if (!connected || gathering || quiet > 0 || openOffer != null) return;
    gathering = true;
    room.rooms()
        .host()
        .later(
            millis,
            () -> {
              gathering = false;
              if (dirty && !closed && quiet == 0 && openOffer == null) offer();
            });
  }

  private void quiet() {
    quiet++;
    room.rooms()
        .host()
        .later(
            AFTER_ANSWER_MILLIS,
            () -> {
              quiet--;
              if (dirty && !closed) offerSoon(0);
            });
  }

  private void offer() {
    dirty = false;
    local = local.next();
    openOffer = sections.stream().map(Section::describe).toList();
    int number = ++openOfferNumber;
    offersWithoutAnswer++;
    var sdp = SdpWriter.offer(local, openOffer);
    room.publish(new RoomEvent.Offered(room.session(), member.participant(), id, sdp));
    room.rooms()
        .host()
        .later(
            ANSWER_MILLIS,
            () -> {
              if (closed || openOffer == null || openOfferNumber != number) return;
              openOffer = null;
              dirty = true;
              if (offersWithoutAnswer >= MAX_OFFERS) room.disconnect(this, "no_answer");
              else offerSoon(0);
            });
  }

  /** The client's answer to our offer. */
  void answered(String sdp) {
    if (openOffer == null) {
      throw new Problem(409, "no_offer", "There is no offer of the relay to answer");
    }
    var answer = parse(sdp);
    var problem = Negotiator.answerProblem(openOffer, answer);
    if (problem != null) {
      throw new Problem(422, "unacceptable_answer", "The answer cannot be used: " + problem);
    }
    if (!Objects.equals(answer.transport().fingerprint(), peer.fingerprint())) {
      throw new Problem(422, "no_ice_restart", "Make a new connection instead");
    }
    for (int i = 0; i < openOffer.size(); i++) {
      var slot = sections.get(i).slot;
      // The place may have been given to another since: that one is in the next offer.
      if (slot == null || slot.source() != openOffer.get(i).source()) continue;
      var theirs = answer.media().get(i);
      slot.accepted(!theirs.rejected() && theirs.direction().receives());
    }
    openOffer = null;
    offersWithoutAnswer = 0;
    if (dirty) offerSoon(0);
  }

  // ---- a watcher ----

  /** Watcher: fills its places with these; null empties one. */
  void watch(Publication video, Publication audio) {
    for (var section : sections) {
      if (section.slot != null) section.slot.follow(section.slot.video() ? video : audio);
    }
  }

  void cannotDecode(Publication publication) {
    LOG.info(
        "a connection in room {} does not take {} of a track; the track is not sent to it",
        room.session(),
        publication.codec().name());
  }

  // ---- its end ----

  /** What the peer sends ends; the publications keep their place for its return. */
  List<Publication> endPublications() {
    var ended = new ArrayList<Publication>();
    for (var section : sections) {
      if (section.incoming == null) continue;
      if (section.incoming.connection() == this) {
        section.incoming.end();
        ended.add(section.incoming);
      }
      section.incoming = null;
    }
    return ended;
  }

  void close(String why) {
    if (closed) return;
    closed = true;
    for (var section : sections) {
      if (section.slot != null) section.slot.close();
      section.slot = null;
    }
    var loop = transport.loop();
    loop.execute(() -> loop.path().remove(transport, why));
  }

  // ---- what the media loop tells ----

  @Override
  public void connected() {
    onRoomsThread(
        _ -> {
          connected = true;
          room.publish(new RoomEvent.Connected(room.session(), member.participant(), id));
          if (dirty) offerSoon(GATHER_MILLIS);
        });
  }

  @Override
  public void closed(String why) {
    onRoomsThread(_ -> room.disconnect(this, why));
  }

  @Override
  public void trackStarted(Track track) {
    onRoomsThread(_ -> room.started(track));
  }

  private void onRoomsThread(Consumer<Connection> task) {
    room.rooms()
        .host()
        .execute(
            () -> {
              if (!closed) task.accept(this);
            });
  }

  // ---- numbers ----

  private Slot newSlot(LocalMedia media, SendSource source, List<CodecChoice> choices) {
    boolean video = media.kind().equals("video");
    var random = room.rooms().random();
    var subscription =
        new Subscription(
            transport,
            video,
            choices.getFirst().codec().clockRate(),
            source.ssrc(),
            source.rtxSsrc() == 0 ? -1 : source.rtxSsrc(),
            random.nextInt(1 << 15),
            random.nextInt() & 0xffffffffL);
    return new Slot(
        this, media.mid(), video, source, subscription, choices, Section.ids(media.extensions()));
  }

  private SendSource newSource(boolean video, String stream) {
    return newSource(video, stream, stream + (video ? "-video" : "-audio"));
  }

  private SendSource newSource(boolean video, String stream, String track) {
    return new SendSource(newSsrc(), video ? newSsrc() : 0, "medtrust", stream, track);
  }

  private long newSsrc() {
    return 1 + (room.rooms().random().nextInt() & 0x7fffffffL);
  }
}
