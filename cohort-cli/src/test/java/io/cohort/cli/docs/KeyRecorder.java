package io.cohort.cli.docs;

import io.cohort.core.job.JobNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An empty mapping that writes down every key it is asked for, with its default.
 *
 * @param chosen the words that choose what is read, by path
 * @param defaults what was asked for so far, by path; shared with the mappings below
 * @param words the words that a key takes, by path; shared too
 */
record KeyRecorder(
        String path, Map<String, String> chosen, Map<String, String> defaults, Map<String, List<String>> words)
        implements JobNode {

    private static final String NONE = "–";

    private String at(String key) {
        return path + "." + key;
    }

    /** Writes a key down. @return the word that was chosen for it, if one was */
    private Optional<String> note(String key, Object fallback) {
        String shown = String.valueOf(fallback);
        defaults.putIfAbsent(at(key), shown.isEmpty() ? NONE : shown);
        return Optional.ofNullable(chosen.get(at(key)));
    }

    @Override
    public boolean has(String key) {
        return chosen.containsKey(at(key));
    }

    @Override
    public boolean isMapping(String key) {
        return false;
    }

    @Override
    public String text(String key, String fallback) {
        return note(key, fallback).orElse(fallback);
    }

    @Override
    public Optional<String> text(String key) {
        return note(key, NONE);
    }

    @Override
    public String requiredText(String key) {
        return note(key, NONE).orElse("");
    }

    @Override
    public String choice(String key, String fallback, List<String> choices) {
        words.put(at(key), choices);
        return note(key, fallback).orElse(fallback.isEmpty() ? choices.get(0) : fallback);
    }

    @Override
    public long integer(String key, long fallback, long min, long max) {
        note(key, fallback);
        return fallback;
    }

    @Override
    public Optional<Long> integer(String key, long min, long max) {
        note(key, NONE);
        return Optional.empty();
    }

    @Override
    public double number(String key, double fallback, double min, double max) {
        note(key, fallback == Math.rint(fallback) && Math.abs(fallback) < 1e9 ? (Object) (long) fallback : fallback);
        return fallback;
    }

    @Override
    public Optional<Double> number(String key, double min, double max) {
        note(key, NONE);
        return Optional.empty();
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        note(key, fallback);
        return fallback;
    }

    @Override
    public Duration duration(String key, Duration fallback) {
        note(key, fallback.toString().substring(2).toLowerCase(java.util.Locale.ROOT));
        return fallback;
    }

    @Override
    public long bytes(String key, long fallback) {
        long megabyte = 1 << 20;
        note(key, fallback > 0 && fallback % megabyte == 0 ? fallback / megabyte + "MB" : fallback);
        return fallback;
    }

    @Override
    public List<Long> integers(String key, List<Long> fallback, long min, long max) {
        note(key, list(fallback));
        return fallback;
    }

    @Override
    public List<String> texts(String key, List<String> fallback) {
        note(key, list(fallback));
        return fallback;
    }

    private static String list(Collection<?> items) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public Map<String, Double> numbersByName(String key, double min, double max) {
        note(key, "{}");
        return Map.of();
    }

    @Override
    public Optional<Path> path(String key) {
        note(key, NONE);
        return Optional.empty();
    }

    @Override
    public JobNode child(String key) {
        return new KeyRecorder(at(key), chosen, defaults, words);
    }

    @Override
    public List<JobNode> children(String key) {
        return List.of();
    }

    @Override
    public JobNode named(String key, String fallback) {
        KeyRecorder below = new KeyRecorder(at(key), chosen, defaults, words);
        below.note("name", fallback);
        chosen.putIfAbsent(below.at("name"), fallback);
        return below;
    }

    @Override
    public void problem(String key, String rule, String fix) {
        // Nothing is given, so what must be given is missing; it was written down all the same.
    }
}
