package io.medtrust.analysis.detect.capture;

/**
 * What makes a face hard to judge, from the worst to the mildest, with what helps. None of it
 * speaks against the person.
 */
public enum Condition {
  TOO_DARK(45, "Turn on a light in front of you: the picture is too dark to judge your face."),
  MASKED(40, "Mouth and nose are covered: while you wear a mask the lower face cannot be judged."),
  BACKLIT(
      35,
      "Turn a light on in front of you or move away from the window: the light behind you makes"
          + " your face dark."),
  TOO_FAR(35, "Come closer to the camera: your face is too small in the picture."),
  PROFILE(30, "Look towards the camera: your face is turned to the side."),
  PARTLY_OUTSIDE(30, "Move to the middle of the picture: a part of your face is outside of it."),
  TOO_BRIGHT(25, "Turn the light away or down: parts of your face are white."),
  BLURRED(25, "Wipe the camera's lens and hold still: the picture is blurred."),
  LOW_BITRATE(
      20, "The connection is slow and the picture coarse: close what else uses the network."),
  LOW_FRAME_RATE(20, "Few pictures arrive in a second: more light or a faster connection helps."),
  EYEWEAR(5, "Glasses are recognised and are no hindrance, unless they reflect."),
  FOREHEAD_COVERED(5, "The forehead is covered by hair, a cap or a hood; the face can be judged.");

  private final int penalty;
  private final String advice;

  Condition(int penalty, String advice) {
    this.penalty = penalty;
    this.advice = advice;
  }

  /** The stable word, as {@code backlit}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Points that it takes off the score of 100: set by hand. */
  int penalty() {
    return penalty;
  }

  /** One sentence that says what to do, or that nothing need be done. */
  public String advice() {
    return advice;
  }
}
