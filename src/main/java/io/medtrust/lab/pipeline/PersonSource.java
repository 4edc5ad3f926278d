package io.medtrust.lab.pipeline;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.lab.media.I420;
import io.medtrust.lab.person.Action;
import io.medtrust.lab.person.PersonSettings;
import io.medtrust.lab.person.Scene;
import io.medtrust.lab.person.ScreenLight;
import io.medtrust.lab.person.SyntheticPerson;
import io.medtrust.lab.person.SyntheticVoice;
import java.util.Random;

/**
 * A synthetic person before a camera, who talks, and does what it is asked: its screen shows the
 * colours of a light probe a moment after the page was told, and it turns and blinks when a prompt
 * says so. Never repeats itself.
 */
public final class PersonSource implements LabSource {
  private static final int RATE = 48_000;
  private static final int HOP = RATE / 50;

  /** How bright a screen is against a full white one. */
  private static final double SCREEN = 0.8;

  private final SyntheticPerson person;
  private final SyntheticVoice voice;
  private final Random random;
  private final double from;
  private final double periodMicros;
  private final long lengthMicros;
  private final io.medtrust.lab.person.I420 drawn =
      new io.medtrust.lab.person.I420(I420.WIDTH, I420.HEIGHT);
  private volatile Scene scene;
  private long pictures;
  private long sounds;

  /**
   * @param seed of the person, its voice and its behaviour
   * @param from where in the person's time the call begins, seconds: another stretch, nothing again
   * @param lengthMicros of the call
   */
  public PersonSource(
      long seed, PersonSettings settings, Scene scene, double from, long lengthMicros) {
    this(seed, settings, scene, from, lengthMicros, 30);
  }

  /**
   * @param fps pictures a second
   */
  public PersonSource(
      long seed, PersonSettings settings, Scene scene, double from, long lengthMicros, double fps) {
    periodMicros = 1e6 / fps;
    person = new SyntheticPerson(seed, settings);
    voice = new SyntheticVoice(seed, RATE, 0.6);
    random = new Random(seed ^ Double.doubleToLongBits(from));
    this.from = from;
    this.lengthMicros = lengthMicros;
    this.scene = scene.withMouth(voice.mouth());
  }

  @Override
  public boolean hasPictures() {
    return true;
  }

  @Override
  public boolean hasSound() {
    return true;
  }

  @Override
  public long nextPicture(I420 into) {
    // A camera's clock jitters by about a millisecond.
    long micros =
        Math.round(pictures * periodMicros + Math.clamp(random.nextGaussian(), -3, 3) * 600 + 2000);
    if (micros >= lengthMicros) return END;
    pictures++;
    person.render(from + micros / 1e6, scene, drawn);
    System.arraycopy(drawn.y, 0, into.y, 0, drawn.y.length);
    System.arraycopy(drawn.u, 0, into.u, 0, drawn.u.length);
    System.arraycopy(drawn.v, 0, into.v, 0, drawn.v.length);
    return micros;
  }

  @Override
  public boolean nextSound(short[] into) {
    if (sounds * 20_000 >= lengthMicros) return false;
    var samples = voice.samples(Math.round(from * RATE) + sounds * HOP, HOP);
    sounds++;
    for (int i = 0; i < HOP; i++) into[i] = (short) Math.clamp(samples[i] * 32767f, -32768, 32767);
    return true;
  }

  @Override
  public void told(AnalysisCommand command, long mediaMicros) {
    double now = from + Math.max(0, mediaMicros) / 1e6;
    switch (command) {
      case AnalysisCommand.LightProbe probe -> {
        var colours = new float[probe.rgb().size() / 3][3];
        for (int i = 0; i < colours.length * 3; i++) colours[i / 3][i % 3] = probe.rgb().get(i);
        double shown = now + 0.15 + 0.35 * random.nextDouble();
        scene =
            scene.withScreen(
                ScreenLight.steps(shown, probe.stepMillis() / 1000.0, colours, SCREEN));
      }
      case AnalysisCommand.Challenge challenge -> {
        double does = now + 0.8 + random.nextDouble();
        switch (challenge.kind()) {
          case "turn_left" -> scene = scene.doing(new Action(Action.Kind.TURN_LEFT, does));
          case "turn_right" -> scene = scene.doing(new Action(Action.Kind.TURN_RIGHT, does));
          case "blink" -> scene = scene.doing(new Action(Action.Kind.BLINK_TWICE, does));
          default -> {} // it talks all the time
        }
      }
      case AnalysisCommand.Enrolled _, AnalysisCommand.Memory _ -> {}
    }
  }
}
