package io.cohort.cli.docs;

import io.cohort.core.job.JobKind;
import io.cohort.core.job.JobSection;
import io.cohort.torch.data.DataFormat;
import io.cohort.torch.loss.LossProvider;
import io.cohort.torch.model.ModelProvider;
import io.cohort.torch.optim.OptimizerProvider;
import io.cohort.torch.optim.ScheduleProvider;
import io.cohort.train.StrategyProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;

/** Every key of a job of kind {@code train}, found by letting every section and component read an empty mapping. */
final class KnownKeys {

    /**
     * A key.
     *
     * @param when the choices beside which it exists ({@code format: csv}); empty when it is always there
     * @param usual its default when nothing is chosen; {@code null} when it does not exist then
     * @param words what may be written; empty when that is no fixed set
     * @param others defaults that differ from the usual one, by the choice that makes them so
     */
    record Known(String path, List<String> when, List<String> words, String usual, Map<String, String> others) {}

    /** By path, then by choice; the empty word stands for no choice. */
    private final Map<String, Map<String, String>> found = new LinkedHashMap<>();

    /** Choices of which a job makes one. */
    private final List<List<String>> alternatives = new ArrayList<>();

    private final Map<String, List<String>> words = new LinkedHashMap<>();

    private KnownKeys() {}

    static List<Known> ofTraining() {
        JobKind train = load(JobKind.class).stream()
                .filter(kind -> kind.name().equals("train"))
                .findFirst()
                .orElseThrow();
        List<Known> all = new ArrayList<>();
        for (String name : train.sections()) {
            KnownKeys keys = new KnownKeys();
            load(JobSection.class).stream()
                    .filter(section -> section.key().equals(name))
                    .forEach(keys::readAll);
            keys.found.forEach((path, defaults) -> all.add(keys.known(path, defaults)));
        }
        return all;
    }

    private Known known(String path, Map<String, String> defaults) {
        List<String> when = alternatives.stream()
                .map(choices -> choices.stream().filter(defaults::containsKey).toList())
                .filter(there -> !there.isEmpty() && alternatives.stream().noneMatch(choices -> choices.equals(there)))
                .findFirst()
                .orElse(List.of());
        Map<String, String> others = new LinkedHashMap<>(defaults);
        String usual = others.remove("");
        others.values().removeIf(value -> value.equals(usual));
        return new Known(path, when, words.getOrDefault(path, List.of()), usual, others);
    }

    private void readAll(JobSection<?> section) {
        read(section, "", Map.of());
        switch (section.key()) {
            case "data" -> {
                List<String> choices = each(section, "data.format", "format", DataFormat.class, DataFormat::name);
                choices.add(read(section, "name", Map.of("data.name", "digits")));
                choices.add(read(section, "class", Map.of("data.class", "")));
            }
            case "model" -> each(section, "model.name", "name", ModelProvider.class, ModelProvider::name);
            case "loss" -> each(section, "loss.name", "name", LossProvider.class, LossProvider::name);
            case "optimizer" -> {
                each(section, "optimizer.name", "name", OptimizerProvider.class, OptimizerProvider::name);
                each(section, "optimizer.schedule.name", "schedule", ScheduleProvider.class, ScheduleProvider::name);
            }
            case "parallel" ->
                each(section, "parallel.strategy.name", "strategy", StrategyProvider.class, StrategyProvider::name);
            default -> {
                // The section has no components.
            }
        }
    }

    private <T> List<String> each(
            JobSection<?> section, String path, String key, Class<T> kind, Function<T, String> name) {
        List<String> choices = new ArrayList<>();
        for (String word : new TreeSet<>(load(kind).stream().map(name).toList())) {
            choices.add(read(section, key + ": " + word, Map.of(path, word)));
        }
        alternatives.add(choices);
        words.put(
                path,
                new ArrayList<>(new TreeSet<>(load(kind).stream().map(name).toList())));
        return choices;
    }

    private String read(JobSection<?> section, String choice, Map<String, String> chosen) {
        Map<String, String> defaults = new LinkedHashMap<>();
        section.read(new KeyRecorder(section.key(), new LinkedHashMap<>(chosen), defaults, words));
        defaults.forEach((path, value) ->
                found.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(choice, value));
        return choice;
    }

    private static <T> List<T> load(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
