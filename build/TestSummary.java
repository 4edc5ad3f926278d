import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Adds up the test reports, prints what was skipped and why, and fails when a skip was not expected
 * or no test ran.
 */
class TestSummary {
  public static void main(String[] args) throws Exception {
    var expected = new ArrayList<String[]>();
    for (var line : Files.readAllLines(Path.of(args[1]))) {
      if (!line.isBlank() && !line.startsWith("#")) expected.add(line.split("\t"));
    }
    int run = 0;
    int failed = 0;
    int skipped = 0;
    var unexpected = new ArrayList<String>();
    List<Path> reports;
    try (var files = Files.list(Path.of(args[0]))) {
      reports =
          files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).sorted().toList();
    }
    for (var report : reports) {
      var suite =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getDocumentElement();
      var cases = suite.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        var test = (Element) cases.item(i);
        run++;
        if (test.getElementsByTagName("failure").getLength()
                + test.getElementsByTagName("error").getLength()
            > 0) failed++;
        var skip = test.getElementsByTagName("skipped");
        if (skip.getLength() == 0) continue;
        skipped++;
        var reason = reason((Element) skip.item(0));
        var name = test.getAttribute("classname") + "." + test.getAttribute("name");
        System.out.println("skipped: " + name + ": " + reason);
        if (expected.stream().noneMatch(e -> name.startsWith(e[0]) && reason.startsWith(e[1])))
          unexpected.add(name);
      }
    }
    for (var name : unexpected) System.out.println("an unexpected skip: " + name);
    System.out.println(
        (run - failed - skipped) + " passed, " + failed + " failed, " + skipped + " skipped");
    if (run == 0 || failed > 0 || !unexpected.isEmpty()) System.exit(1);
  }

  /** What the assumption says, out of the report's attribute or the first line of its stack trace. */
  private static String reason(Element skip) {
    var text = skip.getAttribute("message") + "\n" + skip.getTextContent();
    return text.strip().lines().findFirst().orElse("").replaceFirst("^.*?Assumption failed: ", "");
  }
}
