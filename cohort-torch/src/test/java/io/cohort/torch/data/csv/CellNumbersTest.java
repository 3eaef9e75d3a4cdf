package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellNumbersTest {

    private static final String GRAMMAR = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";

    @Property(tries = 3000, seed = "12")
    void readsWhatTheGrammarAllowsAsJavaDoes(@ForAll("cells") String cell) {
        double expected = cell.matches(GRAMMAR) ? Double.parseDouble(cell) : Double.NaN;

        assertThat(CellNumbers.parse(cell)).isEqualTo(Double.valueOf(expected));
    }

    @Property(tries = 1000, seed = "13")
    void readsEveryDoubleBack(@ForAll double value) {
        assertThat(CellNumbers.parse(Double.toString(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "1e", "1e+", "0x10", "1d", "1f", "NaN", "Infinity", "1_000", "1 2", "١", "--1"})
    void whatOnlyProgramsWriteIsNoNumber(String cell) {
        assertThat(CellNumbers.parse(cell)).isNaN();
    }

    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.strings().withChars("0123456789.eE+-").ofMaxLength(20);
    }
}
