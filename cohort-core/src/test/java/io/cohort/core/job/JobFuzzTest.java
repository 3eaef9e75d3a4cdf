package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class JobFuzzTest {

    private static final Path BASE = Path.of("/jobs");
    private static final String JOB =
            """
            kind: train
            name: digits   # a comment
            seed: 7
            data: {name: digits, test: 0.25, images: "a b.gz", label: ~}
            model:
              name: mlp
              hidden: [32, 16]
              dropout: 1.5e-1
            loss: cross-entropy
            train:
              epochs: 3
              clip: null
              metrics:
              - accuracy
              - 'f1'
              layers: [relu, {name: linear, width: 4}]
            parallel: { timeout: 90s, bucket: 1.5MB, strategy: {name: gossip, topology: ring} }
            """;
    private static final String SPICE = "\t\n\r :-?,[]{}#&*!|>'\"%@`~<=.0_9exNaN\u0000\u0085\uFEFF\uD800é\\";

    /** Reads what may be anything: it is a job that comes back equal, or the user's mistake. */
    private static boolean survives(String yaml, List<String> overrides) {
        try {
            Job job = Job.parse(yaml, BASE, overrides);
            assertThat(Job.fromJson(job.toJson())).isEqualTo(job);
            assertThat(Job.parse(job.toYaml(), Path.of("/elsewhere"), List.of()))
                    .isEqualTo(job);
            return true;
        } catch (UserMistake e) {
            assertThat(e.problems()).isNotEmpty();
            assertThat(e.kind()).isIn("job-syntax", "job-invalid", "unknown-key");
            return false;
        }
    }

    @Property(seed = "1", tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void bytesAreAJobOrAMistake(@ForAll byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".yaml");
        try {
            Files.write(file, bytes);
            Job.read(file, List.of());
        } catch (UserMistake e) {
            assertThat(e.problems()).isNotEmpty();
        } finally {
            Files.delete(file);
        }
    }

    @Property(seed = "2", tries = 800, shrinking = ShrinkingMode.BOUNDED)
    void aDamagedJobIsAJobOrAMistake(@ForAll long damage) {
        survives(damaged(JOB, new Random(damage)), List.of());
    }

    @Property(seed = "3", tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void anOverrideIsTakenOrAMistake(@ForAll("overrides") String override) {
        survives(JOB, List.of(override));
    }

    @Property(seed = "4", tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void everyTextComesBackAsItWas(@ForAll("texts") String label) {
        Job job = Job.of(Map.of("data", Map.of("name", "digits", "label", label), "model", "lenet"), BASE);

        assertThat(job.section(Trial.Data.class).label()).contains(label);
        assertThat(Job.fromJson(job.toJson())).isEqualTo(job);
        assertThat(Job.parse(job.toYaml(), BASE, List.of()))
                .as(() -> "code points " + Arrays.toString(label.codePoints().toArray()))
                .isEqualTo(job);
    }

    @Property(seed = "5", tries = 200)
    void everyNumberComesBackAsItWas(@ForAll double lr, @ForAll long seed) {
        String yaml = "data: {name: digits}\nmodel: lenet\ntrain: {lr: " + lr + "}\nseed: " + seed + "\n";
        boolean valid = Double.isFinite(lr) && lr > 0 && seed >= 0 && seed <= 1L << 53;

        assertThat(survives(yaml, List.of())).isEqualTo(valid);
        if (valid) {
            assertThat(Job.parse(yaml, BASE, List.of())
                            .section(Trial.Train.class)
                            .lr())
                    .isEqualTo(lr);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "",
                " ",
                "null",
                "~",
                "true",
                "yes",
                "No",
                "on",
                "1e-3",
                "0x10",
                "010",
                "1_000",
                ".inf",
                "-",
                "- a",
                "a: b",
                "a #b",
                "#",
                "? a",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "|",
                ">",
                "'",
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                "---",
                "...",
                "2024-01-01",
                "1:30",
                "<<",
                "=",
                "a\nb",
                "a\n",
                "\n",
                "\t",
                " a",
                "a ",
                "\\",
                "a\\nb");
        Arbitrary<String> emoji = Arbitraries.of("😀", "é😀中", "a\uFEFF😀");
        return Arbitraries.oneOf(words, Arbitraries.strings().ascii().ofMaxLength(12), printable(), emoji);
    }

    private static Arbitrary<String> printable() {
        return Arbitraries.strings()
                .withChars("é中 \u00a0\u2028\u0085\uFEFF:-#'\"\n")
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> overrides() {
        Arbitrary<String> keys = Arbitraries.of(
                "train",
                "train.layers",
                "train.layers.0",
                "train.layers.1.width",
                "model.hidden.1",
                "parallel.strategy",
                "parallel.strategy.topology",
                "seed",
                "seed.x.y",
                "data.test",
                "data.test.path",
                "name",
                "kind",
                "a.b");
        Arbitrary<String> values = Arbitraries.oneOf(
                texts(),
                Arbitraries.strings().withChars(SPICE).ofMaxLength(10),
                Arbitraries.of("{name: mlp}", "[1, 2]"));
        return Combinators.combine(keys, values).as((key, value) -> key + "=" + value);
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), at + random.nextInt(12));
            char spice = SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(5)) {
                case 0 -> damaged.replace(at, to, " ");
                case 1 -> damaged.insert(at, spice);
                case 2 -> damaged.setCharAt(at, spice);
                case 3 -> damaged.insert(random.nextInt(damaged.length()), damaged.substring(at, to));
                default -> damaged.setLength(Math.max(1, at));
            }
        }
        return damaged.toString();
    }
}
