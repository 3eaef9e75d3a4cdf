package io.cohort.observe.internal.report;

import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.core.job.JobNode;
import io.cohort.observe.ObserverProvider;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunObserver;
import io.cohort.observe.RunReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code report}: {@code report.html} in the run directory when the run ends, however it ends. On unless switched off. */
public final class ReportProvider implements ObserverProvider {

    @Override
    public String key() {
        return "report";
    }

    @Override
    public Optional<Plan> read(JobNode observe) {
        return observe.flag("report", true) ? Optional.of(Writer::new) : Optional.empty();
    }

    private static final class Writer implements RunObserver {
        private @Nullable RunDirectory run;
        private boolean stale;

        @Override
        public void begin(RunDirectory directory, EventSink events) {
            run = directory;
        }

        @Override
        public void event(Event event) {
            stale = true;
            if (event.type().equals(RunEvents.SUMMARY) || event.type().equals(RunEvents.ERROR)) {
                write();
            }
        }

        /** Writes once more what came after the run's last word, or all when it never said one. */
        @Override
        public void close() {
            write();
        }

        private void write() {
            if (stale && run != null) {
                stale = false;
                RunReport.write(run, run.report());
            }
        }
    }
}
