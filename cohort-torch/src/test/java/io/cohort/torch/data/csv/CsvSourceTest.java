package io.cohort.torch.data.csv;

import static io.cohort.torch.data.csv.CsvTexts.inputs;
import static io.cohort.torch.data.csv.CsvTexts.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohort.core.error.UserMistake;
import io.cohort.torch.data.DataSplit;
import io.cohort.torch.data.IndexedData;
import io.cohort.torch.data.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {

    private static final String FLOWERS =
            """
            size,colour,species
            1.5,red,rose
            -2,white,lily
            3e1,red,aster
            """;

    @TempDir
    Path folder;

    @Test
    void numbersStayAndCategoriesBecomeOneHotInSortedOrder() {
        IndexedData data = open(FLOWERS, "label: species");

        assertThat(data.spec().inputShape()).containsExactly(3L);
        assertThat(inputs(data)).containsExactly(1.5f, 1, 0, -2, 0, 1, 30, 1, 0);
        assertThat(data.spec().classes()).containsExactly("aster", "lily", "rose");
        assertThat(targets(data)).containsExactly(2, 1, 0);
        assertThat(data.target(1)).isEqualTo(1);
    }

    @Test
    void theLabelIsNamedOrNumberedFromOne() {
        assertThat(open(FLOWERS, "label: 3").spec().classes()).containsExactly("aster", "lily", "rose");
        assertThat(open(FLOWERS, "label: 1\ntask: regression").spec().inputShape())
                .containsExactly(5L);
    }

    @Test
    void withoutAHeaderColumnsAreNumbered() {
        IndexedData data = open("1,2\n3,4\n", "label: 2\nheader: false\ntask: regression");

        assertThat(data.size()).isEqualTo(2);
        assertThat(inputs(data)).containsExactly(1, 3);
        assertThat(targets(data)).containsExactly(2, 4);
    }

    @Test
    void readsQuotesAsRfc4180HasThem() {
        IndexedData data =
                open("x,\"a \"\"b\"\"\"\r\n\"1\",\"p, q\"\r\n2,\"line\nbreak\"\r\n\r\n3,\"p, q\"", "label: 'a \"b\"'");

        assertThat(data.spec().classes()).containsExactly("line\nbreak", "p, q");
        assertThat(inputs(data)).containsExactly(1, 2, 3);
    }

    @Test
    void readsAByteOrderMarkOtherDelimitersAndLineEnds() {
        assertThat(inputs(open("\ufeffx;y\r1;2\r3;4", "label: y\ndelimiter: ';'\ntask: regression")))
                .containsExactly(1, 3);
        assertThat(inputs(open("x\ty\n1\t2\n", "label: y\ndelimiter: \"\\t\"\ntask: regression")))
                .containsExactly(1);
    }

    @Test
    void readsCompressedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(FLOWERS.getBytes(StandardCharsets.UTF_8));
        }
        Path file = CsvTexts.write(folder, "t.csv.gz", bytes.toByteArray());

        assertThat(CsvTexts.open(file, "label: species").size()).isEqualTo(3);
        CsvTexts.write(folder, "t.csv.gz", java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9));
        assertThatThrownBy(() -> CsvTexts.open(file, "label: species"))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-truncated"));
    }

    @Test
    void columnsAreIgnoredOrMadeCategoriesOnDemand() {
        IndexedData data = open("id,zip,y\n7,10,0\n8,20,1\n", "label: y\nignore: [id]\ncategories: zip");

        assertThat(inputs(data)).containsExactly(1, 0, 0, 1);
    }

    @Test
    void guessesTheTaskFromTheLabel() {
        assertThat(open("x,y\n1,a\n", "label: y").spec().task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(open("x,y\n1,0\n2,1\n", "label: y").spec().task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(open("x,y\n1,0.5\n2,1\n", "label: y").spec().task()).isEqualTo(Task.REGRESSION);
        String many = IntStream.range(0, 21).mapToObj(i -> "1," + i + "\n").collect(Collectors.joining());
        assertThat(open("x,y\n" + many, "label: y").spec().task()).isEqualTo(Task.REGRESSION);
    }

    @Test
    void classesThatAreNumbersStandInTheOrderOfNumbers() {
        IndexedData data = open("x,y\n1,10\n2,9\n3,9.0\n4,010\n", "label: y");

        assertThat(data.spec().classes()).containsExactly("9", "10");
        assertThat(targets(data)).containsExactly(1, 0, 0, 1);
    }

    @Test
    void aMissingValueIsRefusedByRowAndColumnUnlessToldOtherwise() {
        String text = "x,c,y\n1,a,0\n,b,1\n3,?,0\n5,a,1\n";

        assertThatThrownBy(() -> open(text, "label: y"))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo("data-missing"))
                .hasMessageContaining("t.csv:3")
                .hasMessageContaining("row 2, column x")
                .hasMessageContaining("missing: mean");
        IndexedData dropped = open(text, "label: y\nmissing: drop");
        assertThat(dropped.size()).isEqualTo(2);
        assertThat(inputs(dropped)).containsExactly(1, 1, 5, 1);
    }

    @Test
    void meansAreLearnedFromTrainingRowsAlone() {
        StringBuilder text = new StringBuilder("x,c,y\n");
        for (int i = 0; i < 50; i++) {
            text.append(i % 5 == 0 ? "" : i)
                    .append(',')
                    .append(i % 7 == 0 ? "NA" : i % 2 == 0 ? "a" : "b")
                    .append(",")
                    .append(i % 2)
                    .append('\n');
        }
        Path file = CsvTexts.write(folder, "t.csv", text.toString());
        DataSplit split = CsvTexts.section(file, "label: y\nmissing: mean").open(3);
        double sum = 0;
        double as = 0;
        int numbers = 0;
        int letters = 0;
        for (int row : split.train().numbers()) {
            numbers += row % 5 == 0 ? 0 : 1;
            sum += row % 5 == 0 ? 0 : row;
            letters += row % 7 == 0 ? 0 : 1;
            as += row % 7 != 0 && row % 2 == 0 ? 1 : 0;
        }

        assertThat(split.train().data().rows(new int[] {0, 35}).inputs())
                .containsExactly(
                        (float) (sum / numbers),
                        (float) (as / letters),
                        (float) ((letters - as) / letters),
                        (float) (sum / numbers),
                        (float) (as / letters),
                        (float) ((letters - as) / letters));
        assertThat(split.test().data().rows(new int[] {0}).inputs()[0]).isEqualTo((float) (sum / numbers));
    }

    @Test
    void aMissingLabelIsNeverFilledIn() {
        refused("data-missing", "x,y\n1,0\n2,\n", "label: y\nmissing: mean", "t.csv:3", "it is the label");
        assertThat(open("x,y\n1,0\n2,\n", "label: y\nmissing: drop").size()).isEqualTo(1);
    }

    @Test
    void refusesAColumnThatOnlyNamesRows() {
        String rows =
                IntStream.range(0, 20).mapToObj(i -> "n" + i + "," + i + ",0\n").collect(Collectors.joining());

        refused("data-column", "name,x,y\n" + rows, "label: y", "column name", "ignore: [name]");
        assertThat(open("name,x,y\n" + rows, "label: y\nignore: name").size()).isEqualTo(20);
        assertThat(open("name,x,y\n" + rows, "label: y\ncategories: name")
                        .spec()
                        .inputShape())
                .containsExactly(21L);
    }

    @Test
    void showsTheOneTextAmongManyNumbers() {
        String rows = IntStream.range(0, 1500)
                .mapToObj(i -> (i == 1200 ? "12O0" : i) + ",0\n")
                .collect(Collectors.joining());

        refused(
                "data-column",
                "x,y\n" + rows,
                "label: y",
                "t.csv:1202=12O0",
                "row 1201, column x",
                "1,499 of the column's 1,500 values",
                "Mend the cell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1;5", "12a", "1 000", "0x1F", "1,5", "-", "five"})
    void aSlipAmongNumbersDoesNotMakeThemCategories(String slip) {
        String text = "x,y\n1,0\n2,1\n\"" + slip + "\",0\n4,1\n";

        refused("data-column", text, "label: y", "t.csv:4=" + slip, "row 3, column x", "categories: [x]");
        assertThat(open(text, "label: y\ncategories: [x]").spec().inputShape()).containsExactly(4L);
    }

    @Test
    void aColumnWithAsManyTextsAsNumbersHoldsCategories() {
        assertThat(open("x,y\n1,0\nbig,1\n2,0\nsmall,1\n", "label: y").spec().inputShape())
                .containsExactly(4L);
    }

    @Test
    void aSlipAmongLabelsDoesNotMakeThemClasses() {
        String text = "x,y\n1,0.5\n2,1.5\n3,2.S\n";

        refused("data-column", text, "label: y", "t.csv:4=2.S", "row 3, column y", "task: classification");
        assertThat(open(text, "label: y\ntask: classification").spec().classes())
                .containsExactly("0.5", "1.5", "2.S");
    }

    @Test
    void refusesATableThatBreaksTheRules() {
        refused("data-format", "", "label: y", "holds no rows");
        refused("data-format", "x,y\n", "label: y", "holds no rows");
        refused("data-format", "x,y\n1,2\n3\n", "label: y", "t.csv:3", "row 2 has 1 cells");
        refused("data-format", "x,y\n1,2,3\n", "label: y", "t.csv:2", "row 1 has 3 cells");
        refused("data-format", "x,x\n1,2\n", "label: x", "two columns are called x");
        refused("data-format", "x,y\n1,\"2\n3,4\n", "label: y", "t.csv:2", "never closed");
        refused("data-format", "x,y\n1,\"2\"3\n", "label: y", "t.csv:2", "follows a closing quote");
        refused("data-format", "x,y\n1,2\u0000\n", "label: y", "t.csv:2", "zero byte");
        refused("data-format", "y\n1\n", "label: y", "no column but the label");
        refused("data-format", "x,y\n1,2\n1e39,3\n", "label: y", "t.csv:3=1e39", "row 2, column x");
        refused("data-format", "x,y\n1,a\n", "label: y\ntask: regression", "t.csv:2=a", "regression predicts numbers");
    }

    @Test
    void refusesWhatIsNoUtf8WithTheLine() {
        Path file = CsvTexts.write(folder, "t.csv", "x,y\n1,2\n3,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvTexts.open(file, "label: y"))
                .hasMessageContaining("t.csv:3")
                .hasMessageContaining("UTF-8");
        CsvTexts.write(folder, "t.csv", "x,y\n1,2\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> CsvTexts.open(file, "label: y")).hasMessageContaining("UTF-16");
    }

    @Test
    void refusesColumnsThatAreNotThereWithTheNearest() {
        refused("no-such-column", FLOWERS, "label: specis", "data.label=specis", "Write species");
        refused("no-such-column", FLOWERS, "label: 4", "data.label=4", "size, colour, species");
        refused("no-such-column", FLOWERS, "label: species\nignore: [colr]", "data.ignore=colr", "Write colour");
        refused("no-such-column", FLOWERS, "task: regression", "data.label", "Write label: species");
    }

    @Test
    void refusesWhatTheJobFileMayNotSay() {
        Path file = CsvTexts.write(folder, "t.csv", FLOWERS);
        assertThatThrownBy(() -> CsvTexts.section(file, "delimiter: '::'")).hasMessageContaining("one ASCII character");
        assertThatThrownBy(() -> CsvTexts.section(file, "missing: guess")).hasMessageContaining("refuse, drop, mean");
    }

    private IndexedData open(String text, String options) {
        return CsvTexts.open(CsvTexts.write(folder, "t.csv", text), options);
    }

    private void refused(String kind, String text, String options, String... words) {
        assertThatThrownBy(() -> open(text, options))
                .isInstanceOfSatisfying(
                        UserMistake.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
