package io.medtrust.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkersTest {
  private static final String PAGE =
      """
      By hand.
      <!-- lab:begin one -->
      old
      <!-- lab:end one -->
      More by hand.
      <!-- lab:begin two -->
      <!-- lab:end two -->
      """;

  @Test
  void only_what_stands_between_markers_changes() {
    assertEquals(
        """
        By hand.
        <!-- lab:begin one -->

        [one]

        <!-- lab:end one -->
        More by hand.
        <!-- lab:begin two -->

        [two]

        <!-- lab:end two -->
        """,
        Markers.fill("p.md", PAGE, name -> "[" + name + "]\n"));
  }

  @Test
  void a_page_filled_twice_is_the_page_filled_once() {
    var once = Markers.fill("p.md", PAGE, name -> name + "\n");
    assertEquals(once, Markers.fill("p.md", once, name -> name + "\n"));
  }

  @Test
  void a_page_without_markers_is_left_alone() {
    assertFalse(Markers.in("Text with `<!-- lab:begin one -->` in a line."));
    assertTrue(Markers.in(PAGE));
  }

  @Test
  void markers_without_a_partner_are_refused() {
    for (var page :
        List.of(
            "<!-- lab:begin one -->\n",
            "<!-- lab:end one -->\n",
            "<!-- lab:begin one -->\n<!-- lab:end two -->\n",
            "<!-- lab:begin one -->\n<!-- lab:begin two -->\n<!-- lab:end two -->\n",
            "<!-- lab:begin One -->\n<!-- lab:end One -->\n",
            "<!-- lab: begin one -->\n")) {
      var refusal =
          assertThrows(Malformed.class, () -> Markers.fill("p.md", page, name -> ""), page);
      assertTrue(refusal.getMessage().startsWith("p.md: "), refusal.getMessage());
    }
  }
}
