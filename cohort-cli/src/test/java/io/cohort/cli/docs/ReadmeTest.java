package io.cohort.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Chinese README says the same as the English one: the same commands, code, figures and links, in the same order. */
class ReadmeTest {

    private final Markdown english = Markdown.read(Markdown.ROOT.resolve("README.md"));
    private final Markdown chinese = Markdown.read(Markdown.ROOT.resolve("README.zh-CN.md"));

    @Test
    void bothHaveTheSameCode() {
        assertThat(english.blocks()).hasSizeGreaterThan(5);
        assertThat(chinese.blocks().stream().map(ReadmeTest::withoutComments))
                .containsExactlyElementsOf(english.blocks().stream()
                        .map(ReadmeTest::withoutComments)
                        .toList());
    }

    @Test
    void bothHaveTheSameParts() {
        assertThat(chinese.headings().stream().map(heading -> heading.replaceAll("[^#]", "")))
                .containsExactlyElementsOf(english.headings().stream()
                        .map(heading -> heading.replaceAll("[^#]", ""))
                        .toList());
        assertThat(chinese.links()).containsExactlyInAnyOrderElementsOf(english.links());
        assertThat(chinese.inlineCode()).containsExactlyInAnyOrderElementsOf(english.inlineCode());
    }

    @Test
    void bothHaveTheSameFigures() {
        assertThat(figures(chinese)).containsExactlyInAnyOrderElementsOf(figures(english));
    }

    @Test
    void theChineseOneIsChinese() {
        long han = chinese.prose()
                .codePoints()
                .filter(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN)
                .count();

        assertThat(han).isGreaterThan(english.prose().length() / 8);
    }

    @Test
    void everyLinkToAFileLeadsSomewhere() throws IOException {
        for (Markdown document : Markdown.all()) {
            Path folder = document.file().toAbsolutePath().getParent();
            assertThat(document.links())
                    .filteredOn(link -> !link.startsWith("http") && !link.startsWith("#"))
                    .allSatisfy(link -> assertThat(folder.resolve(link.replaceFirst("#.*", "")))
                            .as(document.file() + " links to " + link)
                            .satisfies(file -> assertThat(Files.exists(file)).isTrue()));
        }
    }

    /** A comment in code may be translated. */
    private static String withoutComments(Markdown.Block block) {
        return block.language() + "\n" + block.text().replaceAll("(?m)\\s+#.*$", "");
    }

    private static List<String> figures(Markdown document) {
        return Pattern.compile("[0-9]+(?:[.,-][0-9]+)*")
                .matcher(document.prose())
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
