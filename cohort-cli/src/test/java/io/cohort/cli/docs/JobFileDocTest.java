package io.cohort.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.internal.KeyMeanings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every key has a sentence ({@code META-INF/cohort/keys.properties} in the jar of whoever reads it), and {@code docs/job-file.md} lists them all. After a
 * change, {@code ./mvnw -pl cohort-cli -am test -Dtest=JobFileDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dcohort.docs=write} writes its tables
 * anew.
 */
class JobFileDocTest {

    private static final Path DOC = Path.of("..", "docs", "job-file.md");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- keys of (\\w+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final Set<String> OF_EVERY_JOB = Set.of("kind", "name", "seed");

    private final List<KnownKeys.Known> known = KnownKeys.ofTraining();
    private final KeyMeanings meanings = KeyMeanings.load();

    @Test
    void everyKeyHasASentence() {
        assertThat(known).hasSizeGreaterThan(40);
        assertThat(known).allSatisfy(key -> assertThat(meanings.of(key.path()))
                .as("keys.properties lacks " + key.path())
                .matches("[A-Z0-9].*\\."));
    }

    @Test
    void everySentenceBelongsToAKey() {
        Set<String> paths = known.stream().map(KnownKeys.Known::path).collect(Collectors.toCollection(TreeSet::new));
        paths.addAll(OF_EVERY_JOB);

        assertThat(meanings.all().keySet())
                .filteredOn(path -> !path.endsWith(".*"))
                .isSubsetOf(paths);
    }

    @Test
    void theDocumentListsEveryKeyWithItsDefault() throws IOException {
        String document = Files.readString(DOC);
        Set<String> listed = new TreeSet<>();
        StringBuilder expected = new StringBuilder();
        Matcher tables = TABLE.matcher(document);
        while (tables.find()) {
            listed.add(tables.group(2));
            tables.appendReplacement(
                    expected, Matcher.quoteReplacement(tables.group(1) + table(tables.group(2)) + tables.group(3)));
        }
        tables.appendTail(expected);
        if ("write".equals(System.getProperty("cohort.docs"))) {
            Files.writeString(DOC, expected);
        }
        assertThat(Files.readString(DOC)).isEqualTo(expected.toString());
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(known.stream()
                        .map(key -> key.path().substring(0, key.path().indexOf('.')))
                        .collect(Collectors.toSet()));
    }

    private String table(String section) {
        StringBuilder table = new StringBuilder("| key | default | means |\n| --- | --- | --- |\n");
        for (KnownKeys.Known key : known) {
            if (key.path().startsWith(section + ".")) {
                String shown = key.path().substring(section.length() + 1);
                table.append("| `%s` | %s | %s |%n".formatted(shown, defaults(key), means(key)));
            }
        }
        return table.toString().replace("\r", "");
    }

    private static String defaults(KnownKeys.Known key) {
        Set<String> values = new TreeSet<>(key.others().values());
        if (key.usual() == null && values.size() == 1) {
            return code(values.iterator().next());
        }
        List<String> each = new ArrayList<>();
        if (key.usual() != null) {
            each.add(code(key.usual()));
        }
        key.others().forEach((choice, value) -> each.add(code(value) + " (" + choice + ")"));
        return String.join(", ", each);
    }

    private static String code(String value) {
        return value.equals("–") ? value : "`" + value.replace("|", "\\|") + "`";
    }

    private String means(KnownKeys.Known key) {
        String sentence = meanings.of(key.path()).replace("|", "\\|").replace("<", "&lt;");
        String words = key.words().size() < 2 ? "" : " One of `" + String.join("`, `", key.words()) + "`.";
        String when = key.when().isEmpty() ? "" : "*" + String.join(", ", key.when()) + "* – ";
        return when + sentence + words;
    }
}
