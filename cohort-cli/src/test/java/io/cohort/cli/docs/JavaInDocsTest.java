package io.cohort.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java in the documents is taken from the examples, which tests compile and run. */
class JavaInDocsTest {

    @Test
    void everyJavaBlockStandsInAnExample() throws IOException {
        List<String> examples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Markdown.ROOT.resolve("examples/src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                examples.add(squeezed(Files.readString(file)));
            }
        }
        int blocks = 0;
        for (Path file : List.of(Path.of("README.md"), Path.of("docs", "java.md"))) {
            for (Markdown.Block block :
                    Markdown.read(Markdown.ROOT.resolve(file)).blocks()) {
                if (block.language().equals("java")) {
                    blocks++;
                    assertThat(examples)
                            .as(file + ":\n" + block.text())
                            .anyMatch(code -> code.contains(squeezed(block.text())));
                }
            }
        }
        assertThat(blocks).isGreaterThan(5);
    }

    @Test
    void theCoordinatesAreThoseOfThisBuild() throws IOException {
        String bom = squeezed(Files.readString(Markdown.ROOT.resolve("cohort-bom/pom.xml")));
        String version = bom.replaceFirst(".*<artifactId>cohort-bom</artifactId> <version>([^<]*)<.*", "$1");

        assertThat(Markdown.read(Markdown.ROOT.resolve("docs/java.md"))
                        .blocks()
                        .get(0)
                        .text())
                .contains("<version>" + version + "</version>");
    }

    @Test
    void theBomNamesEveryModuleOfItsOwnVersion() throws IOException {
        String parent = Files.readString(Markdown.ROOT.resolve("pom.xml"));
        String bom = squeezed(Files.readString(Markdown.ROOT.resolve("cohort-bom/pom.xml")));
        String version = squeezed(parent).replaceFirst(".*?<artifactId>cohort</artifactId> <version>([^<]*)<.*", "$1");

        assertThat(bom).contains("<artifactId>cohort-bom</artifactId> <version>" + version + "</version>");
        List<String> modules = parent.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("<module>cohort-"))
                .map(line -> line.replaceAll("</?module>", ""))
                .filter(module -> !module.equals("cohort-bom"))
                .toList();
        assertThat(modules).hasSizeGreaterThan(5).allSatisfy(module -> assertThat(bom)
                .contains("<artifactId>" + module + "</artifactId><version>${project.version}</version>"));
    }

    @Test
    void theJobOfTheReadmeIsAJob() {
        Markdown readme = Markdown.read(Markdown.ROOT.resolve("README.md"));
        List<String> jobs = readme.blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .map(Markdown.Block::text)
                .toList();

        assertThat(jobs).hasSize(1);
        assertThat(Job.parse(jobs.get(0), Path.of("").toAbsolutePath(), List.of())
                        .section(io.cohort.train.Parallel.class)
                        .workers())
                .isEqualTo(2);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
