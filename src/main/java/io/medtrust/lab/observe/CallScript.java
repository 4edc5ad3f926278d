package io.medtrust.lab.observe;

import io.medtrust.lab.person.Action;
import io.medtrust.lab.person.PersonSettings;
import io.medtrust.lab.person.Room;
import io.medtrust.lab.person.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Who is in a call, for how long, and what happens in it; all from the call's number. Times are
 * seconds from its beginning.
 *
 * @param scene with every action of the call
 * @param talk share of speech while the person has the word, 0..1
 * @param listening when the person hardly speaks
 * @param muted when the microphone is off and sends zeros
 * @param away when the person has left: the actions that walk off
 * @param glasses when glasses are put on or taken off
 * @param asks when somebody asks for a prompt
 */
record CallScript(
    long seed,
    double seconds,
    PersonSettings settings,
    Scene scene,
    double talk,
    List<Spell> listening,
    List<Spell> muted,
    List<Spell> away,
    List<Double> glasses,
    List<Double> asks) {
  private static final double LISTENING = 0.04;
  private static final Room[] ROOMS = {
    Room.OFFICE,
    new Room(0.8, 4000, 30, 40, 0.4, 0.05, 0),
    new Room(0.5, 5500, -60, 20, 0.6, 0, 1),
    new Room(0.3, 3400, 45, 30, 0.5, 0.08, 0),
    Room.DIM,
    Room.BACKLIT
  };

  /** From when to when. */
  record Spell(double from, double to) {
    boolean has(double t) {
      return t >= from && t < to;
    }

    static boolean any(List<Spell> spells, double t) {
      for (var spell : spells) if (spell.has(t)) return true;
      return false;
    }
  }

  static CallScript of(long number) {
    var random = new Random(0x0b5e7e ^ number * 0x9e3779b97f4a7c15L);
    double seconds = 60 * between(random, 20, 40);
    var settings =
        new PersonSettings(
            between(random, -60, 62),
            Double.NaN,
            between(random, 0.5, 1.2),
            between(random, 0.5, 1.5),
            Double.NaN,
            between(random, 0.6, 1.6));
    var scene =
        Scene.usual()
            .withRoom(ROOMS[random.nextInt(ROOMS.length)])
            .withFraming(
                new Scene.Framing(
                    between(random, 45, 80),
                    between(random, -5, 5),
                    between(random, -3, 3),
                    between(random, -12, 12),
                    between(random, -6, 8)));
    if (random.nextDouble() < 0.4) scene = scene.wearing(Scene.Wear.GLASSES);
    var script =
        new CallScript(
            100_000 + number,
            seconds,
            settings,
            scene,
            between(random, 0.3, 0.85),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    return script.filled(random);
  }

  private static double between(Random random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  /** Spread evenly over its logarithm: mostly short, sometimes long. */
  private static double spread(Random random, double from, double to) {
    return from * Math.pow(to / from, random.nextDouble());
  }

  private CallScript filled(Random random) {
    var acted = scene;
    double t = 15;
    while (true) {
      t += -40 * Math.log(1 - random.nextDouble()) + 2;
      if (t > seconds - 10) break;
      double kind = random.nextDouble();
      double length = 0;
      if (kind < 0.2) {
        var side = random.nextBoolean() ? Action.Kind.TURN_LEFT : Action.Kind.TURN_RIGHT;
        length = spread(random, 0.4, 12);
        acted = acted.doing(new Action(side, t, length));
      } else if (kind < 0.4) {
        length = spread(random, 0.8, 20);
        acted = acted.doing(new Action(Action.Kind.LOOK_AWAY, t, length));
      } else if (kind < 0.6) {
        length = spread(random, 1, 25);
        acted = acted.doing(new Action(Action.Kind.LOOK_DOWN, t, length));
      } else if (kind < 0.7) {
        acted = acted.doing(new Action(Action.Kind.NOD, t));
      } else if (kind < 0.74) {
        length = spread(random, 0.5, 4);
        acted = acted.doing(new Action(Action.Kind.CLOSE_EYES, t, length));
      } else if (kind < 0.8) {
        length = spread(random, 2, 240);
        acted = acted.doing(new Action(Action.Kind.WALK_OFF, t, length));
        away.add(new Spell(t, t + length + 2.6));
      } else if (kind < 0.84) {
        length = spread(random, 3, 120);
        muted.add(new Spell(t, t + length));
      } else if (kind < 0.86) {
        glasses.add(t);
      } else if (kind < 0.92) {
        asks.add(t);
      } else {
        // It does other things meanwhile, so time does not go on with it.
        listening.add(new Spell(t, t + spread(random, 20, 240)));
      }
      t += length;
    }
    return new CallScript(
        seed,
        seconds,
        settings,
        acted,
        talk,
        List.copyOf(listening),
        List.copyOf(muted),
        List.copyOf(away),
        List.copyOf(glasses),
        List.copyOf(asks));
  }

  /** Share of speech at a time; nobody speaks in another room. */
  double talk(double t) {
    if (Spell.any(away, t)) return 0;
    return Spell.any(listening, t) ? LISTENING : talk;
  }
}
