package io.cohort.core.internal;

import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.job.JobKind;
import io.cohort.core.job.JobSection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The kinds and sections that are on the class path, by their word. */
record Providers(Map<String, JobKind> kinds, Map<String, JobSection<?>> sections) {

    /**
     * Looks for them with the thread's class loader.
     *
     * @throws UserMistake of kind {@code duplicate-provider} when two claim the same word, {@code broken-provider} when one cannot be
     *     loaded
     */
    static Providers load() {
        try {
            Map<String, JobSection<?>> sections = new LinkedHashMap<>();
            for (JobSection<?> section : ServiceLoader.load(JobSection.class)) {
                add(sections, section.key(), section, "section");
            }
            return new Providers(byWord(ServiceLoader.load(JobKind.class), JobKind::name, "kind"), sections);
        } catch (ServiceConfigurationError e) {
            String fix = "Take the jar that names it away, or add what it needs";
            throw new UserMistake(
                    "broken-provider", new Problem("the class path", null, String.valueOf(e.getMessage()), fix));
        }
    }

    /** The providers of one sort by their word. */
    static <T> Map<String, T> byWord(Iterable<? extends T> providers, Function<T, String> word, String sort) {
        Map<String, T> byWord = new LinkedHashMap<>();
        providers.forEach(provider -> add(byWord, word.apply(provider), provider, sort));
        return byWord;
    }

    private static <T> void add(Map<String, T> byWord, String word, T provider, String sort) {
        T other = byWord.putIfAbsent(word, provider);
        if (other != null) {
            String both =
                    other.getClass().getName() + " and " + provider.getClass().getName();
            throw new UserMistake(
                    "duplicate-provider",
                    new Problem(
                            sort + " " + word,
                            both,
                            "two classes on the class path claim the same word",
                            "Take the jar of one of them away"));
        }
    }
}
