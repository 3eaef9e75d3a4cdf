package io.cohort.observe.internal.tensorboard;

import io.cohort.core.event.Event;
import io.cohort.observe.Fields;
import io.cohort.observe.RunEvents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which scalars an event holds, by the tag under which TensorBoard shows them; what stands before the slash is the group. Pure. */
final class Scalars {

    private static final Set<String> ABOUT_THE_EPOCH = Set.of("epoch", "step", "seconds");

    private Scalars() {}

    static Map<String, Double> of(Event event) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        switch (event.type()) {
            case RunEvents.STEP -> {
                if (event.rank() == 0) {
                    put(scalars, "train/loss", Fields.number(event, "loss"));
                    put(scalars, "train/learningRate", Fields.number(event, "learningRate"));
                }
                put(scalars, "samplesPerSecond/rank" + event.rank(), Fields.number(event, "samplesPerSecond"));
            }
            case RunEvents.PROBE -> probe(scalars, event);
            case RunEvents.EPOCH -> epoch(scalars, event);
            default -> {}
        }
        return scalars;
    }

    private static void probe(Map<String, Double> scalars, Event event) {
        event.fields().forEach((name, value) -> {
            if (!name.equals("step")) {
                put(scalars, name + "/rank" + event.rank(), Fields.number(event, name));
            }
        });
    }

    private static void epoch(Map<String, Double> scalars, Event event) {
        event.fields().forEach((name, value) -> {
            if (!ABOUT_THE_EPOCH.contains(name)) {
                put(scalars, "epoch/" + name, Fields.number(event, name));
            }
        });
    }

    private static void put(Map<String, Double> scalars, String tag, double value) {
        if (!Double.isNaN(value)) {
            scalars.put(tag, value);
        }
    }
}
