package io.cohort.torch.optim;

/**
 * How far a run has come when an update is about to be made.
 *
 * @param epoch from 0
 * @param step the number of the update in the whole run, from 0
 * @param stepsPerEpoch updates an epoch
 * @param totalSteps updates of the whole run, as far as the job bounds them by epochs or steps
 */
public record Progress(int epoch, long step, long stepsPerEpoch, long totalSteps) {

    /** What a schedule sees that begins only after some steps: its own start is then the start of the run. */
    Progress since(long steps) {
        long own = step - steps;
        return new Progress(Math.toIntExact(own / stepsPerEpoch), own, stepsPerEpoch, Math.max(1, totalSteps - steps));
    }

    /** Epochs done, as a fraction. */
    double epochs() {
        return (double) step / stepsPerEpoch;
    }
}
