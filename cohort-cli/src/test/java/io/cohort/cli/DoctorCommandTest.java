package io.cohort.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.doctor.DoctorCheck;
import io.cohort.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void asksTheChecksOfEveryRoom() {
        Ran ran = Ran.cohort("doctor", "--json", "--workers", "1");

        assertThat(ran.exit()).isZero();
        assertThat(ran.last())
                .containsEntry("type", "doctor")
                .containsEntry("ok", true)
                .containsEntry("problems", List.of());
        assertThat(ran.out())
                .contains("native library", "shared memory", "ports", "host name", "cores", "temporary files");
    }

    @Test
    void exitsWith1OnAProblemAndSaysTheFix() {
        assertThat(report(check("ports", DoctorCheck.Finding.problem("none is free", "Free one"))))
                .isEqualTo(1);

        assertThat(text()).containsSubsequence("problem", "ports", "none is free", "Free one");
    }

    @Test
    void exitsWith0OnAWarning() {
        assertThat(report(check("cores", DoctorCheck.Finding.warning("few", "Use fewer workers"))))
                .isZero();

        assertThat(text()).containsSubsequence("warning", "cores", "few", "Use fewer workers");
    }

    @Test
    void takesACheckThatFailsForAProblem() {
        int exit = report(check("broken", null), check("fine", DoctorCheck.Finding.ok("all is well")));

        assertThat(exit).isEqualTo(1);
        assertThat(text()).contains("no such thing", "all is well");
    }

    private int report(DoctorCheck... checks) {
        Cohort cohort = new Cohort(Ran.streams(out, err, false));
        cohort.json = true;
        int exit = new DoctorCommand(cohort).report(List.of(checks));
        Map<String, Object> last = Json.readMap(out.toString(UTF_8).strip());
        assertThat(last).containsEntry("ok", exit == 0);
        return exit;
    }

    private String text() {
        return err.toString(UTF_8);
    }

    private static DoctorCheck check(String name, DoctorCheck.Finding finding) {
        return new DoctorCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Finding look(Plan plan) {
                if (finding == null) {
                    throw new IllegalStateException("no such thing");
                }
                return finding;
            }
        };
    }
}
