package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every job that {@code docs/data.md} shows can be read. */
class DataDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "data.md");
    private static final Pattern SNIPPET = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    static Stream<String> snippets() throws IOException {
        return SNIPPET
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void aSnippetIsADataSection(String snippet) throws IOException {
        String own = snippet.replace("com.acme.Waves", Waves.class.getName());
        Path file = Files.writeString(folder.resolve("job.yaml"), own);

        assertThat(Sections.read(new DataSection(), file).source()).isNotNull();
    }

    @Test
    void everyFormatIsShown() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (String format : List.of("csv", "idx", "images", "text")) {
            assertThat(document).contains("format: " + format);
        }
        assertThat(snippets()).hasSizeGreaterThan(8);
    }

    /** Stands for a class of a reader's own. */
    public static final class Waves implements DataReader {
        @Override
        public Source read(JobNode options) {
            options.integer("samples", 1, 1, 1 << 20);
            return task -> new DigitsData().open(task);
        }
    }
}
