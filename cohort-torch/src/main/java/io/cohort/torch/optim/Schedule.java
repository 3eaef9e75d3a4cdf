package io.cohort.torch.optim;

/** How the learning rate changes over a run: a pure function, so that a resumed run goes on with the same rates. */
@FunctionalInterface
public interface Schedule {

    /**
     * What the base rate is multiplied by.
     *
     * @param epoch from 0
     * @param step the number of the update in the whole run, from 0
     */
    double factor(int epoch, long step);
}
