package io.cohort.core.doctor;

/**
 * Looks for one thing that would make a run fail on this machine: what {@code cohort doctor} asks before anyone trains. Found through
 * {@link java.util.ServiceLoader}, so each room brings its own.
 *
 * <p>Threading: one thread. Must leave nothing behind, and take seconds at most.
 */
public interface DoctorCheck {

    /** What is looked at, in a word or two: {@code shared memory}. */
    String name();

    /** Looks. What it throws is shown as a problem of its own, so it need not catch what it does not expect. */
    Finding look(Plan plan) throws Exception;

    /**
     * What the machine is to be fit for.
     *
     * @param workers workers on this machine
     */
    record Plan(int workers) {}

    /** How bad it is. */
    enum Level {
        OK,
        /** A run may be slow, or fail where more is asked of it. */
        WARNING,
        /** A run will fail. */
        PROBLEM
    }

    /**
     * What was found.
     *
     * @param text the fact, with its figures
     * @param fix what to do; empty when all is well
     */
    record Finding(Level level, String text, String fix) {

        public static Finding ok(String text) {
            return new Finding(Level.OK, text, "");
        }

        public static Finding warning(String text, String fix) {
            return new Finding(Level.WARNING, text, fix);
        }

        public static Finding problem(String text, String fix) {
            return new Finding(Level.PROBLEM, text, fix);
        }
    }
}
