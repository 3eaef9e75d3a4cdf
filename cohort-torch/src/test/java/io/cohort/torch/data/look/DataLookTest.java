package io.cohort.torch.data.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.Task;
import io.cohort.torch.data.look.Sighting.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLookTest {

    @TempDir
    Path folder;

    @Test
    void knowsABundledSet() {
        Sighting digits = DataLook.at("digits");

        assertThat(digits.shape()).isEqualTo(Shape.IMAGE);
        assertThat(digits.samples()).hasValue(1797);
        assertThat(keys(digits)).containsExactly(Map.entry("name", "digits"));
        assertThat(DataLook.at("iris").shape()).isEqualTo(Shape.ROW);
    }

    @Test
    void takesTheColumnThatIsNamedLikeALabel() throws IOException {
        Sighting seen = csv("width,species,height\n1.5,a,2\n2.5,b,3\n0.5,a,4\n2,b,1\n");

        assertThat(keys(seen)).containsEntry("label", "species").containsEntry("task", "classification");
        assertThat(keys(seen)).doesNotContainKeys("header", "delimiter", "missing", "ignore");
        assertThat(seen.samples()).hasValue(4);
        assertThat(seen.task()).isEqualTo(Task.CLASSIFICATION);
    }

    @Test
    void takesTheLastColumnWhenNoneIsNamedLikeALabel() throws IOException {
        Sighting seen = csv("rooms;area;price\n3;55.5;200.25\n4;80;310\n2;30;99.5\n5;120;400\n");

        assertThat(keys(seen))
                .containsEntry("label", "price")
                .containsEntry("task", "regression")
                .containsEntry("delimiter", ";");
    }

    @Test
    void seesThatThereIsNoHeader() throws IOException {
        Sighting seen = csv("5.1,3.5,setosa\n4.9,3.0,setosa\n6.1,2.9,virginica\n6.2,2.8,virginica\n");

        assertThat(keys(seen)).containsEntry("header", false).containsEntry("label", "3");
        assertThat(seen.samples()).hasValue(4);
    }

    @Test
    void aFirstRowOfWordsThatComeAgainIsNoHeader() throws IOException {
        assertThat(keys(csv("red,yes\nblue,no\nred,no\nblue,yes\n"))).containsEntry("header", false);
    }

    @Test
    void fewWholeNumbersThatComeAgainAreClassesAndManyAreNot() throws IOException {
        StringBuilder few = new StringBuilder("x,grade\n");
        StringBuilder many = new StringBuilder("x,visits\n");
        for (int i = 0; i < 60; i++) {
            few.append(i * 0.5).append(',').append(i % 3).append('\n');
            many.append(i * 0.5).append(',').append(i * 7 % 50).append('\n');
        }

        assertThat(csv(few.toString()).task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(csv(many.toString()).task()).isEqualTo(Task.REGRESSION);
    }

    @Test
    void ignoresAColumnThatIsOtherInEveryRow() throws IOException {
        StringBuilder text = new StringBuilder("id,who,x,y\n");
        for (int i = 0; i < 30; i++) {
            text.append(i)
                    .append(",\"name, ")
                    .append(i)
                    .append("\",")
                    .append(i * 0.1)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }

        assertThat(keys(csv(text.toString()))).containsEntry("ignore", List.of("id", "who"));
    }

    @Test
    void fillsHolesThatItHasSeen() throws IOException {
        assertThat(keys(csv("a,b,y\n1,?,u\n2,3,v\n,4,u\n"))).containsEntry("missing", "mean");
    }

    @Test
    void guessesTheRowsOfALongTableFromItsBeginning() throws IOException {
        StringBuilder text = new StringBuilder("a,b,y\n");
        Random random = new Random(7);
        int rows = 200_000;
        for (int i = 0; i < rows; i++) {
            text.append(random.nextInt(1000))
                    .append(',')
                    .append(random.nextInt(1000))
                    .append(",u\n");
        }

        assertThat(csv(text.toString()).samples().orElseThrow()).isBetween(rows * 9L / 10, rows * 11L / 10);
    }

    @Test
    void findsTheLabelsThatBelongToImagesAndBack() throws IOException {
        Path images = idx("train-images-idx3-ubyte", 3, 5, 28, 28);
        Path labels = idx("train-labels-idx1-ubyte", 1, 5);
        Path testImages = idx("t10k-images-idx3-ubyte", 3, 2, 28, 28);
        Path testLabels = idx("t10k-labels-idx1-ubyte", 1, 2);

        for (Path given : List.of(images, labels, folder)) {
            Sighting seen = DataLook.at(given.toString());
            assertThat(keys(seen)).containsEntry("images", images).containsEntry("labels", labels);
            assertThat(seen.test().stream().map(SeenKey::value)).containsExactly(testImages, testLabels);
            assertThat(seen.samples()).hasValue(5);
            assertThat(seen.shape()).isEqualTo(Shape.IMAGE);
        }
    }

    @Test
    void saysThatLabelsAreMissing() throws IOException {
        Path images = idx("some-images", 3, 5, 28, 28);

        assertThatThrownBy(() -> DataLook.at(images.toString()))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("no file of labels stands beside it");
    }

    @Test
    void countsTheImagesOfAFolderForEachClass() throws IOException {
        for (String name : List.of("cats/1.png", "cats/2.JPG", "dogs/1.jpeg", "notes/read.txt")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }

        Sighting seen = DataLook.at(folder.toString());

        assertThat(keys(seen)).containsExactly(Map.entry("format", "images"), Map.entry("path", folder));
        assertThat(seen.samples()).hasValue(3);
        assertThat(seen.summary()).contains("2 folders");
    }

    @Test
    void takesProseForTextPackedOrNot() throws IOException {
        String prose = "It was a bright day.\nAnd then, all at once, it was not; so we went home.\n".repeat(40);
        Path plain = Files.writeString(folder.resolve("story.txt"), prose);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(plain));
        }
        Path packedFile = Files.write(folder.resolve("story.gz"), packed.toByteArray());

        for (Path file : List.of(plain, packedFile)) {
            assertThat(keys(DataLook.at(file.toString()))).containsEntry("format", "text");
        }
    }

    @Test
    void refusesWhatCannotBeTrainedOn() throws IOException {
        Path binary = Files.write(folder.resolve("a.bin"), new byte[] {1, 2, 3, (byte) 0xff});
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> DataLook.at(binary.toString())).hasMessageContaining("neither text nor an IDX file");
        assertThatThrownBy(() -> DataLook.at(empty.toString())).hasMessageContaining("no folders with images");
        assertThatThrownBy(() -> DataLook.at("digitz")).hasMessageContaining("Write digits");
    }

    private Sighting csv(String text) throws IOException {
        return DataLook.at(Files.writeString(folder.resolve("table.csv"), text).toString());
    }

    private Path idx(String name, int dimensions, int... shape) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 8, (byte) dimensions});
        int elements = 1;
        for (int dim : shape) {
            out.write(new byte[] {0, 0, (byte) (dim >> 8), (byte) dim});
            elements *= dim;
        }
        out.write(new byte[elements]);
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    private static Map<String, Object> keys(Sighting seen) {
        Map<String, Object> keys = new LinkedHashMap<>();
        seen.keys().forEach(key -> keys.put(key.name(), key.value()));
        return keys;
    }
}
