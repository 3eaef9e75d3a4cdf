package io.cohort.cli;

import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run as fields of an object, and its times as text. */
final class RunFields {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private RunFields() {}

    static Map<String, Object> of(RunInfo run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("run", run.path().toString());
        fields.put("name", run.name());
        fields.put("started", run.startedMs());
        fields.put("state", run.state().word());
        fields.put("accuracy", run.accuracy());
        fields.put("epochs", run.epochs());
        fields.put("seconds", run.seconds());
        fields.put("error", run.error());
        return fields;
    }

    /** Where the report of a run is, if it has one. */
    static Optional<Path> report(Path run) {
        try (RunDirectory directory = RunDirectory.open(run)) {
            return Optional.of(directory.report()).filter(Files::exists);
        }
    }

    /** A moment in this place's time; empty for 0. */
    static String when(long timeMs) {
        return timeMs == 0 ? "" : WHEN.format(Instant.ofEpochMilli(timeMs).atZone(ZoneId.systemDefault()));
    }
}
