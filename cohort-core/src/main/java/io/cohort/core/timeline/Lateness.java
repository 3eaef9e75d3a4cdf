package io.cohort.core.timeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who was late, how long and why, from what all ranks tell of their timelines.
 *
 * <p>A lateness is told only when its rank has told what it did until a little after: pauses are known later than operations.
 * <p>Threading: one thread at a time.
 */
public final class Lateness {

    /** What is shorter is jitter, and not worth a reason. */
    private static final long LEAST_NANOS = 5_000_000;

    private static final long SETTLED_NANOS = 300_000_000;
    private static final int MOST_UNTOLD = 1024;

    /** One rank so far. */
    private static final class Tally {
        private final RecentSpans recent = new RecentSpans();
        private final Overlap overlap = new Overlap();
        private final List<Meeting> untold = new ArrayList<>();
        private long operations;
        private long bytes;
        private long waitedNanos;
        private long awaitedNanos;
        private long pauses;
        private long pauseNanos;
        private long unseen;
        private @Nullable Late latest;
    }

    private final Meetings meetings = new Meetings();
    private final List<Tally> tallies;

    public Lateness(int ranks) {
        this.tallies = IntStream.range(0, ranks).mapToObj(rank -> new Tally()).toList();
    }

    /** Takes in what a rank tells. @return the times at which it was late that can be explained now */
    public List<Late> accept(int rank, TimelinePart part) {
        Tally tally = tallies.get(rank);
        tally.operations = part.operations();
        tally.bytes = part.bytes();
        tally.unseen += part.unseen();
        tally.recent.accept(part);
        tally.overlap.accept(part);
        for (Span span : part.spans()) {
            if (span.activity() == Activity.COLLECTION) {
                tally.pauses++;
                tally.pauseNanos += span.nanos();
            }
            meetings.accept(rank, span).ifPresent(this::met);
        }
        return told(rank, part.atNanos() - SETTLED_NANOS);
    }

    /** The times that could not be explained yet, explained as well as may be: no rank tells any more. */
    public List<Late> rest() {
        List<Late> rest = new ArrayList<>();
        for (int rank = 0; rank < tallies.size(); rank++) {
            rest.addAll(told(rank, Long.MAX_VALUE));
        }
        return rest;
    }

    /** Every rank so far; what cannot be explained yet is explained as well as may be. */
    public List<RankRecord> records() {
        List<RankRecord> records = new ArrayList<>();
        for (int rank = 0; rank < tallies.size(); rank++) {
            Tally t = tallies.get(rank);
            Late latest = t.latest;
            for (Meeting meeting : t.untold) {
                if (latest == null || meeting.latenessNanos() > latest.nanos()) {
                    latest = late(rank, meeting);
                }
            }
            records.add(new RankRecord(
                    rank,
                    t.operations,
                    t.bytes,
                    t.waitedNanos,
                    t.awaitedNanos,
                    t.pauses,
                    t.pauseNanos,
                    t.unseen,
                    t.overlap.times(),
                    latest));
        }
        return records;
    }

    private void met(Meeting meeting) {
        for (Meeting.Entry entry : meeting.entries()) {
            tallies.get(entry.rank()).waitedNanos += meeting.waitedNanos(entry);
        }
        Tally last = tallies.get(meeting.last().rank());
        last.awaitedNanos += meeting.latenessNanos();
        if (meeting.latenessNanos() >= LEAST_NANOS && last.untold.size() < MOST_UNTOLD) {
            last.untold.add(meeting);
        }
    }

    private List<Late> told(int rank, long settledNanos) {
        List<Late> told = new ArrayList<>();
        Tally tally = tallies.get(rank);
        for (Iterator<Meeting> untold = tally.untold.iterator(); untold.hasNext(); ) {
            Meeting meeting = untold.next();
            if (meeting.last().enteredNanos() <= settledNanos) {
                untold.remove();
                Late late = late(rank, meeting);
                told.add(late);
                if (tally.latest == null || late.nanos() > tally.latest.nanos()) {
                    tally.latest = late;
                }
            }
        }
        return told;
    }

    private Late late(int rank, Meeting meeting) {
        long came = meeting.last().enteredNanos();
        RecentSpans.Reason reason = tallies.get(rank).recent.between(meeting.othersNanos(), came);
        return new Late(rank, meeting, came, meeting.latenessNanos(), reason.why(), reason.words());
    }
}
