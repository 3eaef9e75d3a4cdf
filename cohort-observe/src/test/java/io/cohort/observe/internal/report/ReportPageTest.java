package io.cohort.observe.internal.report;

import static io.cohort.observe.Stories.launcher;
import static io.cohort.observe.Stories.rank;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohort.core.event.Event;
import io.cohort.observe.RunState;
import io.cohort.observe.Stories;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {

    private static final String HOSTILE = "<script>alert('\"1&2\")</script>]]><img src=x onerror=alert(1)>\u001b[31m";

    static String page(List<Event> events, String job) {
        return ReportPage.of(
                Stories.history(events), RunState.DONE, Path.of("/home/ada/runs/digits-1"), job, ZoneOffset.UTC);
    }

    /** Fails when the page is no well-formed XML. */
    private static Document parsed(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Document page, String tag) {
        NodeList found = page.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    @Test
    void showsARealRunWhole() throws Exception {
        Document page = parsed(page(Stories.digits(), "name: digits\n"));

        assertThat(elements(page, "figcaption"))
                .extracting(Element::getTextContent)
                .containsExactly(
                        "Loss over steps, logarithmic",
                        "Scores of the samples held out, at the end of each epoch",
                        "Learning rate over steps",
                        "Samples a second of each rank",
                        "Memory resident, MB, of each rank's process");
        assertThat(elements(page, "g"))
                .extracting(g -> g.getAttribute("data-name"))
                .contains("batches", "held out", "accuracy", "F1", "learning rate", "rank 0", "rank 1");
        assertThat(elements(page, "pre")).extracting(Element::getTextContent).contains("name: digits\n");
        assertThat(elements(page, "title").get(0).getTextContent()).isEqualTo("digits · Cohort");
        assertThat(elements(page, "h2")).extracting(Element::getTextContent).contains("Ranks", "Confusion");
    }

    @Test
    void drawsEveryCurveInsideItsFrame() throws Exception {
        for (Element path : elements(parsed(page(Stories.digits(), "")), "path")) {
            for (String point : path.getAttribute("d").split("(?=[ML])")) {
                String[] xy = point.substring(1).split(" ");
                assertThat(Double.parseDouble(xy[0])).isBetween(56.0, 546.0);
                assertThat(Double.parseDouble(xy[1])).isBetween(10.0, 214.0);
            }
        }
    }

    @Test
    void countsTheConfusionInTheRowOfTheTrueClass() throws Exception {
        List<Event> events = List.of(rank(
                0,
                "confusion",
                "classes",
                List.of("cat", "dog"),
                "counts",
                List.of(List.of(41L, 2L), List.of(0L, 7L))));
        Document page = parsed(page(events, ""));

        assertThat(elements(page, "td"))
                .extracting(td -> td.getAttribute("title"))
                .contains("cat taken for dog: 2", "dog taken for dog: 7", "dog taken for cat: 0");
    }

    @Test
    void letsNoNameOutOfItsPlace() throws Exception {
        List<Event> events = new ArrayList<>();
        events.add(launcher("started", "job", HOSTILE, "workers", HOSTILE, "engine", HOSTILE, "strategy", HOSTILE));
        events.add(rank(0, "worker", "pid", 1, "host", HOSTILE));
        events.add(rank(0, "epoch", "epoch", 1, "step", 1, HOSTILE + "Loss", 1.5, HOSTILE, 0.5));
        events.add(rank(
                0, "confusion", "classes", List.of(HOSTILE, "b"), "counts", List.of(List.of(1L, 1L), List.of(0L, 1L))));
        events.add(rank(0, "warning", "message", HOSTILE));
        events.add(launcher("error", "kind", HOSTILE, "message", HOSTILE, "fix", HOSTILE));
        String page = page(events, HOSTILE);
        Document parsed = parsed(page);

        assertThat(elements(parsed, "script")).hasSize(1);
        assertThat(elements(parsed, "img")).isEmpty();
        assertThat(page).doesNotContain("<script>alert", "<img", "\u001b");
        assertThat(elements(parsed, "h1").get(0).getTextContent()).startsWith("<script>alert('\"1&2\")</script>");
    }

    @Test
    void fetchesNothing() {
        String page = page(Stories.digits(), "");

        assertThat(page)
                .contains("default-src &#39;none&#39;")
                .doesNotContain("http:", "https:", "//cdn", "<link", "<img", "<iframe", "@import", "url(", " src=")
                .doesNotContainPattern("(fetch|XMLHttpRequest|WebSocket|import)\\s*\\(");
    }

    @Test
    void showsWhatThereIsOfARunThatFailedAtOnce() throws Exception {
        Document page = parsed(page(
                List.of(
                        launcher(
                                "started",
                                "job",
                                "digits",
                                "workers",
                                2L,
                                "engine",
                                "processes",
                                "strategy",
                                "all-reduce"),
                        launcher(
                                "error",
                                "kind",
                                "worker-lost",
                                "message",
                                "rank 1 was lost",
                                "fix",
                                "Look at its log")),
                ""));

        assertThat(elements(page, "svg")).isEmpty();
        assertThat(elements(page, "section").get(0).getTextContent())
                .contains("worker-lost", "rank 1 was lost", "Look at its log");
    }

    @Test
    void showsARunThatHasNoEvents() throws Exception {
        assertThat(elements(parsed(page(List.of(), "name: digits\n")), "pre")).hasSize(1);
    }

    @Test
    void staysSmallHoweverLongTheRun() {
        List<Event> events = new ArrayList<>();
        for (int step = 1; step <= 200_000; step++) {
            events.add(rank(step % 4, "step", "step", step, "loss", 1.0 / step, "samplesPerSecond", 1000 + step % 7));
        }

        assertThat(page(events, "")).hasSizeLessThan(300_000);
    }
}
