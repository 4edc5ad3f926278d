package io.medtrust.lab.observe;

/** Prints a script: {@code Events NUMBER}. */
final class Events {
  public static void main(String[] args) {
    var s = CallScript.of(Long.parseLong(args[0]));
    System.out.println(s.settings() + " " + s.scene().room() + " " + s.scene().framing());
    s.scene().actions().forEach(System.out::println);
    System.out.println("listening " + s.listening() + "\nmuted " + s.muted());
    System.out.println("glasses " + s.glasses() + " asks " + s.asks());
  }
}
