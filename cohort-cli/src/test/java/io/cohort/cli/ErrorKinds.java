package io.cohort.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds every kind of error in the modules' sources: what is passed for a parameter {@code String kind}, of errors and verdicts and of the helpers
 * that make them.
 *
 * <ol>
 *   <li>Every declaration with such a parameter is noted: its name, its number of parameters, the place of the kind among them.
 *   <li>At every call of that name with that many arguments, the argument at that place must be a literal, a choice between literals, a
 *       constant, or a kind that is passed on. Anything else is {@link #unseen()}.
 * </ol>
 */
final class ErrorKinds {

    private static final Pattern DECLARED =
            Pattern.compile("(?m)^ *(private )?[^\n(=;]*\\b(\\w+)\\(([^()]*\\bString kind\\b[^()]*)\\)");
    private static final Pattern CHOSEN = Pattern.compile("String kind = [^;]*\\?([^;]*);");
    private static final Pattern CONSTANT = Pattern.compile("static final String (\\w+) = \"([a-z-]+)\";");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern NAME = Pattern.compile("(?:\\w+\\.)?([A-Z_]{3,})");
    private static final Pattern PASSED_ON = Pattern.compile("kind|\\w+\\.kind\\(\\)|[^\"]*\\bkind\\(\\)");

    /** Kinds of something else: how one process of Cohort answers another; which of two IDX files. */
    private static final Set<String> NO_ERRORS = Set.of("Refusal", "partner", "found");

    /** Where a declaration has its kind, and the file in which it is meant; none for all. */
    private record Place(@Nullable Path file, int parameters, int index) {}

    private final Map<Path, String> sources = new TreeMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<String, Set<String>> constants = new HashMap<>();
    private final Set<String> kinds = new TreeSet<>();
    private final List<String> unseen = new ArrayList<>();

    /** @param root the checkout */
    ErrorKinds(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 20)) {
            List<Path> main = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"))
                    .toList();
            for (Path file : main) {
                String text = Files.readString(file);
                if (text.matches(
                        "(?s).*\\b(UserMistake|RunFailed|RunInterrupted|CohortException|Verdict|CommException)\\b.*")) {
                    sources.put(file, text);
                }
            }
        }
        sources.forEach(this::declarations);
        sources.forEach(this::uses);
    }

    /** Every kind, sorted. */
    Set<String> kinds() {
        return kinds;
    }

    /** Where an argument's kind cannot be seen. */
    List<String> unseen() {
        return unseen;
    }

    private void declarations(Path file, String text) {
        Matcher declared = DECLARED.matcher(text);
        while (declared.find()) {
            List<String> parameters = split(declared.group(3));
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).endsWith("String kind") && !NO_ERRORS.contains(declared.group(2))) {
                    places.computeIfAbsent(declared.group(2), name -> new ArrayList<>())
                            .add(new Place(declared.group(1) == null ? null : file, parameters.size(), i));
                }
            }
        }
        Matcher constant = CONSTANT.matcher(text);
        while (constant.find()) {
            constants
                    .computeIfAbsent(constant.group(1), name -> new TreeSet<>())
                    .add(constant.group(2));
        }
    }

    private void uses(Path file, String text) {
        Matcher chosen = CHOSEN.matcher(text);
        while (chosen.find()) {
            literals(chosen.group(1));
        }
        places.forEach((name, declared) -> {
            calls(file, text, name, declared);
            if (name.equals("CohortException") && text.contains("extends CohortException")) {
                calls(file, text, "super", declared);
            }
        });
    }

    private void calls(Path file, String text, String name, List<Place> declared) {
        boolean ownMethod = declared.stream().anyMatch(place -> file.equals(place.file));
        Matcher call = Pattern.compile("\\b" + name + "\\(").matcher(text);
        while (call.find()) {
            List<String> arguments = split(inside(text, call.end()));
            for (Place place : declared) {
                boolean meant = ownMethod ? file.equals(place.file) : place.file == null;
                if (meant && place.parameters == arguments.size()) {
                    argument(arguments.get(place.index), file + ": " + name + "(" + String.join(", ", arguments) + ")");
                }
            }
        }
    }

    private void argument(String argument, String where) {
        Matcher name = NAME.matcher(argument);
        if (name.matches() && constants.containsKey(name.group(1))) {
            kinds.addAll(constants.get(name.group(1)));
        } else if (!literals(argument) && !PASSED_ON.matcher(argument).matches() && !argument.contains("String kind")) {
            unseen.add(where);
        }
    }

    private boolean literals(String expression) {
        Matcher literal = LITERAL.matcher(expression);
        boolean any = false;
        while (literal.find()) {
            kinds.add(literal.group(1));
            any = true;
        }
        return any;
    }

    /** What stands between an open parenthesis and the one that closes it. */
    private static String inside(String text, int from) {
        int depth = 1;
        boolean quoted = false;
        int at = from;
        for (; depth > 0 && at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && text.charAt(at - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        return text.substring(from, at - 1);
    }

    /** Arguments or parameters at the outermost level, stripped. */
    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at <= list.length(); at++) {
            char c = at < list.length() ? list.charAt(at) : ',';
            if (c == '"' && (at == 0 || list.charAt(at - 1) != '\\')) {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '<' || c == '{')) {
                depth++;
            } else if (!quoted && (c == ')' || c == '>' || c == '}') && !(c == '>' && list.charAt(at - 1) == '-')) {
                depth--;
            } else if (!quoted && c == ',' && (depth == 0 || at == list.length())) {
                parts.add(list.substring(from, at).strip());
                from = at + 1;
            }
        }
        return parts;
    }
}
