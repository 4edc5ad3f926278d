package io.medtrust.lab.person;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where the person is, what is around, and what happens. Immutable; {@code with…} gives a changed
 * copy.
 *
 * @param room its light
 * @param screen the light of the screen
 * @param wear what is put on
 * @param framing where the person is in the picture
 * @param actions what the person does when told
 * @param mouth what drives the mouth
 * @param second somebody else who enters; null for nobody
 */
public record Scene(
    Room room,
    ScreenLight screen,
    Set<Wear> wear,
    Framing framing,
    List<Action> actions,
    MouthSource mouth,
    Second second) {

  /** What can be put on. */
  public enum Wear {
    GLASSES,
    MASK,
    CAP
  }

  /**
   * Place and turn of the person.
   *
   * @param distance from the camera, centimetres, 30..150
   * @param right of the picture's middle, centimetres
   * @param up of the picture's middle, centimetres
   * @param yaw turn to the person's left, degrees
   * @param pitch downwards, degrees
   */
  public record Framing(double distance, double right, double up, double yaw, double pitch) {
    /** As one sits before a laptop. */
    public static final Framing USUAL = new Framing(56, 0, 0, 0, 0);
  }

  /** Another person, from when to when. */
  public record Second(SyntheticPerson person, double from, double to) {}

  public Scene {
    wear = wear.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(wear));
    actions = List.copyOf(actions);
  }

  /** A silent person in an office. */
  public static Scene usual() {
    return new Scene(
        Room.OFFICE, ScreenLight.OFF, Set.of(), Framing.USUAL, List.of(), MouthSource.CLOSED, null);
  }

  public Scene withRoom(Room room) {
    return new Scene(room, screen, wear, framing, actions, mouth, second);
  }

  public Scene withScreen(ScreenLight screen) {
    return new Scene(room, screen, wear, framing, actions, mouth, second);
  }

  public Scene withFraming(Framing framing) {
    return new Scene(room, screen, wear, framing, actions, mouth, second);
  }

  public Scene withMouth(MouthSource mouth) {
    return new Scene(room, screen, wear, framing, actions, mouth, second);
  }

  public Scene withSecond(Second second) {
    return new Scene(room, screen, wear, framing, actions, mouth, second);
  }

  /** With one more thing to do. */
  public Scene doing(Action action) {
    var all = new java.util.ArrayList<>(actions);
    all.add(action);
    return new Scene(room, screen, wear, framing, all, mouth, second);
  }

  public Scene wearing(Wear... items) {
    return new Scene(room, screen, Set.of(items), framing, actions, mouth, second);
  }
}
