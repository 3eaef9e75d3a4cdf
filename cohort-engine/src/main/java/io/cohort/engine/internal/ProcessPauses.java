package io.cohort.engine.internal;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.cohort.core.timeline.Activity;
import io.cohort.core.timeline.Timeline;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Notes in timelines when this whole process paused: to collect garbage, or because it was given no time at all.
 *
 * <p>Threading: {@link #beat} by one thread at a time; the JVM tells of collections on a thread of its own.
 */
final class ProcessPauses implements AutoCloseable {

    /** A beat that comes so many times later than it should was held up by more than a busy machine. */
    private static final int LATE_BEATS = 3;

    /** Collectors that work beside the program name their cycles apart from their pauses. */
    private static final String BESIDE = "Cycles";

    private final List<Timeline> timelines;
    private final long beatNanos;
    private final List<NotificationEmitter> collectors = new ArrayList<>();
    private final NotificationListener listener = this::heard;
    private long lastBeatNanos;
    private long soonestNanos = Long.MAX_VALUE;

    /** @param beatMs how often {@link #beat} is called */
    ProcessPauses(List<Timeline> timelines, long beatMs) {
        this.timelines = timelines;
        this.beatNanos = TimeUnit.MILLISECONDS.toNanos(beatMs);
        this.lastBeatNanos = timelines.get(0).nowNanos();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter
                    && !collector.getName().contains(BESIDE)) {
                emitter.addNotificationListener(listener, null, null);
                collectors.add(emitter);
            }
        }
    }

    /** Looks whether time has jumped since the last call. */
    void beat() {
        long now = timelines.get(0).nowNanos();
        if (now - lastBeatNanos > LATE_BEATS * beatNanos) {
            long from = lastBeatNanos + beatNanos;
            timelines.forEach(timeline -> timeline.paused(Activity.STANDSTILL, "", from, now));
        }
        lastBeatNanos = now;
    }

    private void heard(Notification notification, @Nullable Object handback) {
        if (notification.getUserData() instanceof CompositeData data
                && notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
            GcInfo pause = info.getGcInfo();
            long end = onOurClock(TimeUnit.MILLISECONDS.toNanos(pause.getEndTime()));
            long start = end - TimeUnit.MILLISECONDS.toNanos(pause.getDuration());
            timelines.forEach(timeline -> timeline.paused(Activity.COLLECTION, info.getGcName(), start, end));
        }
    }

    /** The JVM counts from a moment that it does not tell: of all that it told, what came soonest shows how far the clocks are apart. */
    private long onOurClock(long collectorNanos) {
        soonestNanos = Math.min(soonestNanos, timelines.get(0).nowNanos() - collectorNanos);
        return collectorNanos + soonestNanos;
    }

    @Override
    public void close() {
        for (NotificationEmitter collector : collectors) {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException("it was added in the constructor", e);
            }
        }
        collectors.clear();
    }
}
