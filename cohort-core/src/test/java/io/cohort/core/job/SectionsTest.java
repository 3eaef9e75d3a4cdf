package io.cohort.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {

    @TempDir
    private Path folder;

    @Test
    void readsASectionFromValues() {
        Trial.Model model =
                Sections.read(new Trial.ModelSection(), Map.of("name", "mlp", "hidden", List.of(3)), "model.json");

        assertThat(model).isEqualTo(new Trial.Model("mlp", List.of(3L), 0));
    }

    @Test
    void showsThePlaceThatTheValuesBelongTo() {
        Map<String, Object> values = Map.of("name", "mlp", "dropout", 2, "hiden", 3);

        assertThatThrownBy(() -> Sections.read(new Trial.ModelSection(), values, "model.json"))
                .isInstanceOfSatisfying(UserMistake.class, mistake -> assertThat(mistake.problems())
                        .extracting(Problem::place)
                        .containsExactlyInAnyOrder("model.json dropout", "model.json hiden"));
    }

    @Test
    void readsAFileWithTheSectionBareOrUnderItsKey() throws IOException {
        Path bare = Files.writeString(folder.resolve("bare.yaml"), "name: own\nimages: images.gz\n");
        Path under = Files.writeString(folder.resolve("under.yaml"), "data:\n  name: own\n  images: images.gz\n");

        Trial.Data data = Sections.read(new Trial.DataSection(), bare);

        assertThat(data.images()).contains(folder.resolve("images.gz"));
        assertThat(Sections.read(new Trial.DataSection(), under)).isEqualTo(data);
    }

    @Test
    void showsThePlaceInTheFile() throws IOException {
        Path bare = Files.writeString(folder.resolve("bare.yaml"), "name: own\ntest: 5\n");
        Path under = Files.writeString(folder.resolve("under.yaml"), "data:\n  name: own\n  test: 5\n");
        Path two = Files.writeString(folder.resolve("two.yaml"), "data: {name: own}\nmodel: lenet\n");

        assertThatThrownBy(() -> Sections.read(new Trial.DataSection(), bare))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("bare.yaml:2:7 test=5");
        assertThatThrownBy(() -> Sections.read(new Trial.DataSection(), under))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("under.yaml:3:9 data.test=5");
        assertThatThrownBy(() -> Sections.read(new Trial.DataSection(), two)).isInstanceOf(UserMistake.class);
        assertThatThrownBy(() -> Sections.read(new Trial.DataSection(), folder.resolve("none.yaml")))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("there is no such file");
    }
}
