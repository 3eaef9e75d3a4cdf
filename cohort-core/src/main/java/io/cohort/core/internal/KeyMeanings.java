package io.cohort.core.internal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the keys of jobs mean, in one sentence each. Whoever reads keys brings a file {@value #RESOURCE} in its jar: UTF-8 properties from a key's path
 * to its sentence. In a path, {@code *} stands for the place in a list. A line {@code data.test.* = @data.*} says that the keys below one mapping mean what
 * those below another do; keys of its own come first. A line {@code loss.classWeights.* = A sentence.} is for a mapping whose keys nobody knows
 * beforehand.
 */
public final class KeyMeanings {

    public static final String RESOURCE = "META-INF/cohort/keys.properties";

    private static final String BELOW = ".*";

    private final Map<String, String> sentences;

    private KeyMeanings(Map<String, String> sentences) {
        this.sentences = sentences;
    }

    /** Reads the files of all jars that the thread's class loader sees. */
    public static KeyMeanings load() {
        Map<String, String> sentences = new TreeMap<>();
        try {
            for (URL file : Collections.list(
                    Thread.currentThread().getContextClassLoader().getResources(RESOURCE))) {
                try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
                    Properties read = new Properties();
                    read.load(reader);
                    read.forEach((path, sentence) -> sentences.putIfAbsent("" + path, "" + sentence));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a jar on the class path cannot be read", e);
        }
        return new KeyMeanings(Collections.unmodifiableMap(sentences));
    }

    /** The sentence for a key; empty when nobody brings one. */
    public String of(String path) {
        String general = path.replaceAll("\\.[0-9]+(?=\\.|$)", BELOW);
        String own = sentences.get(general);
        return own == null ? ofAlias(general) : own;
    }

    private String ofAlias(String path) {
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            String alias = sentences.get(path.substring(0, dot) + BELOW);
            if (alias != null && !alias.startsWith("@")) {
                return alias;
            }
            if (alias != null && alias.endsWith(BELOW)) {
                String there = alias.substring(1, alias.length() - BELOW.length()) + path.substring(dot);
                return sentences.getOrDefault(there, "");
            }
        }
        return "";
    }

    /** All paths that have a sentence, sorted. */
    public Map<String, String> all() {
        return sentences;
    }
}
