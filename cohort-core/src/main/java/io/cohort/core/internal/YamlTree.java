package io.cohort.core.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads YAML text into values that know where they stand.
 *
 * <p>Takes the part of YAML that a person writes: one document of mappings, lists and scalars. Aliases and tags are refused, so a
 * small file cannot become a large tree.
 */
public final class YamlTree {

    /** Deeper nesting is refused. */
    public static final int MAX_DEPTH = 32;

    /** The kind of every error here. */
    public static final String KIND = "job-syntax";

    private static final YAMLFactory FACTORY = new YAMLFactory();

    /** Says where a position of the text is for a reader: in a file, or in an option. */
    interface Places {
        Origin at(int line, int column);
    }

    private final YAMLParser parser;
    private final Places places;
    private final String path;

    private YamlTree(YAMLParser parser, Places places, String path) {
        this.parser = parser;
        this.places = places;
        this.path = path;
    }

    /**
     * Reads a file's text, whose top must be a mapping.
     *
     * @param file the file as it is shown in messages
     * @throws UserMistake of kind {@code job-syntax} at the first thing that is no YAML
     */
    public static Mapping file(String text, String file) {
        Places places = (line, column) -> Origin.file(file, line, column);
        Value top = parse(text, places, "");
        if (top instanceof Mapping mapping) {
            return mapping;
        }
        String value = top == null || top.absent() ? null : top.written();
        Origin origin = top == null ? places.at(1, 1) : top.origin();
        throw new UserMistake(
                KIND,
                new Problem(
                        origin.place(""),
                        value,
                        "must be a mapping of keys to values",
                        "Write a line such as kind: train"));
    }

    /** Reads one value as {@code --set} gives it: a scalar, or a list or mapping in flow style. */
    static Value override(String text, String path) {
        Value value = parse(text, (line, column) -> Origin.override(), path);
        return value == null ? new Scalar(Scalar.Type.NULL, "", Origin.override()) : value;
    }

    private static @Nullable Value parse(String text, Places places, String path) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return new YamlTree(parser, places, path).document();
        } catch (JsonProcessingException e) {
            throw syntax(e, places, path);
        } catch (YAMLException | IOException e) {
            throw mistake(places.at(1, 1), path, oneLine(e), "");
        }
    }

    private @Nullable Value document() throws IOException {
        if (parser.nextToken() == null) {
            return null;
        }
        Value value = value(1);
        if (parser.nextToken() != null) {
            throw mistake(here(), path, "a second document begins here; a job is one", "Keep one document a file");
        }
        return value;
    }

    private Value value(int depth) throws IOException {
        Origin origin = here();
        if (depth > MAX_DEPTH) {
            throw mistake(origin, path, "nests more than " + MAX_DEPTH + " deep", "");
        }
        refuseAliasesAndTags(origin);
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(origin, depth);
            case START_ARRAY -> sequence(origin, depth);
            case VALUE_NULL -> new Scalar(Scalar.Type.NULL, "", origin);
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(flagOrText(parser.getText()), parser.getText(), origin);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(Scalar.Type.NUMBER, parser.getText(), origin);
            default -> new Scalar(Scalar.Type.TEXT, parser.getText(), origin);
        };
    }

    /** Only {@code true} and {@code false} are flags; {@code yes} and {@code on} are words, as YAML 1.2 has it. */
    private static Scalar.Type flagOrText(String text) {
        return new FlagRule(false).read(text).value() == null ? Scalar.Type.TEXT : Scalar.Type.FLAG;
    }

    private Mapping mapping(Origin origin, int depth) throws IOException {
        Mapping mapping = Mapping.empty(origin);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Origin keyOrigin = here();
            refuseAliasesAndTags(keyOrigin);
            String key = parser.currentName();
            Mapping.Entry first = mapping.entries().get(key);
            if (first != null) {
                String rule =
                        "the key is given twice, first in line " + first.key().line();
                throw mistake(keyOrigin, Value.shorten(key), rule, "Keep one of them");
            }
            parser.nextToken();
            mapping.put(key, keyOrigin, value(depth + 1));
        }
        return mapping;
    }

    private Sequence sequence(Origin origin, int depth) throws IOException {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return new Sequence(items, origin);
    }

    private void refuseAliasesAndTags(Origin origin) throws IOException {
        if (parser.isCurrentAlias()) {
            throw mistake(
                    origin,
                    path,
                    "aliases are not taken",
                    "Write out what *" + Value.shorten(parser.getText()) + " stands for");
        }
        Object tag = parser.getTypeId();
        if (tag != null) {
            throw mistake(
                    origin,
                    path,
                    "tags such as !" + Value.shorten(tag.toString()) + " are not taken",
                    "Leave the tag out");
        }
    }

    private Origin here() {
        return at(places, parser.currentTokenLocation());
    }

    private static Origin at(Places places, @Nullable JsonLocation location) {
        return location == null
                ? places.at(1, 1)
                : places.at(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static UserMistake syntax(JsonProcessingException e, Places places, String path) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Origin origin = places.at(
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1);
            String what = marked.getProblem() == null ? "" : marked.getProblem();
            return what.contains("TAB")
                    ? mistake(origin, path, "is no YAML: a tab stands where spaces must", "Indent with spaces")
                    : mistake(origin, path, "is no YAML: " + Value.shorten(what), "");
        }
        return mistake(at(places, e.getLocation()), path, oneLine(e), "");
    }

    private static String oneLine(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return "is no YAML: " + Value.shorten(message == null ? e.getClass().getSimpleName() : message);
    }

    private static UserMistake mistake(Origin origin, String path, String rule, String fix) {
        return new UserMistake(KIND, new Problem(origin.place(path), null, rule, fix));
    }
}
