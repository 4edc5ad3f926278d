package io.medtrust.lab.observe;

import io.medtrust.lab.person.PersonObservations;

/** Prints where the face is: {@code Inside NUMBER FROM TO}. */
final class Inside {
  public static void main(String[] args) {
    var s = CallScript.of(Long.parseLong(args[0]));
    var p = new PersonObservations(s.seed(), s.settings(), s.scene(), 0, s::talk);
    System.out.println(s.scene().framing());
    s.scene().actions().stream()
        .filter(a -> a.kind() == io.medtrust.lab.person.Action.Kind.WALK_OFF)
        .forEach(System.out::println);
    for (double t = Double.parseDouble(args[1]); t < Double.parseDouble(args[2]); t += 0.3) {
      long f = Math.round(t * 30);
      var o = p.observe(f);
      System.out.printf(
          "%.1f inside %.2f yaw %.0f %s%n",
          t, p.truth(f).inside(), p.truth(f).yawDegrees(), o.state());
    }
  }
}
