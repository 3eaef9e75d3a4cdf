package io.cohort.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/looking.md} lists the events that there are. */
class EventsDocTest {

    @Test
    void listsEveryEventAndNoOther() throws Exception {
        List<String> words = new ArrayList<>();
        for (Field field : RunEvents.class.getFields()) {
            words.add((String) field.get(null));
        }
        String document = Files.readString(Path.of("..", "docs", "looking.md"));
        String events = document.substring(document.indexOf("\n## Events\n"), document.indexOf("\n## An observer"));
        Matcher rows = Pattern.compile("(?m)^\\| `(\\w+)` \\|").matcher(events);
        assertThat(rows.results().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(words);
    }
}
