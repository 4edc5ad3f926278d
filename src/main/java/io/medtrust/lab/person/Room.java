package io.medtrust.lab.person;

/**
 * The light of a room.
 *
 * @param intensity 1 is an office by day, 0.05 a dark room
 * @param kelvin colour temperature of the lamp or window, 2500..9000; the camera corrects most of
 *     it
 * @param azimuth from where it comes, degrees: 0 from the camera, above 0 from the picture's right
 * @param elevation degrees above the eyes
 * @param contrast share of the light that comes from there, 0..1; the rest comes from all sides
 * @param flicker relative depth of the mains' flicker at 100 Hz, 0..0.2
 * @param backlight brightness of what is behind the person, in room intensities; 0 is none, 4 a
 *     window
 */
public record Room(
    double intensity,
    double kelvin,
    double azimuth,
    double elevation,
    double contrast,
    double flicker,
    double backlight) {
  /** A well-lit office. */
  public static final Room OFFICE = new Room(1, 4600, -38, 32, 0.52, 0, 0);

  /** Only what comes through the door. */
  public static final Room DIM = new Room(0.12, 3200, 50, 25, 0.6, 0, 0);

  /** Nearly none: the screen is the main light. */
  public static final Room DARK = new Room(0.03, 3000, 60, 20, 0.5, 0, 0);

  /** A window behind the head. */
  public static final Room BACKLIT = new Room(0.7, 6000, -20, 30, 0.3, 0, 5);
}
