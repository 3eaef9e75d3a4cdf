package io.cohort.observe;

import io.cohort.core.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, from its events: enough for curves and tables, and never more than a picture can show, however long the run. Events
 * and fields it does not know are passed over, save that every number an {@code epoch} tells becomes a curve.
 *
 * <p>Threading: one thread at a time.
 */
public final class RunHistory {

    private static final int POINTS = 1024;
    private static final int RANK_POINTS = 256;
    private static final int MOST_TROUBLES = 100;

    /** Numbers of an epoch that are no figures of the model. */
    private static final Set<String> ABOUT_THE_EPOCH =
            Set.of("epoch", "step", "seconds", "samplesPerSecond", "learningRate");

    /** One worker over the run. */
    public static final class Rank {
        private final int number;
        private final Series samplesPerSecond = new Series(RANK_POINTS);
        private final Series residentBytes = new Series(RANK_POINTS);

        private Rank(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        public Series samplesPerSecond() {
            return samplesPerSecond;
        }

        /** Memory of its process; empty where the system does not tell. */
        public Series residentBytes() {
            return residentBytes;
        }
    }

    private final RunProgress progress = new RunProgress();
    private final Series batchLoss = new Series(POINTS);
    private final Series learningRate = new Series(POINTS);
    private final Map<String, Series> figures = new LinkedHashMap<>();
    private final SortedMap<Integer, Rank> ranks = new TreeMap<>();
    private final List<Event> epochs = new ArrayList<>();
    private final List<Event> troubles = new ArrayList<>();
    private int starts;
    private long startedMs;
    private long lastMs;
    private int moreTroubles;
    private int lossRank = Integer.MAX_VALUE;
    private Map<String, Object> started = Map.of();
    private Map<String, Object> summary = Map.of();
    private List<Map<String, Object>> rankRecords = List.of();
    private @Nullable Event error;
    private @Nullable ConfusionCounts confusion;

    /** What a run directory holds of its run. */
    public static RunHistory of(RunDirectory run) {
        RunHistory history = new RunHistory();
        run.events(history::accept);
        return history;
    }

    /** Takes an event in. */
    public void accept(Event event) {
        progress.accept(event);
        startedMs = startedMs == 0 ? event.timeMs() : startedMs;
        lastMs = event.timeMs();
        switch (event.type()) {
            case RunEvents.STARTED -> started(event);
            case RunEvents.STEP -> step(event);
            case RunEvents.PROBE -> rank(event).residentBytes.add(stepOf(event), Fields.number(event, "residentBytes"));
            case RunEvents.EPOCH -> epoch(event);
            case RunEvents.CONFUSION -> confusion = ConfusionCounts.of(event).orElse(confusion);
            case RunEvents.RANKS -> rankRecords = Fields.maps(event, "ranks");
            case RunEvents.SUMMARY -> summary = event.fields();
            case RunEvents.WARNING -> trouble(event);
            case RunEvents.ERROR -> {
                error = event;
                trouble(event);
            }
            default -> {}
        }
    }

    private void started(Event event) {
        starts++;
        started = event.fields();
        summary = Map.of();
        rankRecords = List.of();
        error = null;
        confusion = null;
    }

    private void step(Event event) {
        double step = stepOf(event);
        rank(event).samplesPerSecond.add(step, Fields.number(event, "samplesPerSecond"));
        // Every rank tells the loss of the global batch: one of them is enough.
        lossRank = Math.min(lossRank, event.rank());
        if (event.rank() == lossRank) {
            batchLoss.add(step, Fields.number(event, "loss"));
            rate(step, event);
        }
    }

    private void epoch(Event event) {
        double number = stepOf(event);
        epochs.removeIf(earlier -> stepOf(earlier) >= number);
        epochs.add(event);
        rate(number, event);
        event.fields().forEach((name, value) -> {
            if (value instanceof Number figure && !ABOUT_THE_EPOCH.contains(name)) {
                figures.computeIfAbsent(name, n -> new Series(POINTS)).add(number, figure.doubleValue());
            }
        });
    }

    private void rate(double step, Event event) {
        learningRate.add(step, Fields.number(event, "learningRate"));
    }

    private void trouble(Event event) {
        if (troubles.size() < MOST_TROUBLES) {
            troubles.add(event);
        } else {
            moreTroubles++;
        }
    }

    private Rank rank(Event event) {
        return ranks.computeIfAbsent(event.rank(), Rank::new);
    }

    private static double stepOf(Event event) {
        return Fields.number(event, "step");
    }

    /** How far it came, and the ranks' last words. */
    public RunProgress progress() {
        return progress;
    }

    /** When it first started, in milliseconds since 1970; 0 when it has not. */
    public long startedMs() {
        return startedMs;
    }

    /** From its first event to its last; pauses before a resume count. */
    public double seconds() {
        return (lastMs - startedMs) / 1000.0;
    }

    /** How often it was started: once, and once for each resume. */
    public int starts() {
        return starts;
    }

    /** The fields of the last {@code started}; empty before. */
    public Map<String, Object> started() {
        return started;
    }

    /** The fields of its {@code summary}; empty when it has none. */
    public Map<String, Object> summary() {
        return summary;
    }

    /** What the last start ended with, when it ended badly. */
    public Optional<Event> error() {
        return Optional.ofNullable(error);
    }

    /** Loss of the batches it trained on, over steps. */
    public Series batchLoss() {
        return batchLoss;
    }

    public Series learningRate() {
        return learningRate;
    }

    /** What each epoch's end told, over steps, by name: {@code trainLoss}, {@code loss}, {@code accuracy} and whatever else was measured. */
    public Map<String, Series> figures() {
        return Collections.unmodifiableMap(figures);
    }

    /** The events of the ends of its epochs, in order. */
    public List<Event> epochs() {
        return List.copyOf(epochs);
    }

    /** The workers that were heard of, by number. */
    public Collection<Rank> ranks() {
        return Collections.unmodifiableCollection(ranks.values());
    }

    /** What each rank came to since the last start, with the fields of a {@code ranks} event; empty when none was told. */
    public List<Map<String, Object>> rankRecords() {
        return rankRecords;
    }

    /** The counts behind the last figures that were measured, where there are classes. */
    public Optional<ConfusionCounts> confusion() {
        return Optional.ofNullable(confusion);
    }

    /** Warnings and errors in order, the first hundred. */
    public List<Event> troubles() {
        return List.copyOf(troubles);
    }

    /** How many warnings and errors there were beyond {@link #troubles}. */
    public int moreTroubles() {
        return moreTroubles;
    }
}
