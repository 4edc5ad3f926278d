package io.medtrust.lab.report;

import java.util.List;

/** What the product's goals name and no folder that we know holds: 0 subjects each. */
public final class NeverMeasured {
  public static final List<String> SUBJECTS =
      List.of(
          "live face swap on a camera",
          "live voice conversion",
          "masks and make-up",
          "persons with a contact pulse beside their video",
          "the same person on another day (sessions apart)");

  private NeverMeasured() {}
}
