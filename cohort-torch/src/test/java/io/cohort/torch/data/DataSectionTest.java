package io.cohort.torch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.core.job.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSectionTest {

    @TempDir
    Path folder;

    @Test
    void aNameAloneHoldsOutAFifth() {
        assertThat(read("name: digits")).isEqualTo(new DataSource(new DigitsData(), null, null, 0.2, 0));
    }

    @Test
    void readsEveryKey() {
        assertThat(read("name: iris\ntask: regression\ntest: 0.25\nvalidation: 0.1"))
                .isEqualTo(new DataSource(new IrisData(), null, Task.REGRESSION, 0.25, 0.1));
    }

    @Test
    void pathsStartAtTheFolderOfTheFile() {
        assertThat(read("format: idx\nimages: a.gz\nlabels: sub/b"))
                .isEqualTo(new DataSource(
                        new IdxSource(folder.resolve("a.gz"), folder.resolve("sub/b")), null, null, 0.2, 0));
    }

    @Test
    void testDataOfItsOwnHasTheSameFormat() {
        assertThat(read("format: idx\nimages: a\nlabels: b\ntest: {images: c, labels: d}")
                        .ownTest())
                .isEqualTo(new IdxSource(folder.resolve("c"), folder.resolve("d")));
    }

    @Test
    void rejectsAnUnknownNameWithTheNearestOne() {
        assertRefused("name: digit", "digits");
        assertRefused("format: idy\nimages: a\nlabels: b", "idx");
        assertRefused("name: digits\ntask: classify", "classification");
        assertRefused("name: digits\nvalidaton: 0.1", "validation");
    }

    @Test
    void rejectsWhatIsMissing() {
        assertRefused("test: 0.2", "name: digits");
        assertRefused("format: idx\nimages: a", "labels");
        assertRefused("format: idx\nimages: a\nlabels: b\ntest: {images: c}", "labels");
    }

    @Test
    void rejectsSharesThatTakeEverything() {
        assertRefused("name: digits\ntest: 1", "less than 1");
        assertRefused("name: digits\ntest: -0.1", "test");
        assertRefused("name: digits\ntest: 0.6\nvalidation: 0.4", "leave samples to train on");
    }

    @Test
    void aCommandLineNamesABundledSetOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("d.yaml"), "data:\n  name: iris\n");

        assertThat(DataSource.named("digits").source()).isEqualTo(new DigitsData());
        assertThat(DataSource.named(file.toString()).source()).isEqualTo(new IrisData());
        assertThat(DataSource.named("iris")
                        .openWhole(new IrisData().open(null).spec(), true)
                        .size())
                .isEqualTo(150);
    }

    @Test
    void rejectsDataThatNobodyKnows() {
        assertThatThrownBy(() -> DataSource.named("digts")).isInstanceOfSatisfying(UserMistake.class, e -> {
            assertThat(e.kind()).isEqualTo("unknown-data");
            assertThat(e.fix()).isEqualTo("Write digits");
        });
        assertThatThrownBy(() -> DataSource.named(folder.resolve("none.yaml").toString()))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("no-such-file"));
    }

    private DataSource read(String yaml) {
        try {
            return Sections.read(new DataSection(), Files.writeString(folder.resolve("data.yaml"), yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String yaml, String text) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(UserMistake.class).hasMessageContaining(text);
    }
}
