package io.medtrust.lab.person;

/**
 * What is in a picture, exactly.
 *
 * @param seconds time of the picture
 * @param landmarks 468 × (x, y, z) in pixels, as the tracker gives them; z smaller is nearer
 * @param box left, top, width, height of the landmarks, pixels
 * @param bpm momentary heart rate
 * @param pulsePhase beats since some moment
 * @param bloodVolume -1..1, what the skin shows of it
 * @param lid mean of both eyes, 0 open .. 1 closed
 * @param yawDegrees turn to the person's left
 * @param pitchDegrees downwards
 * @param mouth opening, 0 closed .. 1 wide
 * @param screen linear light of the screen at that time, R, G, B
 * @param secondInside somebody else is in the picture
 * @param inside share of the box that is in the picture, 0..1
 */
public record Truth(
    double seconds,
    float[] landmarks,
    float[] box,
    double bpm,
    double pulsePhase,
    double bloodVolume,
    double lid,
    double yawDegrees,
    double pitchDegrees,
    double mouth,
    float[] screen,
    boolean secondInside,
    double inside) {}
