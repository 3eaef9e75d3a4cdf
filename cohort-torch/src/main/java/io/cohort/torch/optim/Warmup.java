package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code schedule: {name: cosine, warmup: 500 steps}}: over its first steps the learning rate rises in equal parts to what the job says; then the schedule
 * begins, and sees a run that is shorter by them.
 *
 * <p>Source: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv 1706.02677, 2017, section 2.2 (gradual warm-up).
 *
 * @param length how many epochs or steps it takes; 0 for none
 * @param inEpochs whether {@code length} counts epochs
 * @param then what follows
 */
record Warmup(long length, boolean inEpochs, Schedule then) implements Schedule {

    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,9}) *(epoch|step)s?");

    /** Reads {@code warmup} from the options of the schedule that follows. */
    static Schedule read(JobNode options, Schedule then) {
        Matcher length = LENGTH.matcher(options.text("warmup", "0 steps"));
        if (!length.matches()) {
            options.problem("warmup", "must be a number of steps or epochs", "Write warmup: 500 steps");
            return then;
        }
        return new Warmup(Long.parseLong(length.group(1)), length.group(2).equals("epoch"), then);
    }

    @Override
    public double factor(Progress progress) {
        long steps = inEpochs ? length * progress.stepsPerEpoch() : length;
        if (steps == 0) {
            return then.factor(progress);
        }
        return progress.step() < steps ? (progress.step() + 1.0) / steps : then.factor(progress.since(steps));
    }
}
