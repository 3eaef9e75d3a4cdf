package io.cohort.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document: its code, and what stands around it.
 *
 * @param blocks between fences, in order
 * @param prose the rest
 */
record Markdown(Path file, List<Block> blocks, String prose) {

    /** @param language the word after the fence; may be empty */
    record Block(String language, String text) {}

    static final Path ROOT = Path.of("..");

    private static final Pattern FENCED =
            Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern COMMAND = Pattern.compile("^\\./cohort( .*)?$");

    static Markdown read(Path file) {
        String text;
        try {
            text = Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher fences = FENCED.matcher(text);
        while (fences.find()) {
            blocks.add(new Block(fences.group(1), fences.group(2)));
        }
        return new Markdown(file, List.copyOf(blocks), FENCED.matcher(text).replaceAll(""));
    }

    /** README, its translations, and everything in docs. */
    static List<Markdown> all() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> found = Files.list(folder)) {
                found.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
            }
        }
        return files.stream().map(Markdown::read).toList();
    }

    List<String> headings() {
        return prose.lines().filter(line -> line.startsWith("#")).toList();
    }

    /** Code within the prose, in order. */
    List<String> inlineCode() {
        return CODE.matcher(prose).results().map(found -> found.group(1)).toList();
    }

    /** Where its links lead, in order. */
    List<String> links() {
        return Pattern.compile("\\]\\(([^)]+)\\)")
                .matcher(prose)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Every line {@code ./cohort …}, in code between fences and within the prose, without the comment behind it. */
    List<String> commands() {
        return Stream.concat(fencedCommands().stream(), commands(inlineCode().stream()).stream())
                .toList();
    }

    /** Those between fences. */
    List<String> fencedCommands() {
        return commands(blocks.stream()
                .flatMap(block -> block.text().replace("\\\n", " ").lines()));
    }

    private static List<String> commands(Stream<String> lines) {
        return lines.map(line -> line.replaceFirst("^[$#] +(?=\\./cohort)", "")
                        .replaceFirst("\\s+#.*$", "")
                        .strip())
                .filter(line -> COMMAND.matcher(line).matches())
                .toList();
    }
}
