package io.cohort.torch.data.csv;

import static io.cohort.torch.data.csv.CsvTexts.inputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSpec;
import io.cohort.torch.data.DigitsData;
import io.cohort.torch.data.IndexedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that a model is asked about are encoded as the one it was trained on. */
class EncodedAlikeTest {

    private static final String TRAINED = "size,colour,species\n1,red,rose\n2,white,lily\n3,red,aster\n";

    @TempDir
    Path folder;

    @Test
    void columnsAreFoundByNameWhereverTheyStand() {
        IndexedData data = ask("label: species", "species,new,colour,size\nlily,9,red,7\n", "", true);

        assertThat(inputs(data)).containsExactly(7, 1, 0);
        assertThat(data.target(0)).isEqualTo(1);
    }

    @Test
    void aTableWithoutTheLabelCanBePredicted() {
        IndexedData data = ask("label: species", "colour,size\nwhite,7\n", "", false);

        assertThat(inputs(data)).containsExactly(7, 0, 1);
        assertThat(data.target(0)).isNaN();
        refused("data-mismatch", "label: species", "colour,size\nwhite,7\n", true, "lacks", "species");
    }

    @Test
    void aLabelThatTheModelDoesNotKnowMattersOnlyWhereItIsNeeded() {
        assertThat(ask("label: species", "colour,size,species\nwhite,7,tulip\n", "", false)
                        .size())
                .isEqualTo(1);
        refused(
                "data-mismatch",
                "label: species",
                "colour,size,species\nwhite,7,tulip\n",
                true,
                "t.csv:2=tulip",
                "no class");
    }

    @Test
    void withoutNamesTheColumnThatLacksIsTheLabel() {
        DataSpec spec = open("1,5,2\n3,6,4\n", "label: 2\nheader: false\ntask: regression")
                .spec();

        assertThat(inputs(openFor(spec, "7,8\n", "", false))).containsExactly(7, 8);
        assertThat(inputs(openFor(spec, "7,0,8\n", "", false))).containsExactly(7, 8);
        assertThatThrownBy(() -> openFor(spec, "7\n", "", false)).isInstanceOf(UserMistake.class);
    }

    @Test
    void anUnknownCategoryIsRefusedOrLeftOutOfAccount() {
        refused(
                "data-mismatch",
                "label: species",
                "colour,size\nwhit,7\n",
                false,
                "t.csv:2=whit",
                "column colour",
                "white");
        assertThat(inputs(ask("label: species", "colour,size\nblue,7\n", "unknown: zeros", false)))
                .containsExactly(7, 0, 0);
    }

    @Test
    void aColumnThatLacksIsNamedWithTheNearest() {
        refused("data-mismatch", "label: species", "color,size\nred,7\n", false, "colour", "Rename color to colour");
    }

    @Test
    void aWordWhereNumbersWereIsRefused() {
        refused(
                "data-mismatch",
                "label: species",
                "colour,size\nred,tall\n",
                false,
                "t.csv:2=tall",
                "row 1, column size");
    }

    @Test
    void theMeansOfTrainingStandIn() {
        DataSpec spec = open("x,y\n1,0\n3,1\n", "label: y\nmissing: mean")
                .learnedFrom(new int[] {0, 1})
                .spec();

        assertThat(inputs(openFor(spec, "x\n\"\"\n5\n", "", false))).containsExactly(2, 5);
    }

    @Test
    void aModelThatLearnedNoMeansCannotFillIn() {
        assertThatThrownBy(() -> ask("label: species", "colour,size\nred,\n", "missing: mean", false))
                .hasMessageContaining("knows no means");
        refused("data-missing", "label: species", "colour,size\nred,\n", false, "t.csv:2", "column size");
    }

    @Test
    void noRowIsDroppedWhereEachIsToBePredicted() {
        assertThatThrownBy(() -> ask("label: species\nmissing: drop", "colour,size\nred,\n", "", false))
                .hasMessageContaining("for every row");
        assertThat(ask("label: species\nmissing: drop", "colour,size,species\nred,,lily\nred,1,lily\n", "", true)
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aModelOfImagesTakesNoTable() {
        Path file = CsvTexts.write(folder, "t.csv", TRAINED);
        assertThatThrownBy(() -> CsvTexts.section(file, "")
                        .openWhole(new DigitsData().open(null).spec(), false))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-mismatch"));
    }

    @Test
    void testDataOfItsOwnFollowsTheTrainingTable() {
        CsvTexts.write(folder, "test.csv", "species;colour;size\nlily;white;9\n".replace(';', ','));
        Path file = CsvTexts.write(folder, "t.csv", TRAINED);

        IndexedData test = CsvTexts.section(file, "label: species\ntest: {path: test.csv}")
                .open(1)
                .test()
                .data();

        assertThat(inputs(test)).containsExactly(9, 0, 1);
        assertThat(test.target(0)).isEqualTo(1);
    }

    private IndexedData ask(String trainedOptions, String text, String options, boolean labelled) {
        return openFor(open(TRAINED, trainedOptions).spec(), text, options, labelled);
    }

    private IndexedData open(String text, String options) {
        return CsvTexts.open(CsvTexts.write(folder, "trained.csv", text), options);
    }

    private IndexedData openFor(DataSpec spec, String text, String options, boolean labelled) {
        Path file = CsvTexts.write(folder, "t.csv", text);
        return CsvTexts.section(file, options).openWhole(spec, labelled).data();
    }

    private void refused(String kind, String trainedOptions, String text, boolean labelled, String... words) {
        assertThatThrownBy(() -> ask(trainedOptions, text, "", labelled))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
