package io.cohort.torch.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.cohort.core.error.UserMistake;
import io.cohort.torch.internal.DataFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records found by byte and cut out one by one say what the parser reads from the whole file. */
class ScannerAgreesWithParserTest {

    @Property(tries = 1000, seed = "11")
    void onWhateverTextIsNotRefused(@ForAll("texts") String text) throws Exception {
        Path file = Files.createTempFile("cohort-scan", ".csv");
        try {
            Files.writeString(file, text);
            List<List<String>> found;
            try {
                found = records(DataFile.open(file), text.getBytes(StandardCharsets.UTF_8));
            } catch (UserMistake refused) {
                assertThat(refused.kind()).isEqualTo("data-format");
                return;
            }
            assertThat(found).isEqualTo(parsed(text));
        } finally {
            Files.delete(file);
        }
    }

    private static List<List<String>> records(DataFile file, byte[] bytes) {
        RecordScanner scanner = new RecordScanner(file, ',');
        List<List<String>> records = new ArrayList<>();
        while (scanner.next()) {
            RecordBlock block = new RecordBlock(file, ',');
            block.add(bytes, (int) scanner.offset(), scanner.length(), scanner.line());
            records.add(block.parse().get(0).getFields());
        }
        return records;
    }

    private static List<List<String>> parsed(String text) {
        return CsvReader.builder()
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)
                .stream()
                .map(CsvRecord::getFields)
                .toList();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('a', ',', '"', '\n', '\r', ' ', 'é')
                .ofMaxLength(24);
    }
}
