package io.medtrust;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md, "Layout". */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.medtrust");

  /** Signal processing, and the protocols: their time and their randomness are handed in. */
  private static final String[] PURE = {
    "io.medtrust.rtc..",
    "io.medtrust.analysis.detect.frame..",
    "io.medtrust.analysis.detect.face..",
    "io.medtrust.analysis.detect.liveness..",
    "io.medtrust.analysis.detect.voice..",
    "io.medtrust.analysis.detect.pulse..",
    "io.medtrust.analysis.detect.dsp..",
    "io.medtrust.lab.stats..",
    "io.medtrust.lab.person..",
    "io.medtrust.analysis.detect.identity..",
    "io.medtrust.analysis.detect.speech..",
    "io.medtrust.analysis.detect.speaker..",
    "io.medtrust.analysis.detect.probe..",
    "io.medtrust.analysis.detect.replay..",
    "io.medtrust.trust.calibration..",
    "io.medtrust.gateway.anomaly.forest..",
    "io.medtrust.gateway.anomaly.model..",
    "io.medtrust.sessions.gate..",
    "io.medtrust.gateway.scoped.proof..",
    "io.medtrust.analysis.detect.presentation..",
    "io.medtrust.analysis.detect.capture..",
    "io.medtrust.analysis.detect.injection..",
    "io.medtrust.analysis.detect.lipsync..",
    "io.medtrust.analysis.detect.dsp.."
  };

  @Test
  void pure_cores_know_no_vertx() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(CLASSES);
  }

  @Test
  void pure_cores_start_no_thread_and_read_no_clock() {
    noClasses().that().resideInAnyPackage(PURE).should(readAClockOrStartAThread()).check(CLASSES);
  }

  @Test
  void the_sfu_knows_nothing_of_analysis_accounts_or_the_gateway() {
    noClasses()
        .that()
        .resideInAPackage("io.medtrust.sfu..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.medtrust.analysis..",
            "io.medtrust.accounts..",
            "io.medtrust.gateway..",
            "io.medtrust.trust..",
            "io.medtrust.ledger..",
            "io.medtrust.store..",
            "io.medtrust.sessions..")
        .check(CLASSES);
  }

  @Test
  void analysis_knows_nothing_of_people_storage_trust_or_the_log() {
    noClasses()
        .that()
        .resideInAPackage("io.medtrust.analysis..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.medtrust.accounts..",
            "io.medtrust.store..",
            "io.medtrust.trust..",
            "io.medtrust.ledger..",
            "io.medtrust.sessions..",
            "io.medtrust.gateway..")
        .check(CLASSES);
  }

  @Test
  void trust_knows_detectors_only_by_their_readings() {
    noClasses()
        .that()
        .resideInAPackage("io.medtrust.trust..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.medtrust.analysis..")
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.medtrust.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static ArchCondition<JavaClass> readAClockOrStartAThread() {
    var clocks = Set.of("currentTimeMillis", "nanoTime", "now");
    return new ArchCondition<>("read a clock or start a thread") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaAccess<?> access : item.getAccessesFromSelf()) {
          var owner = access.getTargetOwner().getFullName();
          boolean clock =
              (owner.equals("java.lang.System") || owner.startsWith("java.time."))
                  && clocks.contains(access.getName());
          boolean thread =
              owner.equals("java.lang.Thread") || owner.startsWith("java.util.concurrent.Executor");
          if (clock || thread)
            events.add(SimpleConditionEvent.satisfied(item, access.getDescription()));
        }
      }
    };
  }
}
