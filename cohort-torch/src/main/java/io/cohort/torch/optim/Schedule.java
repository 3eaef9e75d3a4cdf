package io.cohort.torch.optim;

/** How the learning rate changes over a run: a pure function, so that a resumed run goes on with the same rates. */
@FunctionalInterface
public interface Schedule {

    /** What the job's learning rate is multiplied by for the next update. */
    double factor(Progress progress);
}
