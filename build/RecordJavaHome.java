import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the java.home of the JDK that runs it, so that the launcher can start that JDK. */
class RecordJavaHome {
  public static void main(String[] args) throws Exception {
    var out = Path.of(args[0]);
    Files.createDirectories(out.getParent());
    Files.writeString(out, System.getProperty("java.home") + "\n");
  }
}
