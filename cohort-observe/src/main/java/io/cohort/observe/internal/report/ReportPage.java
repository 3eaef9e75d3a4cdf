package io.cohort.observe.internal.report;

import io.cohort.core.event.Event;
import io.cohort.observe.Fields;
import io.cohort.observe.Numbers;
import io.cohort.observe.RunHistory;
import io.cohort.observe.RunProgress;
import io.cohort.observe.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes a run as one page of HTML that fetches nothing. Pure: the same run gives the same page. */
public final class ReportPage {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final int MOST_EPOCHS = 500;
    private static final double MEGABYTE = 1024.0 * 1024.0;

    /** Forbids the page to fetch anything, even if a name slipped through unescaped. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /** The figures that stand on top, as far as they are known. */
    private static final List<String> TILES = List.of("accuracy", "f1", "rmse", "r2", "perplexity", "loss");

    /** Figures that stand in the charts alone. */
    private static final Set<String> BELOW =
            Set.of("precision", "recall", "trainLoss", "validationLoss", "validationAccuracy");

    private final Html html = new Html();
    private final RunHistory history;
    private final ZoneId zone;

    private ReportPage(RunHistory history, ZoneId zone) {
        this.history = history;
        this.zone = zone;
    }

    /**
     * The page.
     *
     * @param jobYaml the resolved job
     * @param zone whose clock it shows
     */
    public static String of(RunHistory history, RunState state, Path run, String jobYaml, ZoneId zone) {
        return new ReportPage(history, zone).page(state, run, jobYaml);
    }

    private String page(RunState state, Path run, String jobYaml) {
        String job = String.valueOf(history.started().getOrDefault("job", run.getFileName()));
        html.open("html", "lang", "en").open("head").line();
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", job + " · Cohort").line();
        html.style(resource("report.css")).close();
        html.open("body").open("main").line();
        head(job, state, run);
        history.error().ifPresent(this::error);
        tiles();
        html.open("div", "class", "charts").line();
        double steps = history.progress().step();
        Charts.of(history).forEach(chart -> ChartSvg.draw(html, chart, steps));
        ranks();
        html.close().line();
        history.confusion().ifPresent(confusion -> ConfusionTable.draw(html, confusion));
        troubles();
        epochs();
        folded("The job, with every default", () -> html.element("pre", jobYaml));
        html.close().script(resource("report.js")).close().close();
        return html.page();
    }

    private void head(String job, RunState state, Path run) {
        html.open("header");
        html.open("h1").text(job).text(" ").element("span", state.word(), "class", "state " + state.word());
        html.close();
        Map<String, Object> started = history.started();
        List<String> words = new ArrayList<>();
        if (history.startedMs() > 0) {
            words.add("started "
                    + WHEN.format(Instant.ofEpochMilli(history.startedMs()).atZone(zone)));
            words.add(Numbers.span(history.seconds()));
        }
        if (!started.isEmpty()) {
            words.add(started.get("workers") + " workers (" + started.get("engine") + "), " + started.get("strategy"));
        }
        if (history.starts() > 1) {
            words.add("resumed " + (history.starts() == 2 ? "once" : history.starts() - 1 + " times"));
        }
        html.element("p", String.join(" · ", words));
        html.element("p", run.toString(), "class", "faint path").close().line();
    }

    private void error(Event error) {
        html.open("section", "class", "card error");
        html.element("b", String.valueOf(error.fields().get("kind"))).text(" ");
        html.element("pre", String.valueOf(error.fields().get("message")));
        if (error.fields().get("fix") instanceof String fix && !fix.isEmpty()) {
            html.element("pre", fix, "class", "faint");
        }
        html.close().line();
    }

    private void tiles() {
        html.open("div", "class", "tiles");
        for (String name : topFigures()) {
            double value = latest(name);
            if (!Double.isNaN(value)) {
                String label = name.equals("loss") ? "loss, held out" : Charts.words(name);
                tile(label, Numbers.score(value));
            }
        }
        RunProgress progress = history.progress();
        double rate = number(history.summary(), "samplesPerSecond");
        double speed = Double.isNaN(rate) ? progress.samplesPerSecond() : rate;
        if (!Double.isNaN(speed)) {
            tile("samples a second", Numbers.count(speed));
        }
        tile("steps", of(progress.step(), progress.totalSteps()));
        tile("epochs", of(history.epochs().size(), progress.epochs()));
        html.close().line();
    }

    /** The usual ones, and those that the job had measured besides. */
    private Set<String> topFigures() {
        Set<String> names = new LinkedHashSet<>(TILES);
        names.addAll(history.figures().keySet());
        names.removeAll(BELOW);
        return names;
    }

    private void tile(String label, String value) {
        html.open("div", "class", "tile")
                .element("b", value)
                .element("span", label)
                .close();
    }

    private static String of(long done, long all) {
        return all > 0 && all != done ? Numbers.count(done) + " of " + Numbers.count(all) : Numbers.count(done);
    }

    /** A figure of the trained model; of the last epoch while there is none. */
    private double latest(String name) {
        double end = number(history.summary(), name);
        var series = history.figures().get(name);
        return Double.isNaN(end) && series != null ? series.last() : end;
    }

    private static double number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    private void ranks() {
        if (history.progress().ranks().isEmpty()) {
            return;
        }
        html.open("section", "class", "card").element("h2", "Ranks").line();
        html.open("div", "class", "scroll").open("table", "class", "list");
        row("th", List.of("rank", "process", "host", "step", "samples", "samples/s, last", "memory, most"));
        Map<Integer, RunHistory.Rank> byNumber = new HashMap<>();
        history.ranks().forEach(rank -> byNumber.put(rank.number(), rank));
        for (RunProgress.Rank rank : history.progress().ranks()) {
            RunHistory.Rank seen = byNumber.get(rank.rank());
            double most = seen == null ? Double.NaN : seen.residentBytes().most();
            row(
                    "td",
                    List.of(
                            Integer.toString(rank.rank()),
                            rank.pid() > 0 ? Long.toString(rank.pid()) : "",
                            rank.host(),
                            Numbers.count(rank.step()),
                            Numbers.count(rank.samples()),
                            Double.isNaN(rank.samplesPerSecond()) ? "" : Numbers.count(rank.samplesPerSecond()),
                            Double.isNaN(most) ? "" : Numbers.count(Math.rint(most / MEGABYTE)) + " MB"));
        }
        html.close().close().close().line();
    }

    private void troubles() {
        if (history.troubles().isEmpty()) {
            return;
        }
        html.open("section", "class", "card wide")
                .element("h2", "Warnings and errors")
                .open("ul");
        for (Event trouble : history.troubles()) {
            String who = trouble.rank() >= 0 ? "rank " + trouble.rank() + ": " : "";
            html.open("li").element("span", trouble.type(), "class", "word " + trouble.type());
            html.text(" " + who + trouble.fields().get("message")).close();
        }
        html.close();
        if (history.moreTroubles() > 0) {
            html.element("p", "and " + history.moreTroubles() + " more, in events.jsonl");
        }
        html.close().line();
    }

    private void epochs() {
        List<Event> all = history.epochs();
        if (all.isEmpty()) {
            return;
        }
        List<Event> shown = all.subList(Math.max(0, all.size() - MOST_EPOCHS), all.size());
        List<String> figures = new ArrayList<>(history.figures().keySet());
        folded("Epochs", () -> {
            html.open("div", "class", "scroll").open("table", "class", "list");
            List<String> heads = new ArrayList<>(List.of("epoch", "step"));
            figures.forEach(name -> heads.add(name.equals("loss") ? "loss, held out" : Charts.words(name)));
            heads.addAll(List.of("learning rate", "samples/s"));
            row("th", heads);
            shown.forEach(epoch -> row("td", cells(epoch, figures)));
            html.close().close();
        });
    }

    private static List<String> cells(Event epoch, List<String> figures) {
        List<String> cells = new ArrayList<>();
        cells.add(Numbers.count(Fields.integer(epoch, "epoch", 0)));
        cells.add(Numbers.count(Fields.integer(epoch, "step", 0)));
        figures.forEach(name -> cells.add(score(epoch, name)));
        cells.add(score(epoch, "learningRate"));
        double speed = Fields.number(epoch, "samplesPerSecond");
        cells.add(Double.isNaN(speed) ? "" : Numbers.count(speed));
        return cells;
    }

    private static String score(Event epoch, String field) {
        double value = Fields.number(epoch, field);
        return Double.isNaN(value) ? "" : Numbers.score(value);
    }

    private void row(String cell, List<String> texts) {
        html.open("tr");
        texts.forEach(text -> html.element(cell, text));
        html.close().line();
    }

    private void folded(String title, Runnable content) {
        html.open("details", "class", "card wide").element("summary", title).line();
        content.run();
        html.close().line();
    }

    private static String resource(String name) {
        try (InputStream stream = ReportPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
