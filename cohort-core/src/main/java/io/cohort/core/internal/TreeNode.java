package io.cohort.core.internal;

import io.cohort.core.job.JobNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mapping of the tree while a room reads it. */
final class TreeNode implements JobNode {

    private static final String WHOLE = "a whole number";

    /**
     * What all nodes of one reading share.
     *
     * @param base the folder that relative paths start from
     */
    record Reading(Problems problems, Path base) {}

    private final Mapping mapping;
    private final String path;
    private final Reading reading;
    private final ResolvedKeys resolved = new ResolvedKeys();
    private final Map<String, TreeNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<TreeNode>> lists = new LinkedHashMap<>();
    private final Set<String> filledIn = new HashSet<>();

    /** The value this node is the long form of, when its only key is a {@code name} that was given as a bare scalar. */
    private final @Nullable Scalar shortForm;

    /** Whether this is the whole job rather than a part of it. */
    private final boolean whole;

    private TreeNode(Mapping mapping, String path, Reading reading, @Nullable Scalar shortForm, boolean whole) {
        this.mapping = mapping;
        this.path = path;
        this.reading = reading;
        this.shortForm = shortForm;
        this.whole = whole;
    }

    static TreeNode job(Mapping mapping, Reading reading) {
        return new TreeNode(mapping, "", reading, null, true);
    }

    static TreeNode section(Mapping mapping, String path, Reading reading) {
        return new TreeNode(mapping, path, reading, null, false);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean has(String key) {
        return value(key) != null;
    }

    @Override
    public boolean isMapping(String key) {
        return value(key) instanceof Mapping;
    }

    @Override
    public String text(String key, String fallback) {
        return keep(key, scalar(key, new TextRule(), "text").orElse(fallback));
    }

    @Override
    public Optional<String> text(String key) {
        return keepAny(key, scalar(key, new TextRule(), "text"));
    }

    @Override
    public String requiredText(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() || text.get().isBlank()) {
            missing(key);
        }
        return text.orElse("");
    }

    @Override
    public String choice(String key, String fallback, List<String> choices) {
        return keep(
                key, scalar(key, new ChoiceRule(fallback, choices), "a word").orElse(fallback));
    }

    @Override
    public long integer(String key, long fallback, long min, long max) {
        return keep(key, scalar(key, new WholeRule(min, max, fallback), WHOLE).orElse(fallback));
    }

    @Override
    public Optional<Long> integer(String key, long min, long max) {
        return keepAny(key, scalar(key, new WholeRule(min, max, null), WHOLE));
    }

    @Override
    public double number(String key, double fallback, double min, double max) {
        return keep(
                key, scalar(key, new RealRule(min, max, fallback), "a number").orElse(fallback));
    }

    @Override
    public Optional<Double> number(String key, double min, double max) {
        return keepAny(key, scalar(key, new RealRule(min, max, null), "a number"));
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return keep(key, scalar(key, new FlagRule(fallback), "true or false").orElse(fallback));
    }

    @Override
    public Duration duration(String key, Duration fallback) {
        return keep(
                key, scalar(key, new DurationRule(fallback), "a span of time").orElse(fallback));
    }

    @Override
    public long bytes(String key, long fallback) {
        return keep(key, scalar(key, new BytesRule(fallback), "a size in bytes").orElse(fallback));
    }

    @Override
    public List<Long> integers(String key, List<Long> fallback, long min, long max) {
        return keep(key, list(key, new WholeRule(min, max, null), WHOLE).orElse(fallback));
    }

    @Override
    public List<String> texts(String key, List<String> fallback) {
        return keep(key, list(key, new TextRule(), "text").orElse(fallback));
    }

    @Override
    public Map<String, Double> numbersByName(String key, double min, double max) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Value value = value(key);
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach((name, entry) -> scalar(
                            entry.value(), pathOf(pathOf(key), name), new RealRule(min, max, null), "a number")
                    .ifPresent(number -> numbers.put(name, number)));
        } else if (value != null) {
            problem(key, "must be a mapping of names to numbers", "");
        }
        return keep(key, Collections.unmodifiableMap(numbers));
    }

    @Override
    public Optional<Path> path(String key) {
        return keepAny(key, scalar(key, this::absolute, "a path"));
    }

    @Override
    public JobNode child(String key) {
        return node(key);
    }

    @Override
    public List<JobNode> children(String key) {
        Value value = value(key);
        return List.copyOf(lists.computeIfAbsent(key, k -> {
            List<TreeNode> nodes = new ArrayList<>();
            for (Value item : value == null ? List.<Value>of() : items(value)) {
                nodes.add(node(item, pathOf(key) + "." + nodes.size()));
            }
            resolved.putBelow(key, nodes.stream().map(n -> n.resolved).toList());
            return nodes;
        }));
    }

    @Override
    public JobNode named(String key, String fallback) {
        TreeNode node = node(key);
        if (node.mapping.get("name") == null && !fallback.isEmpty()) {
            Origin origin = node.mapping.origin();
            node.mapping.put("name", origin, new Scalar(Scalar.Type.TEXT, fallback, origin));
            node.filledIn.add("name");
        }
        node.requiredText("name");
        return node;
    }

    @Override
    public void problem(String key, String rule, String fix) {
        Value value = mapping.get(key);
        String at = key.isEmpty() ? path : pathOf(key);
        reading.problems().add(origin(key), at, value == null ? null : value.written(), rule, fix);
    }

    /** Notes the keys that nobody asked for, here and below. */
    void reportUnknownKeys() {
        List<UnknownKeys.Level> levels = new ArrayList<>();
        collectLevels(levels);
        UnknownKeys.report(levels, reading.problems());
    }

    private void collectLevels(List<UnknownKeys.Level> levels) {
        levels.add(new UnknownKeys.Level(path, mapping, resolved.asked(), shortForm, whole));
        below().forEach(node -> node.collectLevels(levels));
    }

    /** Everything that was read, here and below, with its defaults. */
    Map<String, Object> resolved() {
        putUnread();
        return resolved.frozen();
    }

    /** Where each key that was given stands, here and below, by its path. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        collectGiven(given);
        return Collections.unmodifiableMap(given);
    }

    private void collectGiven(Map<String, String> given) {
        mapping.entries().forEach((key, entry) -> {
            if (!entry.value().absent() && !filledIn.contains(key)) {
                given.put(pathOf(key), entry.value().origin().place(""));
                if (entry.value() instanceof Mapping below && !nodes.containsKey(key)) {
                    below.entries()
                            .forEach((name, item) -> given.put(
                                    pathOf(pathOf(key), name),
                                    item.value().origin().place("")));
                }
            }
        });
        below().forEach(node -> node.collectGiven(given));
    }

    private void putUnread() {
        resolved.putUnread(mapping);
        below().forEach(TreeNode::putUnread);
    }

    private Stream<TreeNode> below() {
        return Stream.concat(nodes.values().stream(), lists.values().stream().flatMap(List::stream));
    }

    private TreeNode node(String key) {
        Value value = value(key);
        return nodes.computeIfAbsent(key, k -> {
            TreeNode node = node(value == null ? Mapping.empty(origin(key)) : value, pathOf(key));
            resolved.putBelow(key, node.resolved);
            return node;
        });
    }

    private TreeNode node(Value value, String at) {
        if (value instanceof Mapping options) {
            return new TreeNode(options, at, reading, null, false);
        }
        if (value instanceof Scalar scalar && !scalar.absent()) {
            return new TreeNode(Mapping.named(scalar), at, reading, scalar, false);
        }
        if (!value.absent()) {
            reading.problems()
                    .add(value.origin(), at, value.written(), "must be a mapping of keys to values, not a list", "");
        }
        return new TreeNode(Mapping.empty(value.origin()), at, reading, null, false);
    }

    private <T> Optional<T> scalar(String key, Rule<T> rule, String what) {
        Value value = value(key);
        return value == null ? Optional.empty() : scalar(value, pathOf(key), rule, what);
    }

    private <T> Optional<T> scalar(Value value, String at, Rule<T> rule, String what) {
        if (!(value instanceof Scalar scalar) || scalar.absent()) {
            reading.problems()
                    .add(value.origin(), at, value.written(), "must be " + what + ", not " + shape(value), "");
            return Optional.empty();
        }
        Outcome<T> outcome = rule.read(scalar.text());
        if (outcome.value() == null) {
            String fix = outcome.better().isEmpty() ? "" : value.origin().use(at, outcome.better());
            reading.problems().add(value.origin(), at, value.written(), outcome.rule(), fix);
        }
        return Optional.ofNullable(outcome.value());
    }

    private <T> Optional<List<T>> list(String key, Rule<T> rule, String what) {
        Value value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Mapping) {
            problem(key, "must be a list", "");
            return Optional.empty();
        }
        List<T> list = new ArrayList<>();
        int index = 0;
        for (Value item : items(value)) {
            scalar(item, pathOf(key) + "." + index++, rule, what).ifPresent(list::add);
        }
        return Optional.of(List.copyOf(list));
    }

    /** The items of a list; anything else is a list of itself. */
    private static List<Value> items(Value value) {
        return value instanceof Sequence sequence ? sequence.items() : List.of(value);
    }

    private Outcome<Path> absolute(String written) {
        try {
            return written.isEmpty()
                    ? Outcome.refused("must be a path", "")
                    : Outcome.of(reading.base().resolve(written).normalize());
        } catch (InvalidPathException e) {
            return Outcome.refused("must be a path: " + e.getReason(), "");
        }
    }

    private void missing(String key) {
        if (reading.problems().any(path)) {
            return; // the mapping itself is wrong, and has nothing in it for that
        }
        problem(key, "must be given", "Give " + pathOf(key) + " a value");
    }

    private <T> T keep(String key, T value) {
        resolved.put(key, value, mapping.get(key));
        return value;
    }

    private <T> Optional<T> keepAny(String key, Optional<T> value) {
        resolved.put(key, value.orElse(null), mapping.get(key));
        return value;
    }

    private @Nullable Value value(String key) {
        resolved.ask(key);
        return mapping.get(key);
    }

    /** A fix for a key of this mapping that names a better value. */
    String use(String key, String better) {
        return origin(key).use(pathOf(key), better);
    }

    /** Where a key's value stands; where the mapping stands when it has none. */
    Origin origin(String key) {
        Mapping.Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return mapping.origin();
        }
        return entry.value().absent() ? entry.key() : entry.value().origin();
    }

    private String pathOf(String key) {
        return pathOf(path, key);
    }

    static String pathOf(String path, String key) {
        String shown = Value.shorten(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    private static String shape(Value value) {
        return value instanceof Mapping ? "a mapping" : value instanceof Sequence ? "a list" : "nothing";
    }
}
