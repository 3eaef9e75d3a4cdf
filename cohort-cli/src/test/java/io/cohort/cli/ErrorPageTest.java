package io.cohort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/errors.md} against the code, both ways. */
class ErrorPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\|([^|]+)\\|([^|]+)\\|([^|]+)\\|");

    private static ErrorKinds code;
    private static List<Matcher> rows;

    @BeforeAll
    static void read() throws IOException {
        code = new ErrorKinds(ROOT);
        rows = Files.readAllLines(ROOT.resolve("docs/errors.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    @Test
    void everyKindInTheCodeIsASeenLiteral() {
        assertThat(code.unseen()).isEmpty();
        assertThat(code.kinds())
                .contains("interrupted", "internal", "worker-lost", "job-syntax", "service-lost", "bad-option");
    }

    @Test
    void thePageListsEveryKindInTheCodeAndNoOther() {
        Set<String> listed = rows.stream().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).containsExactlyElementsOf(code.kinds());
    }

    @Test
    void eachKindStandsOnceWithItsExitCodeMeaningAndFix() {
        assertThat(rows).extracting(row -> row.group(1)).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.group(2).strip()).as(row.group(1)).matches("1|2|1, 2|130");
            assertThat(row.group(3)).as(row.group(1)).isNotBlank();
            assertThat(row.group(4)).as(row.group(1)).isNotBlank();
        });
    }
}
