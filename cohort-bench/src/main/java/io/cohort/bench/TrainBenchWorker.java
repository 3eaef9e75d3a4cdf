package io.cohort.bench;

import io.cohort.comm.ProcessGroup;
import io.cohort.core.job.Job;
import io.cohort.core.json.Json;
import io.cohort.engine.WorkerContext;
import io.cohort.engine.WorkerEntry;
import io.cohort.train.RepeatedSteps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each worker of {@link TrainBench} does. Rank 0 tells the result as an event. */
public final class TrainBenchWorker implements WorkerEntry {

    @Override
    public String run(WorkerContext worker) {
        TrainBenchPlan plan = Json.read(worker.payload(), TrainBenchPlan.class);
        Job job = Job.fromJson(plan.job());
        ProcessGroup group = worker.groups().workers();
        BenchEvents events = new BenchEvents(worker);
        Job own = job.with("train.batch=" + plan.batch());
        try (RepeatedSteps joint = new RepeatedSteps(job, worker.groups());
                RepeatedSteps solo = new RepeatedSteps(own, new OneGroup(TrainTurns.alone(group), worker.timeline()));
                @Nullable DdpSteps peer = plan.peer().isEmpty() ? null : new DdpSteps(job, worker)) {
            TrainTurns.Rates rates = new TrainTurns(Ranks.of(worker), group, solo, joint, peer)
                    .measure(plan.pace(), events.progress(plan.model()));
            events.result(figures(plan, group, joint.parameters(), rates));
        }
        return "{}";
    }

    private static Map<String, Object> figures(
            TrainBenchPlan plan, ProcessGroup group, long parameters, TrainTurns.Rates rates) {
        int workers = group.size();
        double stepMs = 1000.0 * plan.batch();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", plan.model());
        fields.put("parameters", parameters);
        fields.put("workers", workers);
        fields.put("batch", plan.batch());
        fields.put("transport", group.transport());
        fields.put("samplesPerSecond", rates.together());
        fields.put("oneWorkerSamplesPerSecond", rates.one());
        fields.put("silentSamplesPerSecond", rates.silent());
        fields.put("efficiency", rates.together() / rates.silent());
        fields.put("speedup", rates.together() / rates.one());
        fields.put("millisecondsPerStep", stepMs * workers / rates.together());
        fields.put("oneWorkerMillisecondsPerStep", stepMs / rates.one());
        fields.put("silentMillisecondsPerStep", stepMs * workers / rates.silent());
        if (!plan.peer().isEmpty()) {
            fields.put("peer", plan.peer());
            fields.put("peerSamplesPerSecond", rates.peer());
            fields.put("ratio", rates.together() / rates.peer());
        }
        fields.put("turns", rates.turns());
        fields.put("steps", rates.steps());
        return fields;
    }
}
