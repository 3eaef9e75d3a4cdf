package io.cohort.cli.doctor;

import io.cohort.core.doctor.DoctorCheck;

/** Whether every worker gets a core of its own. */
public final class CoresCheck implements DoctorCheck {

    private final int cores;

    /** For this machine. */
    public CoresCheck() {
        this(Runtime.getRuntime().availableProcessors());
    }

    CoresCheck(int cores) {
        this.cores = cores;
    }

    @Override
    public String name() {
        return "cores";
    }

    @Override
    public Finding look(Plan plan) {
        String found = cores + (cores == 1 ? " core for " : " cores for ") + plan.workers() + " workers";
        return plan.workers() <= cores
                ? Finding.ok(found)
                : Finding.warning(
                        found + ": they will take turns, and be slower than fewer workers",
                        "Run at most " + cores + " here: --workers " + cores);
    }
}
