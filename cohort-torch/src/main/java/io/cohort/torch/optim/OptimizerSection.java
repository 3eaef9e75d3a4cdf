package io.cohort.torch.optim;

import io.cohort.core.job.JobNode;
import io.cohort.core.job.JobSection;
import io.cohort.core.job.Nearest;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Reads the job's {@code optimizer}: the rule, its learning rate and the schedule of it, with the warm-up in front. */
public final class OptimizerSection implements JobSection<OptimizerSection.Plan> {

    /**
     * What a job says about its optimizer.
     *
     * @param rule the update rule
     * @param learningRate before the schedule
     * @param schedule what it is multiplied by
     */
    public record Plan(Optimizer rule, double learningRate, Schedule schedule) {

        /** The rate of one update. */
        public double rate(Progress progress) {
            return learningRate * schedule.factor(progress);
        }
    }

    @Override
    public String key() {
        return "optimizer";
    }

    @Override
    public Class<Plan> type() {
        return Plan.class;
    }

    @Override
    public Plan read(JobNode node) {
        Map<String, OptimizerProvider> rules = new TreeMap<>();
        ServiceLoader.load(OptimizerProvider.class).forEach(p -> rules.put(p.name(), p));
        Map<String, ScheduleProvider> schedules = new TreeMap<>();
        ServiceLoader.load(ScheduleProvider.class).forEach(p -> schedules.put(p.name(), p));

        OptimizerProvider rule = choose(node, node.text("name", "sgd"), rules, new SgdProvider(), "optimizer");
        double learningRate = node.number("lr", rule.defaultLearningRate(), 1e-12, 1e6);
        Optimizer optimizer = rule.read(node);
        JobNode shape = node.named("schedule", "constant");
        ScheduleProvider schedule =
                choose(shape, shape.text("name", "constant"), schedules, new ConstantSchedule(), "schedule");
        return new Plan(optimizer, learningRate, Warmup.read(shape, schedule.read(shape)));
    }

    private static <P> P choose(JobNode node, String name, Map<String, P> known, P standIn, String what) {
        P found = known.get(name);
        if (found == null) {
            String fix = Nearest.of(name, known.keySet()).map(n -> "Write " + n).orElse("");
            node.problem("name", "no " + what + " has this name; there are " + String.join(", ", known.keySet()), fix);
            return standIn;
        }
        return found;
    }
}
