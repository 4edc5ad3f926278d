package io.medtrust.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.medtrust.testing.TestBrowser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages' modules in a browser, without a server behind them. */
class ModulesTest {
  private static StaticPages site;
  private static TestBrowser browser;
  private Page page;

  @BeforeAll
  static void start() {
    site = new StaticPages();
    browser = TestBrowser.withFakeDevice();
  }

  @AfterAll
  static void stop() {
    browser.close();
    site.close();
  }

  @BeforeEach
  void open() {
    browser.complaints().clear();
    page = browser.newPage(1280, 800);
    page.navigate(site.blank());
  }

  @AfterEach
  void close() {
    page.context().close();
    assertEquals(List.of(), browser.complaints());
  }

  private static final String UPDATE =
      """
      const update = (more) => ({stream_id: 's', verification: 'v', trust_score: 92, status: 'safe',
        timestamp: '2026-01-01T00:00:10.000Z', media_time: Date.parse('2026-01-01T00:00:09.800Z'),
        coverage: 1, calibration: '2026-1', kind: 'probability', probability: 0.97, calibrated_score: 97, llr: 3,
        subjects: 41, impostor_prior: 0.01, evidence_coverage: 0.9, identity: {state: 'matches', sentence: 'Matches the enrolled doctor'},
        signals: [], reasons: ['a reason'], triggers: [], ...more});
      const {verdict, signalState, age, measure, likelihood, identityLine, families, coverage, caption} = await import('/js/format.js');
      """;

  @Test
  void anUncalibratedScoreIsNeverShownAsSafe() {
    assertEquals("safe", run(UPDATE + "return verdict(update(), 100).key"));
    assertEquals(
        "uncalibrated",
        run(UPDATE + "return verdict(update({calibration: 'uncalibrated'}), 100).key"));
    assertEquals(
        "uncalibrated", run(UPDATE + "return verdict(update({calibration: undefined}), 100).key"));
    assertEquals(
        "uncalibrated",
        run(
            UPDATE
                + "return verdict(update({status: 'alert', trust_score: 20, calibration:"
                + " 'uncalibrated'}), 100).key"));
  }

  @Test
  void anUncalibratedScoreIsShownThoughTheServerCallsItUnknown() {
    assertEquals(
        List.of("uncalibrated", 81),
        run(
            UPDATE
                + "const v = verdict(update({status: 'unknown', trust_score: 81, calibration:"
                + " 'uncalibrated'}), 100); return [v.key, v.score]"));
  }

  @Test
  void aScoreOnTooFewPeopleIsNeverShownAsSafeNorAsAProbability() {
    assertEquals(
        List.of("uncalibrated", "Score only", 88, "score only", 0.9),
        run(
            UPDATE
                + """
                const u = update({kind: 'score', probability: undefined, calibrated_score: 88, subjects: 12, status: 'safe'});
                const v = verdict(u, 100);
                return [v.key, v.word, v.score, caption(u), coverage(u)];
                """));
    assertEquals(
        true,
        run(
            UPDATE
                + """
                const m = measure(update({kind: 'score', calibrated_score: 88, subjects: 12}));
                return m.text === 'Score 88 of 100' && m.basis.includes('12 people') && !m.text.includes('robability');
                """));
    // a kind that is not known, or missing, is not green
    for (var kind : List.of("undefined", "null", "'certainty'")) {
      assertEquals(
          "uncalibrated", run(UPDATE + "return verdict(update({kind: " + kind + "}), 1).key"));
    }
  }

  @Test
  void aProbabilityIsShownWithItsPriorAndNeverAsCertain() {
    assertEquals(
        List.of("> 99 %", "97 %", "50 %", "1 %", "< 1 %"),
        run(UPDATE + "return [0.9999, 0.97, 0.5, 0.012, 0.0001].map(likelihood)"));
    assertEquals(
        List.of(
            97,
            "Probability 97 %",
            "Presumes 1 % impostors before anything is seen; measured on 41 people."),
        run(UPDATE + "const m = measure(update()); return [m.value, m.text, m.basis]"));
    assertEquals(99, run(UPDATE + "return measure(update({probability: 1})).value"));
  }

  @Test
  void theLineAboutIdentityIsUnknownUntilTheServerSaysOtherwise() {
    assertEquals(
        List.of("matches", "Matches the enrolled doctor"),
        run(UPDATE + "const i = identityLine(update()); return [i.key, i.text]"));
    assertEquals(
        List.of("unknown", "unknown", "unknown", "differs"),
        run(
            UPDATE
                + """
                return [undefined, {state: 'splendid', sentence: 'x'}, {state: 'not_enrolled', sentence: 'x'},
                  {state: 'differs', sentence: 'x'}].map((identity) => identityLine(update({identity})).key);
                """));
  }

  @Test
  void signalsAreTheirFamilyWhatFailedFirstThenFactsThenOpinions() {
    assertEquals(
        "lips failed, voice failed, replay ok, face unknown, pulse ok",
        run(
            UPDATE
                + """
                const s = (detector, family, role, state) => ({detector, family, role, state, score: 5, calibrated: true});
                return families(update({signals: [
                  s('pulse', 'pulse', 'context', 'ok'), s('face_artifact', 'face', 'advisory', 'unknown'),
                  s('voice', 'voice', 'advisory', 'ok'), s('replay', 'replay', 'measured', 'ok'),
                  s('voice_synthetic', 'voice', 'advisory', 'failed'), s('lip_sync', 'lips', 'measured', 'failed'),
                ]})).map((f) => f.family + ' ' + f.state).join(', ');
                """));
    // an older node names no family
    assertEquals(
        List.of("voice", "context"),
        run(
            UPDATE
                + "const [f] = families(update({signals: [{detector: 'voice', state: 'ok'}]}));"
                + " return [f.family, f.role]"));
  }

  @Test
  void theTrustPanelShowsWhoHowSureAndSinceWhen() {
    var text =
        (String)
            run(
                UPDATE
                    + """
                    await import('/components/mt-trust.js');
                    const {hold} = await import('/components/painted.js');
                    const panel = document.createElement('mt-trust');
                    document.body.append(panel);
                    const now = Date.now();
                    panel.held = hold(update({media_time: now - 100, timestamp: new Date(now).toISOString(), action: 'hold',
                      trust_score: 81, signals: [{detector: 'voice', family: 'voice', role: 'advisory', state: 'failed', score: 20,
                        sentence: 'Voice has sounded flat since 14:32:11; this alone does not mean fraud'}]}), performance.now());
                    await panel.updateComplete;
                    return panel.shadowRoot.textContent.replace(/\\s+/g, ' ');
                    """);
    for (var part :
        List.of(
            "Matches the enrolled doctor",
            "Probability 97 %",
            "Presumes 1 % impostors",
            "41 people",
            "90 % of the signals known",
            "by the earlier formula, for comparison: 81 of 100",
            "Voice has sounded flat since 14:32:11; this alone does not mean fraud",
            "an opinion",
            "On hold")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
  }

  @Test
  void whatIsOldMissingOrStrangeIsUnknown() {
    assertEquals("unknown", run(UPDATE + "return verdict(null, null).key"));
    assertEquals("unknown", run(UPDATE + "return verdict(update(), 4001).key"));
    assertNull(run(UPDATE + "return verdict(update(), 4001).score"));
    assertEquals(
        "unknown", run(UPDATE + "return verdict(update({probability: undefined}), 1).key"));
    assertEquals(
        "unknown",
        run(
            UPDATE
                + "return verdict(update({calibration: 'uncalibrated', kind: undefined,"
                + " trust_score: undefined}), 1).key"));
    assertEquals("unknown", run(UPDATE + "return verdict(update({status: 'splendid'}), 1).key"));
    assertEquals("unknown", run(UPDATE + "return signalState({state: 'SPLENDID'}).key"));
    assertEquals("ok", run(UPDATE + "return signalState({state: 'OK'}).key"));
  }

  @Test
  void anAlertStaysAnAlertWhenUncalibratedOrOld() {
    var alert = "update({triggers: ['frozen'], calibration: 'uncalibrated'})";
    assertEquals("alert", run(UPDATE + "return verdict(" + alert + ", 100).key"));
    assertEquals("alert", run(UPDATE + "return verdict(" + alert + ", 60000).key"));
    assertEquals(
        "No face",
        run(UPDATE + "return verdict(update({triggers: ['no_face'], reasons: []}), 1).cause"));
  }

  @Test
  void agesReadAsPeopleSayThem() {
    assertEquals(
        List.of("0.2 s", "9.9 s", "10 s", "89 s", "3 min", "2 h", "0.0 s"),
        run(UPDATE + "return [200, 9940, 9960, 89000, 180000, 7200000, -5].map(age)"));
  }

  @Test
  void theAgeOfMediaDoesNotDependOnThePagesClock() {
    assertEquals(
        1200,
        number(
            UPDATE
                + """
                const {hold, ageOf} = await import('/components/painted.js');
                return ageOf(hold(update(), 5000), 6000);
                """));
  }

  private static final String BOARD =
      UPDATE
          + """
          const {Board} = await import('/js/board.js');
          const board = new Board();
          const info = (i) => ({session: 's' + i, verification: 'v' + i, doctor_name: 'D' + i, since: '2026-01-0' + (i + 1)});
          board.replace([0, 1, 2, 3, 4].map(info), 0, 0);
          const say = (i, more) => board.update(update({verification: 'v' + i, ...more}), 0);
          const order = (now = 100) => board.sorted(now).map((e) => e.info.verification).join(' ');
          """;

  @Test
  void theWallPutsTheWorstFirstAndAnAcknowledgedAlertBehindTheOthers() {
    assertEquals(
        "v3 v4 v1 v2 v0",
        run(
            BOARD
                + """
                say(0, {}); say(1, {status: 'suspicious'}); say(2, {calibration: 'uncalibrated'});
                say(3, {triggers: ['frozen']}); say(4, {triggers: ['no_face']});
                return order();
                """));
    assertEquals(
        "v4 v3",
        run(
            BOARD
                + """
                say(3, {triggers: ['frozen']}); const e = say(3, {triggers: ['frozen']});
                say(4, {triggers: ['no_face']});
                board.acknowledge(e, 'me', 1);
                return order().slice(0, 5);
                """));
  }

  @Test
  void anAcknowledgementEndsWithItsCause() {
    assertEquals(
        List.of(true, false),
        run(
            BOARD
                + """
                const e = say(3, {triggers: ['frozen']});
                board.acknowledge(e, 'me', 1);
                say(3, {triggers: ['frozen']});
                const kept = e.acknowledged !== null;
                say(3, {triggers: ['frozen', 'no_face']});
                return [kept, e.acknowledged !== null];
                """));
  }

  @Test
  void aVerificationThatIsSilentForFourSecondsGoesUpTheWall() {
    assertEquals(
        List.of("v0", "v1"),
        run(
            BOARD
                + """
                for (const i of [0, 1, 2, 3, 4]) say(i, {});
                const before = order(100).slice(0, 2);
                for (const i of [0, 2, 3, 4]) board.update(update({verification: 'v' + i}), 5000);
                return [before, order(5100).slice(0, 2)];
                """));
  }

  @Test
  void theHistoryDrawsASilenceAsAGap() {
    assertEquals(
        List.of(List.of(1, 50), List.of(2, 51)).toString(),
        String.valueOf(
            run(
                """
                const {ScoreHistory} = await import('/js/history.js');
                const h = new ScoreHistory();
                h.add(1.2, 50); h.add(1.9, 99); h.add(2.1, 51);
                return h.points;
                """)));
    assertEquals(
        3,
        number(
            """
            const {ScoreHistory} = await import('/js/history.js');
            const h = new ScoreHistory();
            h.add(1, 50); h.add(20, 51);
            return h.points.length;
            """));
    assertEquals(
        301,
        number(
            """
            const {ScoreHistory} = await import('/js/history.js');
            const h = new ScoreHistory();
            for (let i = 0; i < 1000; i++) h.add(i, 50);
            return h.points.length;
            """));
  }

  @Test
  void signingInNeverSendsToAnotherSite() {
    var ask = "const {nextPath} = await import('/js/api.js'); return nextPath(";
    assertEquals("/join.html?session=a", run(ask + "'?next=%2Fjoin.html%3Fsession%3Da')"));
    assertNull(run(ask + "'?next=https%3A%2F%2Fevil.example%2F')"));
    assertNull(run(ask + "'?next=%2F%2Fevil.example%2F')"));
    assertNull(run(ask + "'?next=javascript%3Aalert(1)')"));
    assertNull(run(ask + "'')"));
  }

  @Test
  void everyFaultOfADeviceHasAdvice() {
    assertEquals(
        true,
        run(
            """
            const {advice} = await import('/js/devices.js');
            const names = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'AbortError',
              'SecurityError', 'TypeError', 'OverconstrainedError', 'SomethingNew'];
            return ['audio', 'video'].every((kind) => names.every((name) => {
              const {title, steps} = advice(kind, {name, message: ''});
              return title.length > 10 && steps.length > 0;
            }));
            """));
  }

  @Test
  void statisticsAreDifferencesOfTwoReadings() {
    @SuppressWarnings("unchecked")
    var stats =
        (Map<String, Object>)
            run(
                """
                const {readStats} = await import('/js/call.js');
                const at = (ms, bytes, packets, lost) => ({at: ms, rttMs: 12, in: {bytes, packets, lost},
                  out: {bytes: 0}, sent: null, received: null});
                return readStats(at(1000, 0, 0, 0), at(3000, 250000, 95, 5));
                """);
    assertEquals(1_000_000, ((Number) stats.get("rateIn")).intValue());
    assertEquals(0.05, ((Number) stats.get("lossIn")).doubleValue(), 1e-9);
    assertNull(stats.get("lossOut"));
  }

  /**
   * A room in the page: a bus that plays the server, with a peer connection of its own for the
   * relay's side.
   */
  private static final String ROOM =
      """
      const {Call} = await import('/js/call.js');
      class FakeBus extends EventTarget {
        state = 'open'; sent = []; handlers = new Map(); refuse = null; joins = 0;
        async send(address, body) {
          this.sent.push(body);
          if (this.refuse && body.event === 'join-stream') throw Object.assign(new Error('no'), this.refuse);
          if (body.event === 'join-stream') {
            this.joins++;
            return {yourSocketId: 'me' + this.joins, participantId: 'p-me', members: [{socketId: 'o', participantId: 'p-o', name: 'Other', role: 'doctor', verified: true}]};
          }
          if (body.event === 'webrtc-offer') {
            this.relay?.close();
            this.relay = new RTCPeerConnection();
            await this.relay.setRemoteDescription(body.offer);
            await this.relay.setLocalDescription();
            await gathered(this.relay);
            this.tell({event: 'webrtc-answer', answer: this.relay.localDescription.toJSON()});
          }
          if (body.event === 'webrtc-answer') await this.relay.setRemoteDescription(body.answer);
          return {ok: true};
        }
        subscribe(address, handler) { this.handlers.set(address, handler); return () => this.handlers.delete(address); }
        tell(event) { this.handlers.get('signaling.member.me' + this.joins)?.(event); }
        async offer(stream) {
          for (const track of stream.getTracks()) this.relay.addTransceiver(track, {direction: 'sendonly', streams: [stream]});
          await this.relay.setLocalDescription();
          await gathered(this.relay);
          const sdp = this.relay.localDescription.sdp.replaceAll(stream.id, 'p-o');
          this.tell({event: 'webrtc-offer', offer: {type: 'offer', sdp}});
        }
      }
      const gathered = (pc) => pc.iceGatheringState === 'complete' ? null : new Promise((r) => {
        pc.addEventListener('icegatheringstatechange', () => pc.iceGatheringState === 'complete' && r());
      });
      const until = async (what, name) => {
        for (const end = performance.now() + 30000; performance.now() < end; await new Promise((r) => setTimeout(r, 30))) {
          if (what()) return;
        }
        throw new Error('waited in vain for ' + name);
      };
      const bus = new FakeBus();
      const call = new Call({session: 's', bus});
      const media = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
      const [audio, video] = [media.getAudioTracks()[0], media.getVideoTracks()[0]];
      """;

  @Test
  void aMemberOffersFirstAndHearsWhoeverTheRelayAdds() {
    assertEquals(
        "join-stream ready webrtc-offer | Other | 2",
        run(
            ROOM
                + """
                await call.join({audio, video});
                await until(() => call.state === 'connected', 'the connection');
                const first = bus.sent.map((b) => b.event).filter((e) => e !== 'media-state' && e !== 'webrtc-answer').slice(0, 3).join(' ');
                await bus.offer(media);
                await until(() => call.streams.get('p-o')?.getTracks().length === 2, 'the stream');
                const found = call.members.get('p-o').name + ' | ' + call.streams.get('p-o').getTracks().length;
                await call.leave();
                return first + ' | ' + found;
                """));
  }

  @Test
  void aMutedMicrophoneSendsNothingAndTheOthersAreTold() {
    assertEquals(
        List.of(false, true),
        run(
            ROOM
                + """
                await call.join({audio, video});
                await until(() => call.state === 'connected', 'the connection');
                await call.setTrack('audio', null);
                const states = bus.sent.filter((b) => b.event === 'media-state');
                await call.leave();
                return [states.at(-1).audio, states.at(-1).video];
                """));
  }

  @Test
  void aLostBridgeIsAnsweredByJoiningAgainWithANewConnection() {
    assertEquals(
        2,
        number(
            ROOM
                + """
                await call.join({audio: null, video: null});
                await until(() => call.state === 'connected', 'the connection');
                bus.state = 'reconnecting';
                bus.dispatchEvent(new Event('state'));
                await until(() => call.state === 'reconnecting', 'the loss');
                bus.state = 'open';
                bus.dispatchEvent(new Event('reopened'));
                await until(() => call.state === 'connected', 'the connection again');
                await call.leave();
                return bus.joins;
                """));
  }

  @Test
  void aCollisionOfOffersIsRolledBackByTheMember() {
    assertEquals(
        true,
        run(
            ROOM
                + """
                await call.join({audio: null, video: null});
                await until(() => call.state === 'connected', 'the connection');
                // Both sides offer at once: the relay's side ignores the member's offer.
                const send = bus.send.bind(bus);
                let ignored = false;
                bus.send = async (address, body) => {
                  if (body.event === 'webrtc-offer' && !ignored) {
                    ignored = true;
                    await bus.offer(media);
                    return {ok: true};
                  }
                  if (body.event === 'webrtc-offer') {
                    await bus.relay.setRemoteDescription(body.offer);
                    await bus.relay.setLocalDescription();
                    bus.tell({event: 'webrtc-answer', answer: bus.relay.localDescription.toJSON()});
                    return {ok: true};
                  }
                  return send(address, body);
                };
                await call.setTrack('video', video);
                await until(() => ignored && call.streams.has('p-o'), 'the relay\\'s offer');
                await until(() => bus.relay.getReceivers().some((r) => r.track.kind === 'video' && !r.track.muted), 'the own picture');
                await call.leave();
                return true;
                """));
  }

  @Test
  void aRefusalIsFinalButAFailureIsTriedAgain() {
    assertEquals(
        "refused",
        run(
            ROOM
                + """
                bus.refuse = {status: 403, code: 'not_a_participant'};
                await call.join({audio: null, video: null});
                return call.state;
                """));
    assertEquals(
        "connected",
        run(
            ROOM
                + """
                bus.refuse = {status: 503, code: 'not_available'};
                await call.join({audio: null, video: null});
                if (call.state !== 'reconnecting') return call.state;
                bus.refuse = null;
                await until(() => call.state === 'connected', 'the second try');
                const state = call.state;
                await call.leave();
                return state;
                """));
    assertEquals(
        "refused replaced",
        run(
            ROOM
                + """
                await call.join({audio: null, video: null});
                bus.tell({event: 'error', code: 'replaced', message: 'elsewhere'});
                await until(() => call.state === 'refused', 'the end');
                return call.state + ' ' + call.error.code;
                """));
  }

  @Test
  void membersComeGoAndMute() {
    assertEquals(
        "p-o p-new | false | p-new",
        run(
            ROOM
                + """
                await call.join({audio: null, video: null});
                bus.tell({event: 'peer-joined', socketId: 'n', participantId: 'p-new', name: 'New', role: 'patient', verified: false});
                bus.tell({event: 'peer-media-state', socketId: 'n', participantId: 'p-new', audio: false, video: true});
                await until(() => call.members.get('p-new')?.audio === false, 'the mute');
                const both = [...call.members.keys()].join(' ');
                const heard = call.members.get('p-new').audio;
                bus.tell({event: 'peer-left', socketId: 'o', participantId: 'p-o'});
                await until(() => call.members.size === 1, 'the leaving');
                const rest = [...call.members.keys()].join(' ');
                await call.leave();
                return `${both} | ${heard} | ${rest}`;
                """));
  }

  @Test
  void theEndOfASessionEndsTheCall() {
    assertEquals(
        "ended",
        run(
            ROOM
                + """
                await call.join({audio: null, video: null});
                bus.tell({event: 'session-ended', stream_id: 's'});
                await until(() => call.state === 'ended', 'the end');
                return call.state;
                """));
  }

  private static final String BRIDGE =
      """
      const {Bus} = await import('/js/bus.js');
      const lines = [];
      class FakeEventBus {
        handlers = {}; frames = []; sockJSConn = {send: (f) => this.frames.push(JSON.parse(f))};
        constructor() { lines.push(this); setTimeout(() => this.onopen(), 5); }
        registerHandler(a, h, cb) { this.frames.push({type: 'register', address: a, headers: h}); this.handlers[a] = cb; }
        unregisterHandler(a) { delete this.handlers[a]; }
        send(a, b, h, cb) { this.frames.push({type: 'send', address: a, headers: h}); this.reply = cb; }
        close() {}
      }
      const credentials = Object.assign(new EventTarget(), {token: 'one', refreshed: 0, async refresh() { this.refreshed++; }});
      const bus = new Bus({connect: () => new FakeEventBus(), credentials});
      const until = async (what) => { while (!what()) await new Promise((r) => setTimeout(r, 5)); };
      bus.open();
      await until(() => bus.state === 'open');
      """;

  @Test
  void everyFrameCarriesTheTokenAndANewTokenIsToldAtOnce() {
    assertEquals(
        "ping one, register one, ping two",
        run(
            BRIDGE
                + """
                bus.subscribe('trust.s', () => {});
                credentials.token = 'two';
                credentials.dispatchEvent(new Event('token'));
                bus.close();
                return lines[0].frames.map((f) => f.type + ' ' + f.headers.authorization.split(' ')[1]).join(', ');
                """));
  }

  @Test
  void subscriptionsComeBackWithTheConnection() {
    assertEquals(
        List.of(true, List.of(1, 2), 1),
        run(
            BRIDGE
                + """
                const got = [];
                bus.subscribe('trust.s', (body) => got.push(body));
                lines[0].handlers['trust.s'](null, {body: 1});
                let reopened = false;
                bus.addEventListener('reopened', () => (reopened = true));
                lines[0].onclose({code: 4401});
                await until(() => bus.state === 'open');
                lines[1].handlers['trust.s'](null, {body: 2});
                bus.close();
                return [reopened, got, credentials.refreshed];
                """));
  }

  @Test
  void aFailureOfTheOtherSideKeepsItsCode() {
    assertEquals(
        "403 not_yours connection_lost",
        run(
            BRIDGE
                + """
                const first = bus.send('signaling.s', {}).catch((e) => e);
                lines[0].reply({failureCode: 403, failureType: 'RECIPIENT_FAILURE', message: '{"code":"not_yours","message":"No"}'});
                const refused = await first;
                const second = bus.send('signaling.s', {}).catch((e) => e);
                lines[0].onclose({});
                const lost = await second;
                bus.close();
                return `${refused.status} ${refused.code} ${lost.code}`;
                """));
  }

  @Test
  void everyComponentHasANameAndLoads() {
    assertTrue(
        (Boolean)
            run(
                """
                for (const c of ['dialog', 'icon', 'level', 'link', 'pulse', 'ring', 'sparkline', 'status', 'theme', 'toast', 'top-bar', 'trust', 'video-tile', 'wall-tile']) {
                  await import(`/components/mt-${c}.js`);
                  if (!customElements.get('mt-' + c)) return false;
                }
                return true;
                """));
  }

  @Test
  void theTrustPanelShowsAnUncalibratedScoreGreyAndMarksWhenItWasPainted() {
    var shown =
        run(
            UPDATE
                + """
                await import('/components/mt-trust.js');
                const {hold} = await import('/components/painted.js');
                const panel = document.createElement('mt-trust');
                document.body.append(panel);
                const painted = new Promise((r) => panel.addEventListener('mt-painted', (e) => r(e.detail), {once: true}));
                const fresh = Date.now();
                panel.held = hold(update({calibration: 'uncalibrated', media_time: fresh - 100, timestamp: new Date(fresh).toISOString()}), performance.now());
                const detail = await painted;
                const ring = panel.shadowRoot.querySelector('mt-ring');
                return [panel.shadowRoot.querySelector('mt-status').state, ring.uncalibrated,
                  panel.dataset.mediaTime === String(fresh - 100), Number(panel.dataset.paintedAt) >= fresh && detail.mediaTime === fresh - 100,
                  panel.shadowRoot.textContent.includes('never as safe')];
                """);
    assertEquals(List.of("uncalibrated", true, true, true, true), shown);
  }

  private Object run(String script) {
    return page.evaluate("async () => {" + script + "}");
  }

  private double number(String script) {
    return ((Number) run(script)).doubleValue();
  }
}
