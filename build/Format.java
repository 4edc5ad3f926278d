import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or mends the format of all Java sources by google-java-format.
 *
 * <p>Usage: {@code java -cp google-java-format.jar build/Format.java check|mend}
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean mend = args[0].equals("mend");
    var formatter = new Formatter();
    var wrong = new ArrayList<Path>();
    for (var root : List.of("src", "bench")) {
      if (!Files.exists(Path.of(root))) continue;
      List<Path> sources;
      try (var files = Files.walk(Path.of(root))) {
        sources = files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
      }
      for (var source : sources) {
        var text = Files.readString(source);
        var formatted = formatter.formatSourceAndFixImports(text);
        if (formatted.equals(text)) continue;
        wrong.add(source);
        if (mend) Files.writeString(source, formatted);
      }
    }
    for (var source : wrong) System.out.println((mend ? "mended " : "not formatted: ") + source);
    if (!mend && !wrong.isEmpty()) {
      System.out.println("Run: mvn -DskipTests prepare-package -Dformat.mode=mend");
      System.exit(1);
    }
  }
}
