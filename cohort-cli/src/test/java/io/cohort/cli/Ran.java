package io.cohort.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohort.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** A command that ran in this process: what it exits with and what it said. */
record Ran(int exit, String out, String err) {

    static Ran cohort(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(streams(out, err, false), args);
        return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    static Streams streams(ByteArrayOutputStream out, ByteArrayOutputStream err, boolean terminal) {
        return new Streams(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                terminal,
                terminal,
                80,
                false,
                Map.of());
    }

    /** The objects on standard output; fails when it carries anything else. */
    List<Map<String, Object>> objects() {
        return out.lines().map(Json::readMap).toList();
    }

    Map<String, Object> last() {
        List<Map<String, Object>> objects = objects();
        return objects.get(objects.size() - 1);
    }
}
